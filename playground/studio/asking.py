"""What is about to be started, said before it costs anything: how many, how much.

A key or a button for a paid action opens such a question; its own button says the sum.
Above ``PLAYGROUND_CONFIRM_ABOVE_USD`` the sum has to be confirmed as well, and so have
several pictures whose price is not known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from playground.core.units import count_text
from playground.imaging.context import RequestContext
from playground.imaging.ending import Ended, ended
from playground.imaging.estimating import estimate_text
from playground.imaging.money import usd_text
from playground.imaging.request import ImageRequest
from playground.runs.seen import is_more_than, must_be_confirmed, seen_text

MAX_N = 10


@dataclass(frozen=True)
class Total:
    """What some runs will make and cost together.

    ``low_usd`` and ``high_usd`` bound what is known of the price; ``unpriced``
    counts the pictures whose price is not known at all.
    """

    runs: int
    pictures: int
    low_usd: Decimal
    high_usd: Decimal
    unpriced: int
    at_least: bool = False

    @property
    def price(self) -> str:
        """The figure for a button: "≈ $0.12", "at least $0.12", "price unknown"."""
        if self.unpriced == self.pictures:
            return "price unknown"
        if self.unpriced or self.at_least:
            return f"at least {usd_text(self.low_usd)}"
        same = self.low_usd if self.low_usd == self.high_usd else None
        return estimate_text(same, self.low_usd, self.high_usd)

    @property
    def count(self) -> str:
        return count_text(self.pictures, "picture")

    def must_be_confirmed(self, confirmed: str = "") -> bool:
        """Whether it is asked for twice, and is not what was confirmed already."""
        return must_be_confirmed(self.high_usd, self.unpriced, confirmed)

    def is_more_than(self, seen: str | None) -> bool:
        """Whether it costs more than what stood on the button, where something did."""
        return is_more_than(seen, self.high_usd, self.unpriced)

    @property
    def seen(self) -> str:
        """What a form posts to say which sum stood on its button."""
        return seen_text(self.high_usd, self.unpriced)

    @property
    def why_twice(self) -> str:
        """Say why it is asked for twice."""
        limit = Decimal(settings.PLAYGROUND_CONFIRM_ABOVE_USD)
        if self.high_usd > limit:
            return f"This costs more than {usd_text(limit)}."
        return "Nobody knows yet what this costs."


def total_of(requests: Sequence[ImageRequest], *, context: RequestContext) -> Total:
    """Add up what these requests will cost, on the day and with the files of one."""
    return total_of_all([context.of(request) for request in requests])


def total_of_all(contexts: Sequence[RequestContext]) -> Total:
    """Add up what requests will cost that have files of their own."""
    prices = [each.estimate for each in contexts]
    low = [price.low_usd for price in prices if price.low_usd is not None]
    high = [price.high_usd for price in prices if price.high_usd is not None]
    unpriced = [
        each.request.n
        for each, price in zip(contexts, prices, strict=True)
        if price.high_usd is None
    ]
    return Total(
        runs=len(contexts),
        pictures=sum(each.request.n for each in contexts),
        low_usd=sum(low, Decimal(0)),
        high_usd=sum(high, Decimal(0)),
        unpriced=sum(unpriced),
        at_least=any(price.at_least for price in prices),
    )


@dataclass(frozen=True)
class AskedValue:
    """One value that can be run beside others."""

    value: str
    label: str
    price: str
    chosen: bool


@dataclass(frozen=True)
class Ask:
    """A question before a paid action.

    ``verb`` stands on its button, ``name`` is the parameter whose ``values`` can be
    chosen, ``hidden`` is posted along, ``facts`` are the words under the title. Where
    the request asks for a model that has ``ended`` there is nothing to run: ``way_out``
    leads to its successor, an address that takes a post if ``way_out_posts``. ``grown``
    is True where it costs more by now than its button said.
    """

    title: str
    action: str
    verb: str
    n: int
    total: Total
    facts: str = ""
    name: str = ""
    values: tuple[AskedValue, ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    confirm: bool = False
    grown: bool = False
    problem: str = ""
    asks_n: bool = True
    ended: Ended | None = None
    way_out: str = ""
    way_out_posts: bool = False

    @property
    def can_run(self) -> bool:
        return self.total.runs > 0


def ended_of(context: RequestContext) -> Ended | None:
    """Return what of a request's models has ended on its day."""
    return ended(context.request, day=context.day, provider=context.provider)


def n_from(text: str | None) -> int:
    """Read how many pictures a run makes; one where that is not said."""
    if text and text.isascii() and text.isdigit() and len(text) < 4:
        n = int(text)
        return n if 1 <= n <= MAX_N else 1
    return 1
