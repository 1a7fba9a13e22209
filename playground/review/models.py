"""Links by which guests look at pictures, what they say there, and comments."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from playground.core.codes import new_code
from playground.library.models import Image
from playground.library.models.ownership import Owned, OwnedQuerySet
from playground.people.models import User, Workspace

MAX_NAME = 80
MAX_TEXT = 4000


class ReviewLinkQuerySet(OwnedQuerySet["ReviewLink"]):
    """Has what all rows of a workspace have, and no more."""


class ReviewLink(Owned):
    """An address at which people without an account look at some pictures.

    Only a hash of its token is kept: who reads the database cannot open it. ``code``
    names it for those who look after it. ``password`` is a hash, "" without one.
    """

    code = models.CharField(max_length=16, unique=True, default=new_code)
    token_hash = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=MAX_NAME)
    password = models.CharField(max_length=200, blank=True)
    blind = models.BooleanField(default=False)
    show_prompts = models.BooleanField(default=False)
    show_prices = models.BooleanField(default=False)
    may_vote = models.BooleanField(default=True)
    may_comment = models.BooleanField(default=True)
    visits = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReviewLinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("workspace", F("id").desc(), name="review_link_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether guests can still come in."""
        return self.revoked_at is None and (
            self.expires_at is None or self.expires_at > timezone.now()
        )


class ReviewItem(models.Model):
    """A picture's place in a link. Guests know it by its number only."""

    link = models.ForeignKey(
        ReviewLink, models.CASCADE, related_name="items", db_index=False
    )
    image = models.ForeignKey(Image, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "number"], name="review_item_number"
            ),
            models.UniqueConstraint(
                fields=["link", "image"], name="review_item_holds_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.number}"


class Guest(models.Model):
    """Somebody who said their name at a link; known again by their session."""

    link = models.ForeignKey(ReviewLink, models.CASCADE, related_name="guests")
    name = models.CharField(max_length=MAX_NAME)
    # What their session had before they said their name.
    key = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "key"], name="guest_once_a_session"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GuestVote(models.Model):
    """What one guest says of one picture; the last word counts."""

    guest = models.ForeignKey(
        Guest, models.CASCADE, related_name="votes", db_index=False
    )
    item = models.ForeignKey(ReviewItem, models.CASCADE, related_name="votes")
    picked = models.BooleanField(default=False)
    liked = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guest", "item"], name="guest_vote_once_a_picture"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guest_id}: {self.item_id}"


class CommentQuerySet(OwnedQuerySet["Comment"]):
    """Has what all rows of a workspace have, and no more."""


class Comment(Owned):
    """What somebody says of a picture, at a spot on it or as a whole.

    ``author`` is None for a guest, whose name is ``guest_name``. ``x`` and ``y`` go
    from 0 to 1, from the upper left corner. A decision is a comment that says why
    this picture was taken; it stands in the picture's history.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment"
        DECISION = "decision"

    image = models.ForeignKey(
        Image, models.CASCADE, related_name="comments", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.COMMENT)
    text = models.TextField(max_length=MAX_TEXT)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    reply_to = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    guest = models.ForeignKey(
        Guest, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    guest_name = models.CharField(max_length=MAX_NAME, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    # Taken back, while answers to it stay; its text is gone.
    deleted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("image", "id", name="comment_of_picture"),
            models.Index("workspace", F("id").desc(), name="comment_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(x=None, y=None)
                | Q(
                    x__isnull=False,
                    y__isnull=False,
                    x__gte=0,
                    x__lte=1,
                    y__gte=0,
                    y__lte=1,
                ),
                name="comment_spot_lies_on_the_picture",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.text[:60]}"

    @property
    def who(self) -> str:
        """Whose words these are."""
        if self.author is not None:
            return self.author.get_username()
        return f"{self.guest_name} (guest)" if self.guest_name else "Somebody"


class LastRead(models.Model):
    """Up to which comment a person has read in a workspace."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    comment = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "workspace"], name="last_read_once_a_workspace"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.comment}"
