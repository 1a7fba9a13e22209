"""The grid of an experiment as its page shows it: cells, heads, and what is left."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from playground.experiments.balloting import OpenVote, open_vote
from playground.experiments.cells import Cell, GridLine, Head, Shot
from playground.experiments.describing import (
    Measures,
    Noise,
    apart,
    between,
    mean_noise,
    measures_of,
)
from playground.experiments.grid_look import Look
from playground.experiments.lost import Endings, Lost
from playground.experiments.models import Draw, Experiment
from playground.imaging.parameters import PARAMETERS
from playground.library.models import Image


class Grid:
    """All of an experiment's draws, read with a fixed number of queries."""

    def __init__(self, experiment: Experiment, look: Look | None = None) -> None:
        self.experiment = experiment
        self.look = look or Look()
        self.draws: list[Draw] = list(experiment.draws.with_pictures())
        endings = Endings(experiment)
        self.shots = [Shot(draw, endings.of(draw)) for draw in self.draws]
        self._by_cell: dict[tuple[int, int, int], list[Shot]] = {}
        for shot in self.shots:
            key = shot.draw.prompt, shot.draw.value, shot.draw.second
            self._by_cell.setdefault(key, []).append(shot)

    @cached_property
    def labels(self) -> list[str]:
        return value_labels(self.experiment.variable, self.experiment.values)

    @property
    def second_labels(self) -> list[str]:
        """One empty label where nothing varies beside the variable."""
        if not self.experiment.second:
            return [""]
        return value_labels(self.experiment.second, self.experiment.second_values)

    def cell(self, prompt: int, value: int, second: int) -> Cell:
        """By places; a cell that has no draws yet is one, too."""
        shots = self._by_cell.get((prompt, value, second), [])
        winner = self.experiment.winners.get(f"{prompt}.{second}")
        ordered = sorted(shots, key=lambda shot: shot.draw.number)
        label = f"{self.labels[value]} for: {self.experiment.prompts[prompt][:60]}"
        return Cell(
            prompt,
            value,
            second,
            tuple(ordered),
            label,
            is_winner=winner == value,
            is_spread=self.look.spread,
        )

    @cached_property
    def rows(self) -> list[tuple[int, int, str]]:
        """The prompts, each with each value of the second variable."""
        found = []
        for at, prompt in enumerate(self.experiment.prompts):
            if self.look.prompt is not None and at != self.look.prompt:
                continue
            for other, label in enumerate(self.second_labels):
                found.append((at, other, f"{prompt} · {label}" if label else prompt))
        return found

    @cached_property
    def columns(self) -> list[int]:
        """The places of the values that are shown, without those folded away."""
        return [
            at
            for at in range(len(self.experiment.values))
            if at not in self.look.hidden
        ]

    @cached_property
    def heads(self) -> list[Head]:
        """One for every value, over all prompts; those that are folded away, too."""
        picks = Counter(self.experiment.winners.values())
        noise = self._noise()
        return [
            Head(
                place=at,
                label=label,
                shots=tuple(shot for shot in self.shots if shot.draw.value == at),
                picks=picks[at],
                noise=noise.get(at),
                hidden=at in self.look.hidden,
            )
            for at, label in enumerate(self.labels)
        ]

    @property
    def lines(self) -> list[GridLine]:
        """Rows as the page shows them."""
        return self._by_value() if self.look.transpose else self._by_prompt()

    @property
    def tops(self) -> list[GridLine]:
        """What stands above the columns."""
        return self._by_prompt() if self.look.transpose else self._by_value()

    def _by_value(self) -> list[GridLine]:
        return [
            GridLine(
                self.heads[value].label,
                tuple(self.cell(p, value, s) for p, s, _ in self.rows),
                self.heads[value],
                f"v{value}",
            )
            for value in self.columns
        ]

    def _by_prompt(self) -> list[GridLine]:
        return [
            GridLine(
                label,
                tuple(self.cell(p, value, s) for value in self.columns),
                key=f"{p}.{s}",
            )
            for p, s, label in self.rows
        ]

    @cached_property
    def described(self) -> dict[int, Measures]:
        """By key of the picture, those that have been measured; costs a query."""
        return measures_of([shot.image.pk for shot in self.shots if shot.image])

    def _pairs(self, shots: Iterable[Shot]) -> list[tuple[Image, Measures]]:
        return [
            (shot.image, self.described[shot.image.pk])
            for shot in shots
            if shot.image and shot.image.pk in self.described
        ]

    def _noise(self) -> dict[int, Noise]:
        found: dict[int, list[Noise]] = {}
        for (_, value, _), shots in self._by_cell.items():
            if noise := apart(self._pairs(shots)):
                found.setdefault(value, []).append(noise)
        return {at: it for at, each in found.items() if (it := mean_noise(each))}

    @property
    def differences(self) -> list[dict[str, Any]]:
        """How far each value lies from the first one, beside the noise of both."""
        found = []
        for head in self.heads[1:]:
            measured = [
                noise
                for p, s, _ in self.rows
                if (
                    noise := between(
                        self._pairs(self.cell(p, 0, s).shots),
                        self._pairs(self.cell(p, head.place, s).shots),
                    )
                )
            ]
            floors = [it for it in (self.heads[0].noise, head.noise) if it]
            if (far := mean_noise(measured)) and (floor := mean_noise(floors)):
                found.append(
                    {
                        "one": self.heads[0].label,
                        "other": head.label,
                        "far": far,
                        "floor": floor,
                        "within": far.bits <= floor.bits * 1.1,
                    }
                )
        return found

    @property
    def done(self) -> int:
        """Draws, not cells; so are the counts below."""
        return sum(shot.state == "done" for shot in self.shots)

    @property
    def skipped(self) -> int:
        return sum(shot.state == "skipped" for shot in self.shots)

    @property
    def wanted(self) -> int:
        """How many pictures it comes to, without those that are not needed any more."""
        return len(self.shots) - self.skipped

    @cached_property
    def vote(self) -> OpenVote | None:
        """The vote that is open now."""
        return open_vote(self.experiment)

    @property
    def waits_for_votes(self) -> bool:
        """Whether nothing comes before somebody votes."""
        return self.vote is not None and not any(
            shot.state in ("queued", "running") for shot in self.shots
        )

    @property
    def waiting(self) -> int:
        """Planned ones among them."""
        return sum(shot.is_waiting for shot in self.shots)

    @property
    def failed(self) -> int:
        return sum(shot.state == "failed" for shot in self.shots)

    @cached_property
    def lost(self) -> Lost:
        """What failed, or is planned in vain."""
        return Lost(self.shots)

    @property
    def is_live(self) -> bool:
        """Whether something may still change by itself."""
        under_way = any(
            shot.state in ("queued", "running")
            or (shot.draw.alone and shot.state == "planned")
            for shot in self.shots
        )
        return under_way or self.experiment.state == "running"

    @property
    def spent_usd(self) -> Decimal:
        """What its runs have cost as far as that is known; taken pictures were paid."""
        costs = [
            run.cost_usd
            for draw in self.draws
            if (run := draw.generation) is not None and run.cost_usd is not None
        ]
        return sum(costs, Decimal(0))

    @property
    def version(self) -> str:
        """Changes when the page would look different."""
        states = "".join(shot.state[0] for shot in self.shots)
        thumbs = sum(shot.image.has_thumbnails for shot in self.shots if shot.image)
        run = self.experiment
        parts = (
            states,
            thumbs,
            run.state,
            run.stopped_because,
            sorted(run.winners.items()),
            self.vote,
            run.standing,
        )
        return hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def value_labels(variable: str, texts: Sequence[str]) -> list[str]:
    """Return values in words: no two alike, as a verdict knows them by these."""
    found = [PARAMETERS.read_words(variable, text) for text in texts]
    return [
        words if found.count(words) == 1 else f"{words} ({at})"
        for at, words in enumerate(found, 1)
    ]
