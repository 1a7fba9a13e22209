"""What a result card shows of a generation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from playground.catalog import parse_size
from playground.imaging.money import usd_paid
from playground.imaging.parameters import short_size
from playground.imaging.request import Change, ImageRequest
from playground.library.differences import changes, effective
from playground.library.facts import ToldParameter, parameters, waited_ms
from playground.library.generations import kept_images
from playground.library.models import Generation, GenerationQuerySet, Image
from playground.runs.expecting import expected_s
from playground.studio.card_words import ICONS, STATE_WORDS, error_title
from playground.studio.chips import Chip, chips

MAYBE = "may have been charged"
# For how long a page asks for small copies of what has just come.
BARE_AT_MOST = timedelta(seconds=30)


@dataclass(frozen=True)
class Shot:
    """One frame of a card: a picture, or the place of one that is to come."""

    image: Image | None
    width: int
    height: int
    position: int


@dataclass(frozen=True)
class Card:
    """Nothing is worked out before it is asked for: most cards are kept as HTML."""

    generation: Generation
    # How long it will probably take, None where nobody knows.
    expected_s: int | None = None
    # The whole list: what is missing of one is fetched for all.
    among: tuple[Generation, ...] = ()

    @cached_property
    def request(self) -> ImageRequest:
        return self.generation.request

    @cached_property
    def images(self) -> list[Image]:
        return kept_images(self.generation)

    @property
    def trashed(self) -> list[Image]:
        """Its pictures that can be put back."""
        of_run = self.generation.images.all()
        return [it for it in of_run if it.trashed_at and not it.purge_asked_at]

    @cached_property
    def shots(self) -> tuple[Shot, ...]:
        """Its pictures; until they are there, a frame for each that was asked for."""
        return _shots(self)

    @cached_property
    def changes(self) -> dict[str, Change]:
        """What differs from the picture this one was varied from."""
        if self.generation.parent_id is None:
            return {}
        prefetch_related_objects(self.among or (self.generation,), "parent__generation")
        parent = self.generation.parent
        if parent is None:
            return {}
        return changes(effective(parent.generation), effective(self.generation))

    @property
    def icon(self) -> str:
        """The mark beside the word for the state."""
        return ICONS[self.generation.state]

    @property
    def took_ms(self) -> int | None:
        """How long it was on its way, None while nobody knows."""
        sent, finished = self.generation.sent_at, self.generation.finished_at
        if sent is None or finished is None:
            return None
        return round((finished - sent).total_seconds() * 1000)

    @property
    def width(self) -> int:
        """The width of all frames beside each other, in the pixels of one."""
        return sum(shot.width for shot in self.shots)

    @cached_property
    def chips(self) -> list[Chip]:
        return chips(self.changes)

    @property
    def version(self) -> str:
        """Changes whenever the card would look different; used by the poll."""
        generation = self.generation
        return (
            f"{generation.code}.{generation.state}.{generation.partial_count}"
            f".{generation.attempts}{self._turn}{'.bare' if self.is_bare else ''}"
        )

    @property
    def _turn(self) -> str:
        turn_at = self.generation.turn_at
        return f".{turn_at.timestamp():.0f}" if turn_at else ""

    @property
    def is_awaited(self) -> bool:
        """It will look different soon, by itself."""
        return not self.generation.is_finished or self.is_bare

    @property
    def is_bare(self) -> bool:
        """Its pictures have just come and have no small copies yet, which show them as
        well: the originals weigh fifty times as much."""
        finished = self.generation.finished_at
        return (
            finished is not None
            and abs(timezone.now() - finished) < BARE_AT_MOST
            and any(it.image and not it.image.has_thumbnails for it in self.shots)
        )

    @property
    def turn_in_s(self) -> int | None:
        """Seconds until the account's limit lets it go, None where nothing holds it."""
        generation = self.generation
        if generation.state != "queued" or generation.turn_at is None:
            return None
        left = generation.turn_at - timezone.now()
        return max(1, round(left.total_seconds()))

    @property
    def is_waiting(self) -> bool:
        return not self.generation.is_finished

    @property
    def parameters(self) -> list[ToldParameter]:
        """What was asked for, and what became of it in the first picture."""
        return parameters(self.generation, self.shots[0].image if self.shots else None)

    @property
    def waited_ms(self) -> int | None:
        """None where it hardly did."""
        return waited_ms(self.generation)

    @property
    def state_words(self) -> str:
        """The state as people say it, and that it waits for another try."""
        generation = self.generation
        if generation.state == "queued" and generation.retry_at and generation.error:
            return "Waiting to try again"
        if self.turn_in_s:
            return "Waiting"  # The words beside it say what for.
        return STATE_WORDS[self.generation.state]

    @property
    def error_title(self) -> str:
        return error_title(self.generation.error or {})

    @property
    def remedy(self) -> str:
        """What to do next. The request id has its own place below it."""
        generation = self.generation
        remedy = str((generation.error or {}).get("remedy", ""))
        if generation.request_id:
            remedy = remedy.replace(generation.request_id, "the request id")
        if generation.cost_usd is not None:
            # Its receipt came: nothing is open any more.
            return remedy.replace(" The call may have been charged.", "")
        if generation.provider == "simulator":
            return re.sub(f"({MAYBE}( all the same)?)", r"\1, had it been real", remedy)
        return remedy

    @property
    def since(self) -> datetime:
        """Since when the present state lasts."""
        return self.generation.sent_at or self.generation.created_at

    @property
    def price(self) -> str:
        """The receipt's sum, or the estimate until there is one."""
        generation = self.generation
        if generation.cost_usd is not None or generation.state == "succeeded":
            prefix = "≥ " if self.is_partly_priced else ""
            return prefix + usd_paid(generation.cost_usd)
        if generation.is_finished:
            return MAYBE if self.is_doubtful else "not charged"
        estimate = generation.estimate_text
        if estimate == "unknown":
            return "price unknown"
        return estimate + self._for_how_many

    @property
    def is_doubtful(self) -> bool:
        """Whether nobody knows if it was charged. What the simulator did never was."""
        return self._is_open and self.generation.provider != "simulator"

    @property
    def would_be_doubtful(self) -> bool:
        """Whether that would not be known, had it been no simulator."""
        return self._is_open and self.generation.provider == "simulator"

    @property
    def _is_open(self) -> bool:
        run = self.generation
        billed = run.state == "unknown" or (run.error or {}).get("may_be_billed")
        return run.is_finished and run.cost_usd is None and bool(billed)

    @property
    def _for_how_many(self) -> str:
        count = len(self.shots)
        if count < 2:
            return ""
        return " for both" if count == 2 else f" for all {count}"

    @property
    def is_partly_priced(self) -> bool:
        """Something is known of what it cost, and not all."""
        receipt = self.generation.receipt or {}
        return receipt.get("complete") is False and self.generation.cost_usd is not None

    @property
    def caption(self) -> str:
        """The parameters that matter at a glance: "high · 1024×1024 · png"."""
        first = self.shots[0].image if self.shots else None
        if first is not None:
            values = (first.quality, short_size(first.size), first.output_format)
        else:
            request = self.request
            values = (
                request.quality,
                short_size(request.size),
                request.output_format,
            )
        return " · ".join(values)


