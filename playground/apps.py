from django.apps import AppConfig


class PlaygroundConfig(AppConfig):
    name = "playground"

    def ready(self) -> None:
        # Importing registers them.
        from . import checks, provider_checks  # noqa: F401
