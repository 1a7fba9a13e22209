"""The app that holds links for guests, and what they say."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Its tables begin with ``review_``."""

    name = "playground.review"
    default_auto_field = "django.db.models.BigAutoField"
