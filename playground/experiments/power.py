"""What a design can find: computed before anything is paid.

Pictures are taken to differ as in ``docs/compare.md``: quality on the logit scale, normal,
standard deviation 1 among the draws of a value; one vote in ten is a tie. A difference of "80/20" is one at which
of two random pictures that of the better value is really the better in 80 of 100 cases;
voters, who are unsure about close ones, then choose it in about 69.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import expit, nctdtr, ndtri, stdtrit

from playground.core.units import count_text

from .shares import FOLLOWS, Numbers

OFTEN = 0.8
"""How often a difference has to be found to count as one that the design finds."""
LARGEST = 0.999
POINTS = 40
TIES = 0.1


@dataclass(frozen=True)
class StudyDesign:
    """What is planned: pictures of each value under each prompt, and votes on them."""

    draws: int
    prompts: int = 1
    values: int = 2
    votes: int | None = None
    """Of each two values under each prompt; None: every two pictures meet once."""

    @property
    def votes_each(self) -> int:
        """Votes for two values and one prompt: every two draws, where not fixed."""
        return self.draws**2 if self.votes is None else self.votes

    @property
    def level(self) -> float:
        """Return the level of the strictest question, as Holm asks it."""
        pairs = self.values * (self.values - 1) // 2
        return 1 - 0.05 / max(1, pairs)


def gap(better: float) -> float:
    """Return the distance of two values whose pictures are better this often."""
    return float(2**0.5 * ndtri(better))


@lru_cache(maxsize=512)
def parts(distance: float) -> tuple[float, float, float, float]:
    """Return the share of votes and its variance by picture, by meeting and by vote.

    The variance by picture is that of both values together.
    """
    points, weights = np.polynomial.hermite_e.hermegauss(POINTS)
    weights = weights / weights.sum()
    wins: Numbers = expit(distance + points[:, None] - points[None, :])
    score = TIES / 2 + (1 - TIES) * wins
    share = float(weights @ score @ weights)
    first, second = score @ weights, weights @ score
    by_picture = float(weights @ first**2 + weights @ second**2 - 2 * share**2)
    whole = float(weights @ score**2 @ weights - share**2)
    by_vote = float(weights @ (TIES / 4 + (1 - TIES) * wins - score**2) @ weights)
    return share, by_picture, whole - by_picture, by_vote


def share_of_votes(better: float) -> float:
    """Return the share of votes at a difference of so much to so much."""
    return parts(gap(better))[0]


def chance_to_find(design: StudyDesign, better: float) -> float:
    """Return how often this design calls a difference of that size."""
    share, by_picture, by_meeting, by_vote = parts(gap(better))
    draws, votes = design.draws, design.votes_each
    freedom = design.prompts * (draws - 1) if draws > 1 else design.prompts - 1
    if freedom < 1 or votes < 1:
        return 0.0
    met = min(votes, draws**2)
    variance = by_picture / draws + by_meeting / met + by_vote / votes
    far = (share - 0.5) / (variance / design.prompts) ** 0.5
    # The verdict takes a larger variance than the one seen: see Share.spread.
    wider = (FOLLOWS / 4 / (share * (1 - share)) + 1 - FOLLOWS) ** 0.5
    # Where pictures are few its variance is not less than the votes alone would give,
    # which is more than there is. Fitted to the benchmark.
    units = draws if draws > 1 else design.prompts
    wider *= 1 + 0.2 / units + 0.8 / units**2
    critical = stdtrit(freedom, (1 + design.level) / 2) * wider
    return float(1 - nctdtr(freedom, far, critical))


@lru_cache(maxsize=512)
def smallest_found(design: StudyDesign) -> float | None:
    """Return the smallest difference found four times in five; None if none is."""
    low, high = 0.5, LARGEST
    if chance_to_find(design, high) < OFTEN:
        return None
    while high - low > 0.0005:
        middle = (low + high) / 2
        if chance_to_find(design, middle) < OFTEN:
            low = middle
        else:
            high = middle
    return high


def sentence(design: StudyDesign) -> str:
    """Say what a plan can find, before it is paid for."""
    plan = (
        f"{count_text(design.draws, 'draw')} × {count_text(design.prompts, 'prompt')}"
    )
    found = smallest_found(design)
    if found is None:
        return (
            f"{plan} cannot show which value is better, however clear it is; "
            "it is good for a first look."
        )
    odds = f"{_odds(found)} (about {round(100 * share_of_votes(found))} % of the votes)"
    size = next(name for most, name in SIZES if found <= most)
    return f"{plan} shows {size}: it finds {odds} about four times in five."


SIZES = (
    (0.65, "even small differences"),
    (0.75, "moderate differences"),
    (0.85, "clear differences"),
    (0.93, "only large differences"),
    (1.0, "only very large differences"),
)


def _odds(better: float) -> str:
    # Rounded up: what is promised has to hold.
    percent = min(99, int(np.ceil(100 * better)))
    return f"a {percent}/{100 - percent} preference"
