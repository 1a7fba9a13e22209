"""Draws artwork: the layers of a file, turned, scaled and coloured for this picture.

A hero is the artwork that plays the subject of a picture.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playground.simulator.painter.artwork import Layer, data, layers
from playground.simulator.painter.brief import COLOURS, SUBJECTS, Brief
from playground.simulator.painter.dice import Roll
from playground.simulator.painter.paint import (
    Linear,
    Mark,
    Paint,
    Radial,
)
from playground.simulator.painter.shapes import Outline, Place
from playground.simulator.painter.stage import Stage

SMALL = 170.0
"""Artwork smaller than this is drawn without its finest layers."""


Roles = Mapping[str, str]


def draw(
    stage: Stage, name: str, place: Place, roles: Roles | None = None, within: str = ""
) -> None:
    """One artwork; the roles given win over those of the file."""
    said, roll = data(f"pictures/{name}"), stage.always(f"colours of {name}")
    # Where the file offers several colours, the prompt decides.
    own = {
        role: colours if isinstance(colours, str) else roll.pick(colours)
        for role, colours in said.get("roles", {}).items()
    }
    figure = Figure(stage, f"{within}{name}", place, {**own, **(roles or {})})
    detail = stage.detail if place.size > SMALL else min(stage.detail, 1)
    for number, layer in enumerate(layers(name)):
        if layer.shows(detail) and "use" in layer.said:
            figure.use(number, layer.said)
        elif layer.shows(detail):
            stage.canvas.draw(figure.mark(layer))


@dataclass(frozen=True)
class Figure:
    """An artwork at its place, in its colours."""

    stage: Stage
    name: str
    place: Place
    roles: Roles

    def use(self, number: int, said: dict[str, Any]) -> None:
        """Another artwork as a part of this one, a little different with every draw."""
        name, place, art = f"{self.name} {number} ", self.place, said["use"]
        roll, vary = self.stage.roll(name), said.get("vary", 0)
        art = self.roles.get(art[1:], "") if art[0] == "=" else art
        if art:
            size = said["size"] * roll.around(1, vary / 100) * place.scale
            turn = said.get("turn", 0) + roll.around(0, vary)
            turn += said.get("sway", 0) * self.stage.beat()
            turn = place.turn - turn if place.flip else place.turn + turn
            flip = place.flip != said.get("flip", False)
            part = Place(place.point(*said["at"]), size, turn, flip)
            draw(self.stage, art, part, {**self.roles, **said.get("roles", {})}, name)

    def mark(self, layer: Layer) -> Mark:
        """One layer, ready for the canvas."""
        said, place = layer.said, self.place
        return Mark(
            "line" if "line" in said else "fill",
            place.put(layer.shapes),
            self.paint(layer.paint),
            said.get("alpha", 1.0),
            said.get("width", 0.0) * place.scale,
            said.get("soft", 0.0) * place.scale,
            place.put(layer.clip) or None,
            said.get("grain", False),
        )

    def paint(self, said: Any) -> Paint:
        """A colour or gradient as a file says it, in this figure's colours and place."""
        if isinstance(said, str):
            return self.stage.colour(said, self.roles)
        given = said.get("stops")
        if given is None:
            words, start, alpha = said["fade"]
            given = ((0.0, words, 0.0), (start, words, 0.0), (1.0, words, alpha))
        stops, last = [], max(1, len(given) - 1)
        for k, one in enumerate(given):
            # A colour alone stands opaque and evenly spaced.
            at, words, *alphas = (k / last, one) if isinstance(one, str) else one
            colour = self.stage.colour(words, self.roles)
            stops.append((at, colour, alphas[0] if alphas else 1.0))
        if "line" in said:
            start, end = said["line"][:2], said["line"][2:]
            return Linear(
                self.place.point(*start), self.place.point(*end), tuple(stops)
            )
        x, y, radius = said["round"]
        return Radial(self.place.point(x, y), radius * self.place.scale, tuple(stops))


def sow(
    stage: Stage, spots: Iterable[tuple[str, Place, str]], alpha: float = 1.0
) -> None:
    """Many artworks, each with its tone; silhouettes of one tone are drawn at once."""
    shapes: dict[str, list[Outline]] = {}
    for name, place, tone in spots:
        if any(layer.paint != "tone" for layer in layers(name)):
            draw(stage, name, place, {"leaf": tone})
            continue
        for layer in layers(name):
            if layer.shows(stage.detail):
                shapes.setdefault(tone, []).extend(place.put(layer.shapes))
    for tone, outlines in shapes.items():
        stage.canvas.fill(outlines, stage.colour(tone), alpha)


@dataclass(frozen=True)
class Hero:
    """The subject of a picture: which artwork plays it, and where it is at home."""

    name: str
    art: str
    home: str
    roles: dict[str, str]
    said: dict[str, Any]

    def stand(self, stage: Stage, x: float, y: float, size: float) -> None:
        """Drawn with the soft shadow of what stands on something."""
        if self.home in ("studio", "ground"):
            draw(stage, "shadow", Place((x, y + size * 0.49), size * 0.7))
        self.draw(stage, x, y, size)

    def draw(self, stage: Stage, x: float, y: float, size: float) -> None:
        """Into the square around a point, a little different with every draw."""
        roll = stage.roll("hero")
        flip = self.said.get("flip", True) and stage.always("side").chance(0.5)
        motion, beat = self.said.get("motion", "bob"), stage.beat()
        turn = roll.around(0, self.said.get("tilt", 2.5))
        turn += 2.5 * beat if motion == "sway" else 0
        y += size * 0.014 * beat if motion == "bob" else 0
        size *= self.said.get("size", 1.0)
        draw(stage, self.art, Place((x, y), size, turn, flip), self.roles)


def hero_for(brief: Brief, stable: Roll) -> Hero | None:
    """Who plays the first subject that stands for itself, if there is one."""
    name = next((s for s in brief.subjects if "home" in SUBJECTS[s]), "")
    if not name:
        return None
    said = SUBJECTS[name]
    fitting = [one for one in said["art"] if all(map(brief.has, one.get("when", [])))]
    usual = [one for one in fitting if "when" not in one]
    chosen = fitting[0] if "when" in fitting[0] else stable.pick(usual)
    roles = dict(chosen.get("roles", {}))
    if "tinted" in said:
        colour = brief.colour_of(said.get("of", said["words"]))
        if not colour and "of" not in said:
            colour = next((c for c in COLOURS if c in brief.words), "")
        if colour:
            roles[said["tinted"]] = f"#{COLOURS[colour]}"
    return Hero(name, stable.pick(chosen["art"]), said["home"], roles, said)
