"""``manage.py invite``: print a one-time address at which somebody joins."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from playground.management.commands.person import find_workspace
from playground.people.invitations import invitation_create
from playground.people.models import Membership


class Command(BaseCommand):
    """The address is printed once; only a digest of its token is kept."""

    help = "Print a one-time address at which somebody makes an account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", choices=Membership.Role.values, required=True)
        parser.add_argument("--email", default="", help="for whom it is meant")
        parser.add_argument(
            "--workspace", default="", help="name or code of a workspace"
        )

    def handle(self, *, role: str, email: str, workspace: str, **options: Any) -> None:
        try:
            if email:
                validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        found = find_workspace(workspace)
        self.stdout.write(invitation_create(workspace=found, role=role, email=email))
