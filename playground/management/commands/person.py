"""``manage.py person``: add, list and remove people. The way in when nobody can sign in."""

import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from playground.people import audit
from playground.people.members import (
    LastAdmin,
    member_remove,
    workspace_hold,
    would_lose_last_admin,
)
from playground.people.models import Membership, User, Workspace
from playground.people.recovery import factors_remove, password_address
from playground.site.privacy import CannotErase, person_erase, person_export


class Command(BaseCommand):
    """Needs no account: it is for whoever runs the installation."""

    help = "Look after people: add, list, remove, help back in, export, erase."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        add = actions.add_parser("add", help="make an account, or give another role")
        add.add_argument("name")
        add.add_argument("--role", choices=Membership.Role.values, required=True)
        add.add_argument("--workspace", default="", help="name or code of a workspace")
        add.add_argument("--email", default="")
        add.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from standard input instead of asking",
        )
        found = actions.add_parser("list", help="list all people and their roles")
        found.add_argument("--json", action="store_true")
        remove = actions.add_parser("remove", help="let somebody go; pictures stay")
        remove.add_argument("name")
        remove.add_argument("--workspace", default="")

        reset = actions.add_parser("reset", help="print a link for a new password")
        reset.add_argument("name")
        reset.add_argument(
            "--second-factors",
            action="store_true",
            help="remove authenticator app, passkeys and recovery codes as well",
        )
        export = actions.add_parser("export", help="write what is known of somebody")
        export.add_argument("name")
        export.add_argument("--out", required=True, type=Path, help="a ZIP of JSON")
        erase = actions.add_parser(
            "erase", help="take a person's name away; bills stay"
        )
        erase.add_argument("name")

    def handle(self, *, action: str, **options: Any) -> None:
        {
            "add": self._add,
            "list": self._list,
            "remove": self._remove,
            "reset": self._reset,
            "export": self._export,
            "erase": self._erase,
        }[action](options)

    @transaction.atomic
    def _add(self, options: dict[str, Any]) -> None:
        workspace = find_workspace(options["workspace"], make=True)
        user = User.objects.filter(username=options["name"]).first()
        password = None
        if options["password_stdin"]:
            password = sys.stdin.readline().rstrip("\r\n")
        elif user is None and sys.stdin.isatty():
            password = getpass.getpass(f"Password of {options['name']}: ")
        user = user or User(username=options["name"], email=options["email"])
        try:
            if options["email"]:
                validate_email(options["email"])
                user.email = options["email"]
            if password is not None:
                validate_password(password, user)
                user.set_password(password)
            elif not user.pk:
                user.set_unusable_password()
            user.is_active, user.let_go_by_groups = True, False
            user.full_clean(exclude=["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        user.save()
        workspace_hold(workspace)
        held = user.memberships.filter(workspace=workspace).first()
        if held and would_lose_last_admin(held, options["role"]):
            raise CommandError(_last_admin(user, workspace))
        user.join(workspace, options["role"])
        audit.note(
            "added by command", about=user, workspace=workspace, what=options["role"]
        )
        self.stdout.write(f"{user}: {options['role']} of {workspace}")
        if not user.has_usable_password():
            self.stdout.write(
                "There is no password yet: give one with --password-stdin, or have an "
                "administrator make a link for it under People."
            )

    def _list(self, options: dict[str, Any]) -> None:
        found: list[dict[str, Any]] = [
            {
                "name": user.get_username(),
                "email": user.email,
                "active": user.is_active,
                "workspaces": [
                    {"code": m.workspace.code, "name": m.workspace.name, "role": m.role}
                    for m in user.memberships.all()
                ],
            }
            for user in User.objects.prefetch_related(
                "memberships__workspace"
            ).order_by("username")
        ]
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
            return
        for person in found:
            roles = ", ".join(
                f"{w['role']} of {w['name']}" for w in person["workspaces"]
            )
            state = "" if person["active"] else " (may not sign in)"
            self.stdout.write(f"{person['name']}{state}: {roles or 'in no workspace'}")

    @transaction.atomic
    def _remove(self, options: dict[str, Any]) -> None:
        user = find_person(options["name"])
        held = user.memberships.select_related("workspace", "user")
        if options["workspace"]:
            held = held.filter(workspace=find_workspace(options["workspace"]))
        if not held:
            raise CommandError(f"{user} is in no such workspace.")
        for membership in held:
            try:
                member_remove(membership, by=None)
            except LastAdmin:
                raise CommandError(_last_admin(user, membership.workspace)) from None
        self.stdout.write(f"{user} is signed out everywhere. Their pictures stay.")

    def _reset(self, options: dict[str, Any]) -> None:
        user = find_person(options["name"])
        if options["second_factors"]:
            factors_remove(user, by=None)
        self.stdout.write(password_address(user, by=None))

    def _export(self, options: dict[str, Any]) -> None:
        archive = person_export(find_person(options["name"]), by=None)
        try:
            # For its owner alone; what is there already is not written over.
            with open(options["out"], "xb", opener=_private) as file:
                file.write(archive)
        except OSError as error:
            raise CommandError(
                f"Cannot write {options['out']}: {error.strerror}."
            ) from None
        self.stdout.write(f"Wrote {options['out']}.")

    def _erase(self, options: dict[str, Any]) -> None:
        user = find_person(options["name"])
        try:
            name = person_erase(user, by=None)
        except LastAdmin:
            raise CommandError(
                f"{user} is the last admin of a workspace. Make another person admin "
                "first."
            ) from None
        except CannotErase as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{options['name']} is called {name} from now on.")


def _last_admin(user: User, workspace: Workspace) -> str:
    return f"{user} is the last admin of {workspace}. Make another person admin first."


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def find_person(name: str) -> User:
    """Raise ``CommandError`` where nobody is called so."""
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"Nobody is called {name!r}.")
    return user


def find_workspace(name: str, *, make: bool = False) -> Workspace:
    """Find a workspace by its code or name, the default one for ""."""
    if not name:
        return Workspace.objects.default()
    found = (
        Workspace.objects.filter(code=name).first()
        or Workspace.objects.filter(name=name).first()
    )
    if found is None and make:
        return Workspace.objects.create(name=name)
    if found is None:
        raise CommandError(f"There is no workspace {name!r}.")
    return found
