"""The app that holds the ledger and the budgets."""

from django.apps import AppConfig


class SpendingConfig(AppConfig):
    """Its tables begin with ``spending_``."""

    name = "playground.spending"
    default_auto_field = "django.db.models.BigAutoField"
