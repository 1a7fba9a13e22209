"""A verdict in words."""

from collections.abc import Sequence
from decimal import Decimal

from playground.imaging.money import usd_text

from .ballots import Ballots, BallotValue, key
from .figures import edge, is_same, part, percent, rough, times
from .results import PairVerdict

NO_REASON_FROM = 0.4
"""The least share of the cheaper value at which the dearer seems not worth its price."""
NO_REASON_ABOVE = 0.25
"""Where the interval of the cheaper value reaches further down, nothing is seen yet."""
FRACTIONS = {
    1 / 2: "half the cost",
    1 / 3: "a third of the cost",
    1 / 4: "a quarter of the cost",
    1 / 5: "a fifth of the cost",
    1 / 10: "a tenth of the cost",
}
TOO_WIDE = "too wide an interval to choose by"
NEAR = 0.05
UNEVEN = 3.0
"""Standard errors by which sides may be uneven before it is said."""
MANY_BAD = 0.25
SHOWN = 3
OPEN = "Which value is best is not settled."
NONE = "No value is better than all others, or equal and cheaper."


def sentence(ballots: Ballots, pairs: Sequence[PairVerdict], best: int | None) -> str:
    """Return what to take, or what is missing to say so."""
    if len(ballots.values) < 2:
        return "With fewer than two values there is nothing to compare."
    voted = [pair for pair in pairs if pair.votes]
    if not voted:
        return "No votes between different values yet: nothing can be said."
    if len(voted) == 1:
        return _pair(ballots, voted[0])
    if best is not None:
        return _take(ballots, voted, best)
    return " ".join(_open(ballots, voted))


def headline(
    ballots: Ballots, pairs: Sequence[PairVerdict], best: int | None
) -> tuple[str, list[str]]:
    """Return what ``sentence`` says of all values, and apart from it what of pairs."""
    voted = [pair for pair in pairs if pair.votes]
    if len(ballots.values) < 2 or len(voted) < 2 or best is not None:
        return sentence(ballots, pairs, best), []
    first, *rest = _open(ballots, voted)
    return first, rest


def _take(ballots: Ballots, voted: Sequence[PairVerdict], best: int) -> str:
    """Return what the best is better than, and what it equals for less."""
    said = []
    for pair in voted:
        if best not in (pair.first, pair.second):
            continue
        other = pair.second if pair.first == best else pair.first
        name = ballots.values[other].label
        how = "equal to" if pair.equivalent else "better than"
        cost = _cost(ballots.values[best], ballots.values[other])
        said.append(f"{how} {name} ({_share(pair, pair.first == best)}){cost}")
    return f"{ballots.values[best].label} is the one to take: {_list(said)}."


def _open(ballots: Ballots, voted: Sequence[PairVerdict]) -> list[str]:
    """Return who is out, and what is open between those who are not."""
    out: dict[int, PairVerdict] = {}
    for pair in voted:
        if pair.differs and not pair.equivalent:
            loser = pair.second if (pair.preference or 0) > 0.5 else pair.first
            out.setdefault(loser, pair)
    said = [NONE if all(pair.settled for pair in voted) else OPEN]
    said += [_pair(ballots, pair) for pair in out.values()]
    rest = [pair for pair in voted if not {pair.first, pair.second} & set(out)]
    said += [_pair(ballots, pair, named=True) for pair in rest[:SHOWN]]
    if len(rest) > SHOWN:
        said.append(f"{len(rest) - SHOWN} more pairs stand in the table.")
    return said


def _pair(ballots: Ballots, pair: PairVerdict, named: bool = False) -> str:
    first = _first_is_subject(ballots, pair)
    places = (pair.first, pair.second) if first else (pair.second, pair.first)
    one, other = (ballots.values[place] for place in places)
    preference = pair.preference or 0.0
    preferred = preference if first else 1 - preference
    text = f"{one.label} was preferred in {_share(pair, first)}"
    cost = _cost(one, other)
    reason = f"no reason seen to pay for {other.label}"
    saves = _cheaper(one, other)
    if pair.differs and not pair.equivalent:
        return f"{text} over {other.label}{cost}.{_like_these(pair, first)}"
    if pair.equivalent:
        text += f", practically equal to {other.label}{cost}"
        text += f": {reason}." if saves else "."
        return text + _like_these(pair, first)
    if saves and preferred >= NO_REASON_FROM:
        low = pair.low if first else 1 - pair.high
        seen = low >= NO_REASON_ABOVE
        over = f" over {other.label}" if named or not seen else ""
        text += f"{over}{cost}: {reason if seen else TOO_WIDE}"
    else:
        text += f" over {other.label}{cost}"
    return f"{text}. {_missing(pair, one, other)}"


def _first_is_subject(ballots: Ballots, pair: PairVerdict) -> bool:
    """Tell whom to speak of: the better one, or where none is, the cheaper one."""
    ahead = (pair.preference or 0.0) >= 0.5
    if pair.differs and not pair.equivalent:
        return ahead
    first, second = ballots.values[pair.first], ballots.values[pair.second]
    if _cheaper(first, second):
        return True
    return False if _cheaper(second, first) else ahead


