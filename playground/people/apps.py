from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "playground.people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from playground.people import signals  # noqa: F401  (importing connects them)
