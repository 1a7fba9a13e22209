#!/usr/bin/env python
"""Django's command line, with this project's settings."""

import gc
import os
import sys


def main() -> None:
    # What is loaded at the start stays: to look through it for garbage would take a
    # sixth of that time. ``playground.apps`` enables it again.
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "playground.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Configuration: {error}")
    except OperationalError as error:
        sys.exit(
            f"The database does not work: {str(error).strip()}\n"
            "Look at DATABASE_URL, or for SQLite at PLAYGROUND_DATA_DIR and its disk."
        )


if __name__ == "__main__":
    main()