def _like_these(pair: PairVerdict, of_first: bool) -> str:
    """Return the wider interval, to follow one that is for these prompts alone."""
    if pair.like_these is None:
        return ""
    low, high = pair.like_these.low, pair.like_these.high
    if not of_first:
        low, high = 1 - high, 1 - low
    return f" For prompts like these: [{percent(low)}–{percent(high)}]."


def _missing(pair: PairVerdict, one: BallotValue, other: BallotValue) -> str:
    if min(pair.pictures) < 2:
        return (
            "Not settled: one picture a value says nothing about the value; "
            "at least four of each are needed."
        )
    if pair.needed_per_value is None:
        return "Not settled: thousands of pictures would not be enough."
    more = pair.needed_per_value
    pictures = "picture" if more == 1 else "pictures"
    would = "would be needed"
    if pair.needed_for_equal:
        low, high = map(edge, pair.needed_for_equal)
        would = f"would show them equal within {low} to {high} %"
    price = ""
    if one.cost_usd is not None and other.cost_usd is not None:
        usd = Decimal(more * (one.cost_usd + other.cost_usd))
        price = f", for about {usd_text(usd)}"
    return f"Not settled: about {rough(more)} more {pictures} a value {would}{price}."


def _share(pair: PairVerdict, of_first: bool) -> str:
    """Return a share with its interval: 46 % [31–62]."""
    preference, low, high = pair.preference or 0.0, pair.low, pair.high
    if not of_first:
        preference, low, high = 1 - preference, 1 - high, 1 - low
    return f"{percent(preference)} % [{percent(low)}–{percent(high)}]"


def _cheaper(one: BallotValue, other: BallotValue) -> bool:
    if one.cost_usd is None or other.cost_usd is None:
        return False
    # Receipts of one price differ by a hair.
    is_one = other.cost_usd > 0 and is_same(one.cost_usd / other.cost_usd)
    return one.cost_usd < other.cost_usd and not is_one


def _cost(one: BallotValue, other: BallotValue) -> str:
    """Return what one costs beside the other, to follow a sentence; empty if unknown."""
    if one.cost_usd is None or other.cost_usd is None:
        return ""
    if one.cost_usd == other.cost_usd:
        return " at the same cost"
    if one.cost_usd == 0:
        return " at no cost"
    if other.cost_usd == 0:
        return f", which is free, at ${one.cost_usd:g} a picture"
    ratio = one.cost_usd / other.cost_usd
    if is_same(ratio):
        return " at about the same cost"
    if ratio > 1:
        return f" at {times(ratio)} times the cost"
    for fraction, name in FRACTIONS.items():
        if abs(ratio / fraction - 1) < NEAR:
            return f" at {name}"
    return f" at {part(ratio)} of the cost"


def _list(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def method(pairs: int, band: tuple[float, float] | None) -> str:
    """Return how the figures came about."""
    text = (
        "Preference: mean over the prompts of the share of votes, ties and both bad half "
        "each, what a voter was asked twice counted once. Interval: 95 %, with the "
        "picture as the random unit (these prompts, other draws, these voters), Student's "
        "t with prompts × (draws − 1) degrees of freedom; for prompts like these: with the "
        "prompt as the random unit, from five prompts on; by vote: Wilson's, as if every "
        "vote were independent."
    )
    if pairs > 1:
        text += f" {pairs} pairs: Holm's correction, also in the intervals."
    if band:
        low, high = map(edge, band)
        text += f" Equal: the interval lies within {low} to {high} %."
    return text


def warnings(ballots: Ballots, pairs: Sequence[PairVerdict]) -> tuple[str, ...]:
    """Return what a reader should know before trusting the figures."""
    drawn = {key(picture.value) for picture in ballots.pictures}
    said = [
        f"{value.label} has no pictures and is not compared."
        for value in ballots.values
        if key(value.value) not in drawn
    ]
    for pair in pairs:
        names = _list([ballots.values[at].label for at in (pair.first, pair.second)])
        if pair.votes and min(pair.pictures) < 2:
            said.append(f"{names}: one picture of a value; more votes cannot help.")
        if not pair.votes and {key(pair.a), key(pair.b)} <= drawn:
            said.append(f"{names}: no votes between them.")
        if pair.votes and pair.both_bad >= MANY_BAD * pair.votes:
            said.append(
                f"{names}: both were bad in {pair.both_bad} of {pair.votes} votes."
            )
        if pair.votes and _uneven(pair):
            said.append(
                f"{names}: the sides were not by coin; a voter's side bias may be in this."
            )
    return tuple(said)


def _uneven(pair: PairVerdict) -> bool:
    """Tell whether the first value was on one side more often than a coin would do."""
    away = abs(pair.first_left - pair.votes / 2)
    return pair.votes >= 10 and away > UNEVEN * pair.votes**0.5 / 2
