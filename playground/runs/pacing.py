"""Sending no more than the account's tier allows, by all workers together.

What a pool of models takes a minute comes from the catalogue, by the account's tier;
without one nothing is held back until a server refuses. The counts are rows that the
claim locks, so that two workers never use the same place.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from playground.catalog import catalog
from playground.imaging.estimating import output_tokens
from playground.imaging.request import ImageRequest
from playground.library.models import Generation
from playground.runs.buckets import MINUTE_S, Bucket, Flow
from playground.runs.models import Pool
from playground.runs.tier import tier_in_force

# What "auto" may become: the more of what has been seen.
AUTO_SIZE = "1024x1536"
AUTO_QUALITY = "high"
# The name by which refusals call the models that share a limit.
SHARED = "gpt-image"
# No refusal holds a pool up for longer.
LONGEST_BLOCK_S = 900.0


class Pacer:
    """The pools of one claim; used inside its transaction."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self._flows: dict[str, Flow] = {}
        self._ahead: dict[str, Flow] = {}
        self._used: set[str] = set()

    @cached_property
    def tier(self) -> str:
        """Read once: all of a claim goes by the same one."""
        return tier_in_force()

    def turn(self, generation: Generation) -> datetime | None:
        """Take a place for this run; None when it may go now, else when about.

        Later runs of the same pool then wait behind it.
        """
        name = _pool_of(generation)
        if name is None:
            return None
        flow = self._flow(name, generation)
        if flow is None:
            return None
        images, tokens = _needs(generation.request)
        if name not in self._ahead and flow.moment(images, tokens) <= self.now:
            flow.take(images, tokens)
            self._used.add(name)
            return None
        ahead = self._ahead.setdefault(name, _copy(flow))
        moment = max(ahead.moment(images, tokens), self.now + timedelta(seconds=0.1))
        ahead.go_on(moment)
        ahead.take(images, tokens)
        return moment

    def save(self) -> None:
        """Write the pools that something was taken from; in the same transaction."""
        for name in self._used:
            _write(name, self._flows[name])

    def _hold(self) -> None:
        """Lock all pools there are, in one order: runs come in any.

        Two claims that each held one would wait for each other.
        """
        if not self._flows:
            list(Pool.objects.select_for_update().order_by("name").only("name"))

    def _flow(self, name: str, generation: Generation) -> Flow | None:
        """Return the locked pool, None where nothing limits it."""
        if name not in self._flows:
            limits = _limits_of(generation.model, self.tier)
            if limits is None and not Pool.objects.filter(name=name).exists():
                return None
            self._hold()
            flow, was_at = _locked(name, limits or (None, None), self.now)
            self._flows[name] = flow
            if was_at > self.now:
                # The clock was set back: time counts from now on.
                self._used.add(name)
        return self._flows[name]


def seconds_at_pace(requests: Iterable[tuple[ImageRequest, int]], kind: str) -> float:
    """Return how long the account's tier makes so many calls of each take, at least.

    A minute's worth can go at once. Zero where nothing limits them.
    """
    # All models that have limits share them: see ``_pool_of``.
    allowed: tuple[int | None, int | None] = (None, None)
    tier = "" if kind == "simulator" else tier_in_force()
    images = tokens = 0.0
    for request, calls in requests:
        found = _limits_of(request.model, tier)
        if found is None:
            continue
        allowed = allowed if any(allowed) else found
        each = _needs(request)
        images, tokens = images + calls * each[0], tokens + calls * each[1]
    waits = [
        (count - per_minute) * MINUTE_S / per_minute
        for count, per_minute in zip((tokens, images), allowed, strict=True)
        if per_minute
    ]
    return max([0.0, *waits])


def slow_down(generation: Generation, wait_s: float) -> None:
    """Note that a server has refused for now: its whole pool waits, then goes slower."""
    name = _pool_of(generation)
    if name is None:
        return
    now = timezone.now()
    with transaction.atomic():
        limits = _limits_of(generation.model, tier_in_force())
        flow, _ = _locked(name, limits or (None, None), now)
        flow.slow_down(now, min(wait_s, LONGEST_BLOCK_S))
        _write(name, flow)


def correct(generation: Generation, usage: Mapping[str, Any] | None) -> None:
    """Tell the pool what a run has really used, where its turn went by an estimate.

    One statement, so that whoever keeps a picture waits for nobody's turn for long.
    """
    name, used = _pool_of(generation), (usage or {}).get("total_tokens")
    if name is None:
        return
    if not isinstance(used, int) or isinstance(used, bool) or used < 0:
        return
    limits = _limits_of(generation.model, tier_in_force())
    if limits is None or limits[0] is None:
        return
    # A turn takes a minute's worth at most, and an answer may say anything.
    most = float(limits[0])
    _, taken = _needs(generation.request)
    more = min(float(used), most) - min(taken, most)
    if more:
        Pool.objects.filter(name=name).update(tokens_left=F("tokens_left") - more)


def _pool_of(generation: Generation) -> str | None:
    """Name who shares a limit with this run; None for the simulator, which has none."""
    if generation.provider == "simulator":
        return None
    model = catalog().get(generation.model)
    shared = model is not None and model.rate_limits
    return f"{generation.provider_id}:{SHARED if shared else generation.model}"[:200]


def _limits_of(name: str, tier: str) -> tuple[int | None, int | None] | None:
    """Return tokens and images a minute, None where they are not known.

    Those of the model, or of the others that share its pool.

    What is published of a model may leave out a tier; its pool is the same one.
    """
    model = catalog().get(name)
    if not tier or model is None or not model.rate_limits:
        return None
    sharing = (
        other.rate_limits.get(tier)
        for other in catalog().models.values()
        if other.rate_limits
    )
    return model.rate_limits.get(tier) or next(filter(None, sharing), None)


def _needs(request: ImageRequest) -> tuple[float, float]:
    size = AUTO_SIZE if request.size == "auto" else request.size
    quality = AUTO_QUALITY if request.quality == "auto" else request.quality
    tokens = output_tokens(request.model, size, quality) or 0
    return float(request.n), float(request.n * tokens)


def _locked(
    name: str, limits: tuple[int | None, int | None], now: datetime
) -> tuple[Flow, datetime]:
    """Return the pool as it is now, and when it was last written."""
    tokens, images = limits
    Pool.objects.get_or_create(
        name=name,
        defaults={"images_left": images or 0, "tokens_left": tokens or 0, "at": now},
    )
    row = Pool.objects.select_for_update().get(name=name)
    flow = Flow(
        Bucket(images, row.images_left, row.at),
        Bucket(tokens, row.tokens_left, row.at),
        row.slowness,
        row.slowed_at,
        _believable(row.blocked_until, now),
    )
    flow.go_on(now)
    return flow, row.at


def _believable(moment: datetime | None, now: datetime) -> datetime | None:
    """Return a wait that can have been meant; longer ones come from another clock."""
    longest = timedelta(seconds=LONGEST_BLOCK_S)
    return moment if moment and moment - now <= longest else None


def _copy(flow: Flow) -> Flow:
    return Flow(
        Bucket(flow.images.per_minute, flow.images.left, flow.images.at),
        Bucket(flow.tokens.per_minute, flow.tokens.left, flow.tokens.at),
        flow.slowness,
        flow.slowed_at,
        flow.blocked_until,
    )


def _write(name: str, flow: Flow) -> None:
    Pool.objects.filter(name=name).update(
        images_left=flow.images.left,
        tokens_left=flow.tokens.left,
        at=flow.images.at,
        slowness=flow.slowness,
        slowed_at=flow.slowed_at,
        blocked_until=flow.blocked_until,
    )
