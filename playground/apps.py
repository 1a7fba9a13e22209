"""What is set up when Django is: checks, and the refusal of old databases."""

import gc

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from playground.old_layout import refuse_old_database


class PlaygroundConfig(AppConfig):
    """Has no tables; its checks are those of the whole house."""

    name = "playground"

    def ready(self) -> None:
        # Importing registers them.
        from . import checks, provider_checks  # noqa: F401

        connection_created.connect(refuse_old_database)
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
