"""Compositions without a subject, each in its own geometry."""

import math

from playground.simulator.painter.colour import Colour, mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.paint import Linear, down, glow, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes import tiles
from playground.simulator.painter.shapes import Outline, blob, ellipse
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    brief = stage.brief
    if brief.has("circle circles overlapping bubbles dots round"):
        _circles(stage)
    elif brief.has("bauhaus geometric pattern tiles grid mosaic squares"):
        _tiles(stage)
    elif brief.has("waves wave flow flowing fluid curves gradient lines"):
        _flow(stage)
    else:
        stage.always("abstract").pick((_forms, _circles, _tiles, _flow, _arches))(stage)


def _tiles(stage: Stage) -> None:
    _ground(stage)
    tiles.draw(stage, tones(stage))


def tones(stage: Stage) -> list[Colour]:
    """Five colours that go together, in an order that belongs to the prompt."""
    palette = stage.palette
    result = [
        palette.accent,
        palette.second,
        palette.land[1],
        palette.land[3],
        mix(palette.sky[0], palette.land[0], 0.3),
    ]
    stage.always("tones").shuffle(result)
    return result


def _ground(stage: Stage) -> None:
    if not stage.cutout:
        palette = stage.palette
        base = palette.land[3] if palette.dark else palette.paper
        stage.canvas.wash(down(0, stage.height, base, mix(base, palette.sky[-2], 0.35)))


def _forms(stage: Stage) -> None:
    """Large pebbles that overlap and cast soft shadows."""
    _ground(stage)
    canvas, w, h = stage.canvas, stage.width, stage.height
    colours = tones(stage)
    number = stage.count(5, 6, 7, 9, 11)
    for i in range(number):
        roll = stage.roll(f"form {i}")
        angle = math.tau * (i / 6 + stage.always("turn").random())
        reach = 0.0 if i == 0 else roll.uniform(0.2, 0.36)
        x = w / 2 + math.cos(angle) * w * reach
        y = (
            h / 2
            + math.sin(angle) * h * reach
            + 8 * math.sin(math.tau * (stage.phase + i / 5))
        )
        r = (270 if i == 0 else roll.uniform(70, 190)) * (0.86 if i > 6 else 1)
        colour = colours[i % len(colours)]
        shape = blob(roll, x, y, r, r * roll.uniform(0.8, 1.1), 0.09)
        if stage.detail:
            shadow = [(px + 12, py + 24) for px, py in shape]
            canvas.fill([shadow], stage.palette.ink, 0.2, soft=22)
        canvas.fill(
            [shape],
            Linear(
                (x - r, y - r),
                (x + r, y + r),
                stops(tint(colour, 0.12), colour, shade(colour, 0.05)),
            ),
        )
        if stage.detail > 1:
            dark = shade(colour, 0.2)
            fade = ((0.0, dark, 0.0), (0.5, dark, 0.0), (1.0, dark, 0.7))
            canvas.fill(
                [shape],
                Linear((x - r * 0.6, y - r), (x + r * 0.6, y + r), fade),
                stipple=True,
            )
    if stage.detail:
        _accents(stage)


def _accents(stage: Stage) -> None:
    """Small things that give scale: dots, a thin arc, a line."""
    roll = stage.roll("accents")
    w, h = stage.width, stage.height
    dots = [
        ellipse(
            w * roll.uniform(0.08, 0.92),
            h * roll.uniform(0.08, 0.92),
            roll.uniform(5, 15),
        )
        for _ in range(stage.count(0, 4, 9, 14, 20))
    ]
    stage.canvas.fill(
        dots, stage.palette.ink if not stage.palette.dark else stage.palette.paper, 0.85
    )
    arcs = [
        ellipse(
            w * roll.random(),
            h * roll.random(),
            roll.uniform(60, 240),
            None,
            a,
            a + 110,
        )
        for a in (0, 130, 250)
    ]
    stage.canvas.stroke(
        arcs,
        stage.palette.ink if not stage.palette.dark else stage.palette.paper,
        3,
        0.6,
    )


