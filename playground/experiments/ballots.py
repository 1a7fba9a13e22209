"""The votes of an experiment as they come in, checked."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

Choice = Literal["left", "right", "tie", "both_bad"]
CHOICES: tuple[Choice, ...] = ("left", "right", "tie", "both_bad")

MOST_VALUES = 200
"""Every two are compared: more would be pairs without end."""

Scalar = str | int | float | bool
"""What a value, a picture's id or a prompt may be."""

Row = TypeVar("Row")


class BadVotes(ValueError):
    """Something in the data that cannot be; says where."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


@dataclass(frozen=True)
class BallotValue:
    """One of the values that are compared."""

    value: Scalar
    cost_usd: float | None
    """What one picture costs; None where it is not known."""

    @property
    def label(self) -> str:
        """As tables and sentences write it."""
        return label(self.value)


@dataclass(frozen=True)
class BallotPicture:
    """A picture that can be voted on: of which value, under which prompt."""

    id: Scalar
    value: Scalar
    prompt: Scalar


@dataclass(frozen=True)
class BallotVote:
    """One answer. ``left`` and ``right`` are the ids of pictures."""

    left: Scalar
    right: Scalar
    choice: Choice
    voter: Scalar

    @property
    def left_score(self) -> float:
        """Return what the left picture gets: ties and both bad are half each."""
        return {"left": 1.0, "right": 0.0}.get(self.choice, 0.5)


@dataclass(frozen=True)
class Ballots:
    """All that a verdict is made from; only what has passed the checks."""

    values: tuple[BallotValue, ...]
    pictures: tuple[BallotPicture, ...]
    votes: tuple[BallotVote, ...]
    equivalence: tuple[float, float] | None = None
    """The shares that count as equal, evenly around one half."""


def label(value: Scalar) -> str:
    """Return a value as words may show it."""
    return value if isinstance(value, str) else json.dumps(value)


def key(value: Scalar) -> str:
    """Return a value as a key: true, 1 and "1" are three values, 1 and 1.0 one."""
    whole = isinstance(value, float) and value.is_integer()
    return json.dumps(int(value) if whole else value)


def ballots_from_text(text: str | bytes) -> Ballots:
    """Read the JSON of an experiment; raise BadVotes with the place of what is wrong."""
    try:
        data = json.loads(text, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadVotes("", "this is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadVotes("", f"this is not JSON: {error.msg} at {where}") from None
    except RecursionError:
        raise BadVotes("", "this JSON is nested too deeply") from None
    except ValueError as error:
        raise BadVotes("", f"this is not JSON: {error}") from None
    return ballots_from_data(data)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def ballots_from_data(data: Any) -> Ballots:
    """Check an experiment that is already in lists and dictionaries."""
    if not isinstance(data, dict):
        raise BadVotes("", "expected an object with values, pictures and votes")
    values = _rows(data, "values", _value)
    pictures = _rows(data, "pictures", _picture)
    if len(values) > MOST_VALUES:
        raise BadVotes("values", f"must be {MOST_VALUES} at most, not {len(values):,}")
    _unique("values", "value", [value.value for value in values])
    _unique("pictures", "id", [picture.id for picture in pictures])
    known = {key(value.value) for value in values}
    for at, picture in enumerate(pictures):
        if key(picture.value) not in known:
            raise BadVotes(
                f"pictures[{at}].value",
                f"{_show(picture.value)} is not among the values",
            )
    votes = _rows(data, "votes", _vote)
    _check_votes(votes, {key(picture.id): picture for picture in pictures})
    return Ballots(values, pictures, votes, _band(data.get("equivalence")))


def _rows(
    data: dict[str, Any], name: str, read: Callable[[dict[str, Any], str], Row]
) -> tuple[Row, ...]:
    rows = data.get(name)
    if rows is None:
        raise BadVotes(name, "is missing")
    if not isinstance(rows, list):
        raise BadVotes(name, "must be a list")
    found = []
    for at, row in enumerate(rows):
        path = f"{name}[{at}]"
        if not isinstance(row, dict):
            raise BadVotes(path, "must be an object")
        found.append(read(row, path))
    return tuple(found)


def _value(row: dict[str, Any], path: str) -> BallotValue:
    cost = row.get("cost_usd")
    if cost is not None:
        cost = _number(cost, f"{path}.cost_usd")
        if cost < 0:
            raise BadVotes(f"{path}.cost_usd", "must not be negative")
    return BallotValue(_scalar(row, "value", path), cost)


def _picture(row: dict[str, Any], path: str) -> BallotPicture:
    names = ("id", "value", "prompt")
    return BallotPicture(*(_scalar(row, name, path) for name in names))


def _vote(row: dict[str, Any], path: str) -> BallotVote:
    choice = row.get("choice")
    if choice not in CHOICES:
        said = _show(choice) if "choice" in row else "nothing"
        raise BadVotes(
            f"{path}.choice", f"must be one of {', '.join(CHOICES)}, not {said}"
        )
    left, right, voter = (
        _scalar(row, name, path) for name in ("left", "right", "voter")
    )
    return BallotVote(left, right, choice, voter)


def _check_votes(
    votes: tuple[BallotVote, ...], pictures: dict[str, BallotPicture]
) -> None:
    for at, vote in enumerate(votes):
        path = f"votes[{at}]"
        for side in ("left", "right"):
            name = getattr(vote, side)
            if key(name) not in pictures:
                raise BadVotes(f"{path}.{side}", f"no picture has the id {_show(name)}")
        left, right = pictures[key(vote.left)], pictures[key(vote.right)]
        if left is right:
            raise BadVotes(path, f"picture {_show(vote.left)} against itself")
        if key(left.prompt) != key(right.prompt):
            raise BadVotes(path, "the two pictures are of different prompts")


def _unique(name: str, field: str, found: list[Scalar]) -> None:
    seen: set[str] = set()
    for at, value in enumerate(found):
        if key(value) in seen:
            raise BadVotes(f"{name}[{at}].{field}", f"{_show(value)} is there twice")
        seen.add(key(value))


def _band(band: Any) -> tuple[float, float] | None:
    if band is None:
        return None
    path = "equivalence"
    if not isinstance(band, list | tuple) or len(band) != 2:
        raise BadVotes(path, "must be two numbers, as [0.45, 0.55]")
    low, high = (_number(edge, f"{path}[{at}]") for at, edge in enumerate(band))
    if not 0 <= low < 0.5 < high <= 1:
        raise BadVotes(path, "must lie around one half, between 0 and 1")
    if abs(low + high - 1) > 1e-9:
        raise BadVotes(path, "must reach as far below one half as above it")
    return low, high


def _scalar(row: dict[str, Any], name: str, path: str) -> Scalar:
    value = row.get(name)
    where = f"{path}.{name}"
    if value is None:
        raise BadVotes(where, "is missing")
    if not isinstance(value, str | int | float):
        raise BadVotes(where, "must be text or a number")
    if isinstance(value, float):
        _number(value, where)
    if isinstance(value, str) and _surrogates(value):
        raise BadVotes(where, "has characters that are no text")
    return value


def _surrogates(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _number(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadVotes(path, f"must be a number, not {_show(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not -1e300 < number < 1e300:
        raise BadVotes(path, "is no number one can reckon with")
    return number


def _show(value: Any) -> str:
    """Return what was given, short enough for a message."""
    shown = json.dumps(value, default=str)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
