"""The app that holds what stands in composers."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Its tables begin with ``studio_``."""

    name = "playground.studio"
    default_auto_field = "django.db.models.BigAutoField"