def with_card_parts(generations: GenerationQuerySet) -> GenerationQuerySet:
    """Fetch all that cards need in most cases: two queries, however many cards."""
    pictures = Prefetch("images", queryset=Image.objects.order_by("position"))
    return generations.prefetch_related(pictures)


def cards(generations: Iterable[Generation]) -> list[Card]:
    """Return a card for each run; they share one query for what to expect."""
    runs = tuple(generations)
    expected = expected_s(runs)
    return [Card(run, expected.get(run.pk), runs) for run in runs]


def card(generation: Generation) -> Card:
    """Build a card from a generation fetched by ``with_card_parts``."""
    return Card(generation)


# A frame this much higher than wide would tear the grid apart; the picture is
# shown whole inside it.
MAX_FRAME_RATIO = 1.25


def _shots(card: Card) -> tuple[Shot, ...]:
    is_finished = card.generation.is_finished
    if is_finished and card.images:
        return tuple(
            Shot(
                image,
                image.width_px,
                _frame_height(image.width_px, image.height_px),
                image.position,
            )
            for image in card.images
        )
    width, height = frame_of(card.request)
    height = _frame_height(width, height)
    count = 1 if is_finished else max(card.request.n, 1)
    return tuple(Shot(None, width, height, position) for position in range(count))


def _frame_height(width: int, height: int) -> int:
    return min(height, round(width * MAX_FRAME_RATIO))


def frame_of(request: ImageRequest) -> tuple[int, int]:
    """Return the frame to hold open for a picture to come, in pixels."""
    return parse_size(request.size) or (1024, 1024)
