from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "playground.people"
    default_auto_field = "django.db.models.BigAutoField"
