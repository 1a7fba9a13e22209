"""Who plays the subject of a picture."""

import math
from dataclasses import dataclass
from typing import Any

from playground.simulator.painter import figures
from playground.simulator.painter.brief import SUBJECTS, Brief
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.elements.plants import ARRANGED
from playground.simulator.painter.figures import Place
from playground.simulator.painter.palettes import COLOURS
from playground.simulator.painter.stage import Stage


@dataclass(frozen=True)
class Hero:
    """The subject of a picture: which artwork plays it, and where it is at home."""

    name: str
    art: str
    home: str
    roles: dict[str, str]
    said: dict[str, Any]

    def draw(self, stage: Stage, x: float, y: float, size: float) -> None:
        """Into the square around a point, a little different with every draw."""
        roll = stage.roll("hero")
        flip = self.said.get("flip", True) and stage.always("side").chance(0.5)
        beat = math.sin(math.tau * stage.phase)
        motion = self.said.get("motion", "bob")
        turn = roll.around(0, self.said.get("tilt", 2.5))
        turn += 2.5 * beat if motion == "sway" else 0
        y += size * 0.014 * beat if motion == "bob" else 0
        size *= self.said.get("size", 1.0)
        place = Place((x, y), size, turn, flip)
        if self.art in ARRANGED:
            ARRANGED[self.art](stage, place, self.roles, roll)
        else:
            figures.draw(stage, self.art, place, self.roles)


def hero_for(brief: Brief, stable: Roll) -> Hero | None:
    """Who plays the first subject that stands for itself, if there is one."""
    name = next((s for s in brief.subjects if "home" in SUBJECTS[s]), "")
    if not name:
        return None
    said = SUBJECTS[name]
    fitting = [one for one in said["art"] if "when" in one and _fits(brief, one)]
    options = fitting[:1] or [one for one in said["art"] if "when" not in one]
    chosen = stable.pick(options)
    roles = dict(chosen.get("roles", {}))
    if "tinted" in said:
        colour = brief.colour_of(said.get("of", said["words"]))
        if not colour and "of" not in said:
            colour = next((c for c in COLOURS if c in brief.words), "")
        if colour:
            roles[said["tinted"]] = f"#{COLOURS[colour]}"
    return Hero(name, stable.pick(chosen["art"]), said["home"], roles, said)


def _fits(brief: Brief, one: dict[str, Any]) -> bool:
    return all(brief.has(words) for words in one["when"])