def _circles(stage: Stage) -> None:
    """Overlapping transparent discs, like coloured film."""
    _ground(stage)
    canvas, w, h = stage.canvas, stage.width, stage.height
    colours = tones(stage)
    side = min(w, h)
    spread = (w - side * 0.5, h - side * 0.5)
    number = stage.count(5, 7, 9, 12, 15)
    for i in range(number):
        roll = stage.roll(f"circle {i}")
        turn = stage.always("turn").random() * math.tau + i * 2.4
        reach = 0.5 * math.sqrt((i + 0.4) / number)
        x = w / 2 + math.cos(turn) * spread[0] * reach + roll.around(0, 24)
        y = h / 2 + math.sin(turn) * spread[1] * reach + roll.around(0, 24)
        y += 10 * math.sin(math.tau * (stage.phase + i / number))
        r = roll.uniform(0.1, 0.24) * 1000 * (1.15 if i < 3 else 0.8)
        colour = colours[i % len(colours)]
        disc = [ellipse(x, y, r)]
        canvas.fill(
            disc,
            Linear((x - r, y - r), (x + r, y + r), stops(tint(colour, 0.1), colour)),
            0.82,
        )
        if stage.detail > 1:
            light = tint(colour, 0.4)
            fade = ((0.0, light, 0.75), (0.5, light, 0.0), (1.0, light, 0.0))
            canvas.fill(
                disc, Linear((x - r * 0.8, y - r), (x + r, y + r), fade), stipple=True
            )
        if stage.detail and i % 3 == 0:
            rings = [
                ellipse(x, y, r + 14 * k)
                for k in range(1, stage.count(0, 2, 3, 5, 6) + 1)
            ]
            canvas.stroke(rings, colour, 2.2, 0.5)


def _flow(stage: Stage) -> None:
    """Silk ribbons of colour across the frame."""
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    _ground(stage)
    colours = tones(stage)
    roll = stage.roll("flow")
    terms = wave(stage.always("flow"), 2, 0.5)
    number = stage.count(5, 8, 12, 16, 22)
    shift = roll.random()
    for i in range(number):
        t = i / number
        ridge: Outline = []
        n = int(w / 16)
        for k in range(n + 1):
            u = k / n
            y = h * (0.08 + 0.95 * t) + wave_at(
                terms,
                u * 0.9 + shift + t * 0.5 + 0.02 * math.sin(math.tau * stage.phase),
            ) * h * 0.17 * (1.1 - 0.4 * t)
            ridge.append((w * u, y))
        place = t * (len(colours) - 1)
        colour = mix(
            colours[int(place)],
            colours[min(len(colours) - 1, int(place) + 1)],
            place % 1,
        )
        if stage.detail:
            canvas.fill(
                [[*[(x, y - 26) for x, y in ridge], *ridge[::-1]]],
                palette.ink,
                0.16,
                soft=14,
            )
        canvas.ground(
            ridge,
            down(
                min(y for _, y in ridge),
                min(y for _, y in ridge) + h * 0.3,
                tint(colour, 0.14),
                colour,
            ),
        )
        if stage.detail > 1:
            canvas.stroke([[(x, y + 2) for x, y in ridge]], tint(colour, 0.3), 1.8, 0.7)


def _arches(stage: Stage) -> None:
    """A sun over nested arches."""
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    _ground(stage)
    colours = tones(stage)
    place = (
        w * stage.roll("sun").around(stage.always("sun side").pick((0.3, 0.7)), 0.05),
        h * 0.27,
    )
    canvas.fill([ellipse(*place, 420)], glow(place, 420, palette.sun, 0.5))
    canvas.fill(
        [ellipse(*place, 96 + 4 * math.sin(math.tau * stage.phase))], palette.accent
    )
    groups = max(2, round(w / 460))
    for g in range(groups):
        roll = stage.roll(f"arch {g}")
        x = w * (g + 0.5) / groups + roll.around(0, 40)
        r = roll.uniform(230, 340)
        rings = stage.count(3, 4, 5, 6, 8)
        foot = h * (1.0 if g % 2 else 1.02)
        rise = h * roll.uniform(0.14, 0.3)
        for k in range(rings):
            q = r * (1 - k / rings)
            arch = [
                *ellipse(x, foot - rise, q, q, 180, 360),
                (x + q, foot + 4),
                (x - q, foot + 4),
            ]
            colour = colours[(k + g) % len(colours)]
            canvas.fill([arch], down(foot - rise - q, foot, tint(colour, 0.08), colour))
            if stage.detail > 1:
                dark = shade(colour, 0.18)
                canvas.fill(
                    [arch],
                    Linear(
                        (x - q, 0),
                        (x + q, 0),
                        ((0.0, dark, 0.0), (0.55, dark, 0.0), (1.0, dark, 0.5)),
                    ),
                    stipple=True,
                )
    if stage.detail:
        _accents(stage)
