from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "playground.studio"
    default_auto_field = "django.db.models.BigAutoField"
