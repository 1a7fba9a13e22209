"""The app that holds people, workspaces, roles and the audit log."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Connects what the audit log has to hear of signing in and out."""

    name = "playground.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from playground.people import signals  # noqa: F401  (importing connects them)
