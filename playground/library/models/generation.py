"""One call to the API and what came of it."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from playground.catalog.model import MODEL_NAME_MAX_CHARS
from playground.core.codes import new_code
from playground.imaging.estimating import estimate_text
from playground.imaging.fingerprint import fingerprint, prompt_hash
from playground.imaging.provider import MAX_ID, provider_words
from playground.imaging.request import ImageRequest
from playground.library.models.ownership import (
    Owned,
    OwnedQuerySet,
    newest_index,
)
from playground.library.models.source import SourceImage


class GenerationQuerySet(OwnedQuerySet["Generation"]):
    """Runs, imported ones among them unless told otherwise."""

    def unfinished(self) -> "GenerationQuerySet":
        """Keep what waits for its turn or is being drawn."""
        return self.filter(state__in=Generation.UNFINISHED)

    def made_here(self) -> "GenerationQuerySet":
        """Without the calls of elsewhere that imported pictures came from."""
        return self.exclude(provider="imported")


class Generation(Owned):
    """One call to the API.

    ``requested`` is the whole ``ImageRequest`` as JSON; ``prompt`` and ``model``
    repeat it for lists. State changes are compare-and-set updates, and every
    save names its fields. Times are None until they have happened. ``cost_usd``
    is None while unknown.
    """

    class State(models.TextChoices):
        """``unknown``: it was sent, and nobody knows if it was drawn and charged."""

        QUEUED = "queued"
        SENDING = "sending"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"
        UNKNOWN = "unknown"

    UNFINISHED = (State.QUEUED, State.SENDING)

    code = models.CharField(max_length=16, unique=True, default=new_code)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)

    requested = models.JSONField()
    prompt = models.TextField()
    # Of the request by the route it took, see ``imaging.fingerprint``; set on insert.
    fingerprint = models.BigIntegerField(editable=False)
    prompt_hash = models.BigIntegerField(editable=False)
    model = models.CharField(max_length=MODEL_NAME_MAX_CHARS)
    provider = models.CharField(max_length=12)
    # Which one of its kind: ``Provider.id``. Two compatible servers differ.
    provider_id = models.CharField(max_length=MAX_ID)
    route = models.CharField(max_length=16)
    route_reason = models.CharField(max_length=300)
    # A scenario of the simulator, chosen in the Studio; empty in real use.
    scenario = models.CharField(max_length=40, blank=True)

    # Where it came from.
    parent = models.ForeignKey(
        "library.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
    )
    # The name of the one parameter that was varied; "" when none or several.
    variable = models.CharField(max_length=40, blank=True)
    previous = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="following",
        db_index=False,
    )

    # Money.
    estimate_usd = models.DecimalField(
        max_digits=12, decimal_places=8, null=True, blank=True
    )
    # What "auto" leaves open lies between these two.
    estimate_low_usd = models.DecimalField(
        max_digits=12, decimal_places=8, null=True, blank=True
    )
    estimate_high_usd = models.DecimalField(
        max_digits=12, decimal_places=8, null=True, blank=True
    )
    # Something of weight is left out: it will be more.
    estimate_at_least = models.BooleanField(default=False)
    estimate_basis = models.CharField(max_length=300, blank=True)
    cost_usd = models.DecimalField(
        max_digits=12, decimal_places=8, null=True, blank=True
    )
    receipt = models.JSONField(null=True, blank=True)
    usage = models.JSONField(null=True, blank=True)
    text_usage = models.JSONField(null=True, blank=True)

    # What came back besides pictures.
    text = models.TextField(blank=True)
    request_id = models.CharField(max_length=100, blank=True)
    # Who was charged, as OpenAI's answer names it.
    organization = models.CharField(max_length=100, blank=True)
    response_id = models.CharField(max_length=100, blank=True)
    error = models.JSONField(null=True, blank=True)
    warnings = models.JSONField(default=list, blank=True)

    # Partial pictures: how many have come, and the newest one's file.
    partial_count = models.PositiveSmallIntegerField(default=0)
    partial_file = models.CharField(max_length=200, blank=True)

    # Timing.
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Put aside by a person: it made nothing, and the Studio shows it no more.
    dismissed_at = models.DateTimeField(null=True, blank=True)
    processing_ms = models.PositiveIntegerField(null=True, blank=True)
    # The worker that has claimed it, and what that one writes on a timer.
    worker = models.CharField(max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    # Waits that were asked for and obeyed, for calls that were not billed.
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    # About when its turn is, where the account's limit holds it back. Only told.
    turn_at = models.DateTimeField(null=True, blank=True)
    # Lower goes first: what somebody waits for, before what was ordered by the dozen.
    priority = models.PositiveSmallIntegerField(default=0)

    objects = GenerationQuerySet.as_manager()

    class Meta:
        indexes = [
            # The Studio: a workspace's runs, newest first; and what was spent today.
            newest_index("workspace", name="generation_newest"),
            # The list of runs in one state.
            newest_index("workspace", "state", name="generation_by_state"),
            # Has this been asked before?
            newest_index("workspace", "fingerprint", name="generation_same_request"),
            newest_index("workspace", "prompt_hash", name="generation_same_prompt"),
            # What was varied from a picture, what continues a conversation.
            newest_index("parent", name="generation_children"),
            newest_index("previous", name="generation_following"),
            # The queue: workers look at it all the time, and it is mostly empty.
            models.Index(
                "priority",
                "retry_at",
                condition=models.Q(state="queued"),
                name="generation_queued",
            ),
            # The sweep for runs whose worker has died.
            models.Index(
                "heartbeat_at",
                condition=models.Q(state="sending"),
                name="generation_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.prompt[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("studio:generation", args=[self.code])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The first save writes what it is found by: a request never changes."""
        if self._state.adding:
            self.prompt_hash = prompt_hash(self.prompt)
            self.fingerprint = fingerprint(self.effective)
        super().save(*args, **kwargs)

    @property
    def effective(self) -> ImageRequest:
        """What was requested, with the route that it took."""
        request = self.request
        return request.changed(route=self.route or request.route)

    @property
    def request(self) -> ImageRequest:
        """What was requested, as the service layer knows it."""
        return ImageRequest.from_json(self.requested)

    @property
    def provider_words(self) -> str:
        """Who answered: "OpenAI", "the server at 127.0.0.1:8080/v1"."""
        return provider_words(self.provider_id)

    @property
    def estimate_text(self) -> str:
        """What was expected before: "≈ $0.013", "at least $0.053", "unknown"."""
        return estimate_text(
            self.estimate_usd,
            self.estimate_low_usd,
            self.estimate_high_usd,
            at_least=self.estimate_at_least,
        )

    @property
    def is_finished(self) -> bool:
        """Whatever its end: nothing more will be sent for it."""
        return self.state not in self.UNFINISHED


class ControlledKey(models.Model):
    """Runs that differ in one variable share a key: see ``imaging.fingerprint``.

    One row for each variable but the prompt that the request sets, three or four in
    most cases.
    """

    generation = models.ForeignKey(
        Generation, models.CASCADE, related_name="controlled_keys"
    )
    key = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key:x}"


class GenerationSource(models.Model):
    """A file that a generation starts from, in its role and order."""

    class Role(models.TextChoices):
        IMAGE = "image"
        MASK = "mask"
        MARKUP = "markup"

    generation = models.ForeignKey(
        Generation, models.CASCADE, related_name="generation_sources"
    )
    source = models.ForeignKey(
        SourceImage, models.PROTECT, related_name="generation_sources"
    )
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.IMAGE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["role", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "role", "position"],
                name="generation_source_position",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.position}"
