"""What is planned, drawn and voted."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from playground.core.codes import new_code
from playground.imaging.parameters import PARAMETERS
from playground.imaging.provider import MAX_ID
from playground.imaging.request import ImageRequest
from playground.library.models import Generation, Image
from playground.library.models.ownership import Owned, OwnedQuerySet, newest_index


class ExperimentQuerySet(OwnedQuerySet["Experiment"]):
    """Has what all rows of a workspace have, and no more."""


class Experiment(Owned):
    """One variable on purpose: its values × prompts, several draws of each.

    ``base`` is an ``ImageRequest`` as JSON. ``values`` and ``second_values`` hold
    posted text, as the parameter reads it; their places, and those of the prompts,
    name them in draws, so lists only ever grow at their end.
    """

    class State(models.TextChoices):
        """``paused``: no more draws are sent until somebody goes on."""

        RUNNING = "running"
        PAUSED = "paused"
        FINISHED = "finished"
        CANCELLED = "cancelled"

    class Mode(models.TextChoices):
        """``all`` draws, or rounds until the ``cheapest`` good enough one is known."""

        ALL = "all"
        CHEAPEST = "cheapest"

    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State.choices, default="running")
    # Why it does not go on by itself; "" where somebody paused it.
    stopped_because = models.CharField(max_length=500, blank=True)
    mode = models.CharField(max_length=12, choices=Mode.choices, default="all")

    # Who was there to be asked when it was planned and priced: ``Provider.id``.
    provider_id = models.CharField(max_length=MAX_ID, blank=True)
    base = models.JSONField()
    variable = models.CharField(max_length=40)
    values = models.JSONField()
    second = models.CharField(max_length=40, blank=True)
    second_values = models.JSONField(default=list, blank=True)
    prompts = models.JSONField()
    draws_each = models.PositiveSmallIntegerField()

    votes_planned = models.PositiveIntegerField(default=0)
    # The shares that count as equal, as [0.45, 0.55]; None: none do.
    equivalence = models.JSONField(null=True, blank=True)
    budget_usd = models.DecimalField(
        max_digits=12, decimal_places=4, null=True, blank=True
    )
    # Of "good enough, cheapest": the round it is in, and where it stands.
    round = models.PositiveSmallIntegerField(default=0)
    standing = models.JSONField(null=True, blank=True)
    # Who was taken by hand: the place of a value by "prompt.second".
    winners = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ExperimentQuerySet.as_manager()

    class Meta:
        indexes = [newest_index("workspace", name="experiment_newest")]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("experiments:experiment", args=[self.code])

    @property
    def values_text(self) -> str:
        """Its values in words, in their order."""
        return ", ".join(PARAMETERS.read_words(self.variable, it) for it in self.values)

    @property
    def request(self) -> ImageRequest:
        """The base, without the values that are varied. Read anew each time."""
        return ImageRequest.from_json(self.base)

    @property
    def is_decided(self) -> bool:
        """Whether the rounds of "good enough, cheapest" have led to an answer."""
        return bool(self.standing and self.standing["answer"] is not None)


class DrawQuerySet(models.QuerySet["Draw"]):
    """The pictures of plans, asked for or not."""

    def planned(self) -> "DrawQuerySet":
        """Keep those that nobody has asked for yet."""
        return self.filter(generation=None, image=None, problem="", skipped=False)

    def with_pictures(self) -> "DrawQuerySet":
        """Two queries for all, with the pictures in the order of the call."""
        return self.select_related("generation", "image").prefetch_related(
            models.Prefetch(
                "generation__images", Image.objects.order_by("position", "pk")
            )
        )


class Draw(models.Model):
    """One picture that is wanted: a place in the grid, and the run that fills it.

    ``image`` is a picture that existed before and was taken instead of a run.
    """

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="draws")
    # The order in which they run: cheapest value first.
    place = models.PositiveIntegerField()
    prompt = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField()
    generation = models.ForeignKey(
        Generation, models.SET_NULL, null=True, blank=True, related_name="draws"
    )
    image = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="taken_as_draws",
    )
    # Who asked for it last, and is charged; nobody: it is not sent.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # Asked for by itself: it comes although the experiment rests, and nothing else does.
    alone = models.BooleanField(default=False)
    # The run before, of unknown outcome: its picture may still come.
    doubted = models.ForeignKey(
        Generation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="doubted_draws",
    )
    # Why it could not be asked for.
    problem = models.CharField(max_length=500, blank=True)
    # Not needed any more: its value is out.
    skipped = models.BooleanField(default=False)

    objects: ClassVar[Any] = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "prompt", "value", "second", "number"],
                name="draw_once_a_place",
            )
        ]
        indexes = [
            # Workers look for these all the time, and there are hardly ever any.
            models.Index(
                fields=["experiment"],
                condition=models.Q(alone=True),
                name="draw_alone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.prompt}.{self.value}.{self.second}.{self.number}"

    @property
    def picture(self) -> Image | None:
        """The picture that is there, unless it is in the trash."""
        found = self.image
        if found is None and self.generation is not None:
            found = next(iter(self.generation.images.all()), None)
        return found if found is not None and found.trashed_at is None else None


class Ballot(models.Model):
    """A vote of a fixed size on fixed pictures.

    ``pictures`` lists ``[code, value, prompt, second]`` as they were when it was
    opened, so that what a voter is shown does not change under their hands.
    """

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="ballots")
    number = models.PositiveSmallIntegerField()
    pictures = models.JSONField()
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Too few pictures were left to go on with: its votes decide nothing.
    ended_early = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "number"], name="ballot_once_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id}/{self.number}"


class Vote(models.Model):
    """What one voter said of one pair. The same one twice is one."""

    class Choice(models.TextChoices):
        """What can be said of two pictures; the last means that neither will do."""

        LEFT = "left"
        RIGHT = "right"
        TIE = "tie"
        BOTH_BAD = "both_bad"

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=240)
    pair = models.PositiveIntegerField()
    left = models.CharField(max_length=16)
    right = models.CharField(max_length=16)
    choice = models.CharField(max_length=8, choices=Choice.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "voter", "pair"], name="vote_once_a_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.voter} {self.pair}: {self.choice}"


class Descriptor(models.Model):
    """What can be measured of a picture: its colour is on the picture itself."""

    image = models.OneToOneField(Image, models.CASCADE, related_name="descriptor")
    # Both are None for what cannot be measured: an SVG, a file that is gone.
    # The variance of the Laplacian of the grey small copy; "sharper" is more.
    sharpness = models.FloatField(null=True)
    # 64 bits, of which few differ between pictures that look alike.
    perceptual_hash = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return "" if self.perceptual_hash is None else f"{self.perceptual_hash:x}"


class BriefSetQuerySet(OwnedQuerySet["BriefSet"]):
    """Has what all rows of a workspace have, and no more."""


class BriefSet(Owned):
    """A plan to run again with other values: prompts, sources and settings."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=120)
    base = models.JSONField()
    variable = models.CharField(max_length=40)
    values = models.JSONField()
    second = models.CharField(max_length=40, blank=True)
    second_values = models.JSONField(default=list, blank=True)
    prompts = models.JSONField()
    draws_each = models.PositiveSmallIntegerField()
    # What stood beside the plan, as its form posts it: budget, votes, band, mode.
    beside = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BriefSetQuerySet.as_manager()

    class Meta:
        indexes = [newest_index("workspace", name="brief_set_newest")]

    def __str__(self) -> str:
        return self.name
