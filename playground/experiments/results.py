"""What a verdict consists of, and how it reads as JSON."""

from dataclasses import asdict, dataclass
from typing import Any

from .ballots import Scalar
from .voters import VoterFigures

DIGITS = 4


@dataclass(frozen=True)
class Interval:
    """A confidence interval of a share."""

    low: float
    high: float


@dataclass(frozen=True)
class LikeThese:
    """The interval for prompts like these, where the prompts themselves are chance."""

    low: float
    high: float
    differs: bool
    prompts: int


@dataclass(frozen=True)
class PromptVerdict:
    """What was said under one prompt; corrected for all prompts and pairs together."""

    prompt: Scalar
    preference: float
    low: float
    high: float
    settled: bool
    equivalent: bool
    votes: int
    pictures: tuple[int, int]


@dataclass(frozen=True)
class PairVerdict:
    """Two values; as it stands here when nothing was voted between them."""

    a: Scalar
    b: Scalar
    first: int
    """The place of ``a`` among the values, and that of ``b`` in ``second``."""
    second: int
    preference: float | None = None
    """The share of the votes for ``a``, ties halved: the mean over the prompts."""
    low: float = 0.0
    high: float = 1.0
    level: float = 0.95
    """Of the interval: higher when several pairs were asked about."""
    p_value: float = 1.0
    settled: bool = False
    """One is better, or both are practically equal."""
    differs: bool = False
    equivalent: bool = False
    needed_per_value: int | None = None
    """About how many more pictures of each would settle it; None: cannot be said."""
    needed_for_equal: tuple[float, float] | None = None
    """The band they would show it to be in; None: they would show the difference."""
    votes: int = 0
    first_left: int = 0
    """How many votes had the first value on the left."""
    ties: int = 0
    both_bad: int = 0
    pictures: tuple[int, int] = (0, 0)
    """How many pictures of each were voted on."""
    by_vote: Interval | None = None
    """As if each vote were of pictures of its own: a footnote, always too narrow."""
    like_these: LikeThese | None = None
    prompts: tuple[PromptVerdict, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What all votes together say."""

    settled: bool
    """The best is known, or all that were compared are practically equal."""
    pairs: tuple[PairVerdict, ...]
    best: Scalar | None
    """The value to take: better than each other one, or equal and cheaper."""
    sentence: str
    voters: tuple[VoterFigures, ...]
    method: str
    warnings: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Return what JSON can hold, numbers rounded to what they are worth."""
        data: dict[str, Any] = _rounded(asdict(self))
        for pair in data["pairs"]:
            del pair["first"], pair["second"]
        return data


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, DIGITS) if isinstance(value, float) else value
