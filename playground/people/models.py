"""Who works here: people, the workspaces that hold their pictures, and roles.

Our own user model from day one, so that accounts need no rewrite.
"""

from collections.abc import Iterable
from typing import ClassVar, Self, TypeVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property

from playground.core.codes import new_code

Row = TypeVar("Row", bound=models.Model)


class WorkspaceManager(models.Manager["Workspace"]):
    """All workspaces, whoever is a member."""

    def default(self) -> "Workspace":
        """Return the one workspace that every installation has; made on first use."""
        made, _ = self.get_or_create(
            code=Workspace.DEFAULT, defaults={"name": "Workspace"}
        )
        return made


class Workspace(models.Model):
    """A library that some people share. Nothing crosses from one to another."""

    DEFAULT = "default"

    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=80)

    objects: ClassVar[WorkspaceManager] = WorkspaceManager()

    def __str__(self) -> str:
        return self.name


class PersonManager(UserManager["User"]):
    """People who can sign in, and the one who need not."""

    def local(self) -> "User":
        """Return the one person of an installation without accounts.

        Created on first use, as an admin of the default workspace; has no usable
        password. Each request asks: both the person and the membership are read at once.
        """
        theirs = Membership.objects.select_related("user", "workspace")
        found = list(theirs.filter(user__username=User.LOCAL))
        if found:
            person = found[0].user
            person.membership = person._current(found)
            return person
        return self._local_made()

    def _local_made(self) -> "User":
        person, _ = self.get_or_create(
            username=User.LOCAL, defaults={"password": make_password(None)}
        )
        if person.membership is None:
            person.join(Workspace.objects.default(), Membership.Role.ADMIN)
        return person


class User(AbstractUser):
    """A person. What they see and make belongs to the workspace they are in."""

    LOCAL = "local"

    # The one chosen last. It counts only while there is a membership in it.
    chosen_workspace = models.ForeignKey(
        Workspace, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    # Their groups have taken the last membership, and may give one again.
    let_go_by_groups = models.BooleanField(default=False)

    objects: ClassVar[PersonManager] = PersonManager()

    @cached_property
    def membership(self) -> "Membership | None":
        """The membership in the current workspace; None for who is in none.

        The chosen workspace, else the one joined first. Read once for each object,
        that is once a request; ``join`` and ``enter`` forget it.
        """
        return self._current(self.memberships.select_related("workspace"))

    def _current(self, memberships: Iterable["Membership"]) -> "Membership | None":
        """Return the one in the chosen workspace, else the first."""
        chosen = self.chosen_workspace_id
        ordered = sorted(memberships, key=lambda it: (it.workspace_id != chosen, it.pk))
        return ordered[0] if ordered else None

    @property
    def workspace(self) -> Workspace:
        """The current workspace. Raises ``NoWorkspace`` for who is in none."""
        if self.membership is None:
            raise NoWorkspace(f"{self} is in no workspace.")
        return self.membership.workspace

    @property
    def workspace_id(self) -> int | None:
        """Its key; None for who is in none, and then sees nothing."""
        return self.membership.workspace_id if self.membership else None

    def join(self, workspace: Workspace, role: str) -> "Membership":
        """Become a member, or take another role."""
        membership, _ = Membership.objects.update_or_create(
            user=self, workspace=workspace, defaults={"role": role}
        )
        self.__dict__.pop("membership", None)
        return membership

    def enter(self, workspace: Workspace) -> None:
        """Make it the current one; without a membership in it nothing changes."""
        self.chosen_workspace = workspace
        self.save(update_fields=["chosen_workspace"])
        self.__dict__.pop("membership", None)


class NoWorkspace(Exception):
    """Somebody without a workspace was to make something."""


class WithinQuerySet(models.QuerySet[Row]):
    """Rows of a workspace."""

    def visible_to(self, user: User) -> Self:
        """Keep what this person may see. Every look-up for somebody starts here.

        That is all of their current workspace: one value to compare with, so that
        an index beginning with the workspace also gives the order.
        """
        if user.workspace_id is None:
            return self.none()
        return self.filter(workspace_id=user.workspace_id)


class Membership(models.Model):
    """What a person may do in a workspace.

    A viewer looks, compares and votes; a maker also spends; an admin also looks
    after people, budgets and settings.
    """

    class Role(models.TextChoices):
        """From who may only look to who looks after the workspace."""

        VIEWER = "viewer"
        MAKER = "maker"
        ADMIN = "admin"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MAKER)

    objects = WithinQuerySet["Membership"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "workspace"], name="membership_once_a_workspace"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} of {self.workspace}"


class Invitation(models.Model):
    """A one-time address for somebody who is to join.

    Only a hash of its token is kept: who reads the database cannot use it. ``email``
    says for whom it was meant; whoever has the address can use it.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=8, choices=Membership.Role.choices)
    email = models.EmailField(blank=True)
    author = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.role} of {self.workspace}"


class AuditEntry(models.Model):
    """One thing that was done. The database refuses to change or remove it.

    The keys go with what they point to; names and words stay.
    """

    created_at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=40)
    by = models.ForeignKey(
        User, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)
    about_name = models.CharField(max_length=150, blank=True)
    workspace = models.ForeignKey(
        Workspace, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    what = models.CharField(max_length=300, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)

    objects = WithinQuerySet["AuditEntry"].as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index("workspace", models.F("id").desc(), name="audit_newest")
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.action} {self.about_name} {self.what}".strip()


class Remembered(models.Model):
    """The table of Django's cache: what all web processes have to know together.

    Counts of guesses at passwords, for the most part; see ``CACHES``.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_remembered"

    def __str__(self) -> str:
        return self.cache_key
