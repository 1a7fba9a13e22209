"""``manage.py verdict``: what the votes of an experiment say, from JSON to JSON."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from playground.experiments.ballots import BadVotes
from playground.experiments.verdict import verdict_from_text


class Command(BaseCommand):
    """Exit code 2: the votes could not be read."""

    help = (
        "Read the votes of an experiment as JSON from standard input and print the "
        "verdict as JSON. docs/compare.md has the format and the method."
    )
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        if sys.stdin is None:
            raise CommandError("There is no standard input to read.", returncode=2)
        try:
            text = getattr(sys.stdin, "buffer", sys.stdin).read()
            found = verdict_from_text(text)
        except OSError as error:
            raise CommandError(
                f"Standard input cannot be read: {error.strerror}.", returncode=2
            ) from None
        except BadVotes as error:
            raise CommandError(str(error), returncode=2) from None
        # ASCII, so that it prints under any locale.
        self.stdout.write(json.dumps(found.as_data(), indent=2))
