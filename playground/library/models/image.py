"""Every picture that came back, with what the gallery needs in columns."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone

from playground.catalog.model import MODEL_NAME_MAX_CHARS
from playground.core.codes import new_code
from playground.imaging.parameters import PARAMETERS
from playground.library.models.ownership import Owned, OwnedQuerySet, newest_index

KEPT = models.Q(trashed_at=None)
TRASHED = models.Q(trashed_at__isnull=False)


def is_kept(path: str) -> models.Q:
    """The condition that the picture which a path leads to is not in the trash."""
    return models.Q(**{f"{path}__trashed_at": None})


def _sorted(field: str) -> models.Index:
    return models.Index(
        "workspace",
        models.F(field).desc(),
        models.F("id").desc(),
        condition=KEPT,
        name=f"image_by_{field}",
    )


class ImageQuerySet(OwnedQuerySet["Image"]):
    """Pictures, those in the trash among them unless told otherwise."""

    def kept(self) -> "ImageQuerySet":
        """Leave out what lies in the trash."""
        return self.filter(KEPT)

    def trashed(self) -> "ImageQuerySet":
        """Keep only what lies in the trash, and is not being deleted for good."""
        return self.filter(TRASHED, purge_asked_at=None)


class Image(Owned):
    """One picture: what was resolved, its file's facts, its share of the cost.

    The parameter columns hold what the API says it did, and what was asked for
    where it does not say. ``size`` is ``WIDTHxHEIGHT`` as resolved, ``width_px``
    and ``height_px`` are measured from the file. ``cost_usd`` is None when the
    price is unknown; ``cost_is_share`` marks a share of a call with several
    pictures, since usage is told per call only.
    """

    class Format(models.TextChoices):
        """What a file can be, by the API's names."""

        PNG = "png"
        JPEG = "jpeg"
        WEBP = "webp"
        GIF = "gif"
        SVG = "svg"

    class Flag(models.TextChoices):
        NONE = "", "Unjudged"
        PICK = "pick", "Picked"
        REJECT = "reject", "Rejected"

    code = models.CharField(max_length=16, unique=True, default=new_code)
    generation = models.ForeignKey(
        "library.Generation", models.CASCADE, related_name="images", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    # Repeated from the run, so that one index finds and orders.
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offspring",
        db_index=False,
    )
    fingerprint = models.BigIntegerField(editable=False)
    prompt_hash = models.BigIntegerField(editable=False)
    # The fingerprint without the prompt.
    settings_hash = models.BigIntegerField(editable=False)

    # Asked and resolved.
    prompt = models.TextField()
    revised_prompt = models.TextField(blank=True)
    model = models.CharField(max_length=MODEL_NAME_MAX_CHARS)
    route = models.CharField(max_length=16)
    size = models.CharField(max_length=16)
    quality = models.CharField(max_length=16)
    background = models.CharField(max_length=16)
    output_format = models.CharField(max_length=8, choices=Format.choices)
    # As the API told them: model, size, quality, background, output_format,
    # each None where it did not.
    resolved = models.JSONField(default=dict)

    # The file, original bytes unchanged.
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    # Width times height, to order by; set on insert.
    pixels = models.PositiveBigIntegerField(editable=False)
    has_alpha = models.BooleanField(default=False)
    frame_count = models.PositiveSmallIntegerField(default=1)
    # "#rrggbb", fills the tile before its thumbnail is there.
    colour = models.CharField(max_length=7, default="#808080")
    has_thumbnails = models.BooleanField(default=False)

    cost_usd = models.DecimalField(
        max_digits=12, decimal_places=8, null=True, blank=True
    )
    cost_is_share = models.BooleanField(default=False)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)
    # The id of the image_generation_call on the Responses route.
    item_id = models.CharField(max_length=100, blank=True)

    # What a person decided. Written through ``library.deciding``.
    flag = models.CharField(
        max_length=6, choices=Flag.choices, default=Flag.NONE, blank=True
    )
    stars = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    trashed_at = models.DateTimeField(null=True, blank=True)
    # Deleted for good: asked for, and done. Then only the file is gone; the row stays,
    # since lineage and bills speak of it.
    purge_asked_at = models.DateTimeField(null=True, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        indexes = [
            # The gallery, and the figures in the headings of its days.
            newest_index("workspace", name="image_kept", condition=KEPT),
            newest_index("workspace", name="image_trashed", condition=TRASHED),
            # Its other orders, both ways round.
            _sorted("stars"),
            _sorted("cost_usd"),
            _sorted("duration_ms"),
            _sorted("pixels"),
            # Pictures that belong together, newest first.
            newest_index("parent", name="image_children"),
            newest_index("workspace", "fingerprint", name="image_same_request"),
            newest_index("workspace", "prompt_hash", name="image_same_prompt"),
            newest_index("workspace", "settings_hash", name="image_same_settings"),
            # The same file: a source that a picture was taken from, an import.
            models.Index("workspace", "sha256", name="image_same_file"),
            # What is to be deleted for good, and what lies in the trash too long.
            models.Index(
                "purge_asked_at",
                condition=models.Q(purge_asked_at__isnull=False, purged_at=None),
                name="image_to_purge",
            ),
            models.Index(
                "trashed_at",
                condition=models.Q(trashed_at__isnull=False, purge_asked_at=None),
                name="image_trashed_long",
            ),
            # The sweep for thumbnails that a dead worker has left.
            models.Index(
                "created_at",
                condition=models.Q(has_thumbnails=False),
                name="image_without_thumbnails",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "position"], name="image_generation_position"
            ),
            models.CheckConstraint(
                condition=models.Q(width_px__gt=0, height_px__gt=0),
                name="image_has_an_area",
            ),
            models.CheckConstraint(
                condition=models.Q(stars__lte=5), name="image_five_stars_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.prompt[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes ``pixels`` with the first save only."""
        if self._state.adding:
            self.pixels = self.width_px * self.height_px
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("gallery:image", args=[self.code])

    @property
    def parameters(self) -> dict[str, Any]:
        """The resolved parameters and all others that were set, for JSON.

        Reads ``generation``.
        """
        resolved = {name: getattr(self, name) for name in (*PARAMETERS.echoed, "route")}
        return (
            chosen_settings(self.generation.requested, PARAMETERS.defaults) | resolved
        )


def chosen_settings(
    requested: dict[str, Any], defaults: dict[str, Any]
) -> dict[str, Any]:
    """Return what of a request was set, but for what it is of.

    ``defaults`` are those of the table, which is read once for many pictures.
    """
    # The other way round it would look at each parameter for each of many pictures.
    return {
        name: value
        for name, value in requested.items()
        if name in defaults and value != defaults[name]
    }
