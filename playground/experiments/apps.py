"""The app that holds plans, draws, ballots and votes."""

from django.apps import AppConfig


class ExperimentsConfig(AppConfig):
    """Its tables begin with ``experiments_``."""

    name = "playground.experiments"
    default_auto_field = "django.db.models.BigAutoField"
