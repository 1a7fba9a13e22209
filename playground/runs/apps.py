"""The app that holds what workers and pages have to know of each other."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Its tables begin with ``runs_``."""

    name = "playground.runs"
    default_auto_field = "django.db.models.BigAutoField"
