"""The app that holds runs and pictures, and what people add to them."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Its tables begin with ``library_``."""

    name = "playground.library"
    default_auto_field = "django.db.models.BigAutoField"
