"""A great planet, with bands and perhaps a ring."""

from playground.simulator.painter.colour import Colour, mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.paint import Point, Radial, glow
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.scenes.solids import sphere
from playground.simulator.painter.shapes import Outline, ellipse, placed
from playground.simulator.painter.stage import Stage


def planet(stage: Stage, place: Point, r: float) -> None:
    canvas, palette = stage.canvas, stage.palette
    roll = stage.roll("bands")
    x, y = place
    colour = palette.accent
    ringed = stage.brief.has("saturn ring rings ringed") or stage.always("ring").chance(
        0.65
    )
    tilt = roll.uniform(-24, -10)
    if not stage.cutout:
        canvas.fill(
            [ellipse(x, y, r * 1.9)],
            glow(place, r * 1.9, mix(colour, palette.sun, 0.4), 0.5),
        )
    if ringed:
        _ring(stage, place, r, tilt, behind=True)
    disc = [ellipse(x, y, r)]
    sphere(stage, x, y, r, colour)
    bands: list[tuple[Outline, Colour]] = []
    for k in range(stage.count(3, 5, 8, 10, 13)):
        mid = roll.uniform(-0.95, 0.95) * r
        half = roll.uniform(0.02, 0.09) * r
        terms = wave(roll, 4, 0.55)
        top = [
            (t * r, mid - half + wave_at(terms, t) * r * 0.03)
            for t in (i / 20 * 1.1 for i in range(-20, 21))
        ]
        low = [
            (t * r, mid + half + wave_at(terms, t + 0.3) * r * 0.035)
            for t in (i / 20 * 1.1 for i in range(20, -21, -1))
        ]
        tone = (
            tint(colour, 0.22),
            shade(colour, 0.08),
            mix(colour, palette.second, 0.5),
            mix(colour, palette.sun, 0.6),
        )[k % 4]
        bands.append((placed([*top, *low], x, y, 1, tilt), tone))
    for band, tone in bands:
        canvas.fill([band], tone, 0.45, within=disc)
    dark = shade(mix(colour, palette.sky[0], 0.75), 0.1)
    centre = (x - r * 0.55, y - r * 0.5)
    canvas.fill(
        disc,
        Radial(
            centre,
            r * 2.0,
            (
                (0.0, dark, 0.0),
                (0.42, dark, 0.0),
                (0.72, dark, 0.62),
                (1.0, dark, 0.96),
            ),
        ),
        stipple=stage.detail > 1,
    )
    canvas.stroke([ellipse(x, y, r - 1.5, None, 130, 300)], tint(colour, 0.4), 3, 0.5)
    if ringed:
        _ring(stage, place, r, tilt, behind=False)


def _ring(stage: Stage, place: Point, r: float, tilt: float, *, behind: bool) -> None:
    start, end = (180, 360) if behind else (0, 180)
    palette = stage.palette
    tone = mix(palette.sun, palette.accent, 0.25)
    if not palette.dark:
        tone = mix(palette.second, palette.land[3], 0.5)
    for inner, outer, alpha in (
        (1.28, 1.4, 0.45),
        (1.42, 1.66, 0.85),
        (1.69, 1.76, 0.4),
    )[: stage.count(1, 2, 3)]:
        band = [
            *ellipse(0, 0, r * outer, r * outer * 0.24, start, end),
            *ellipse(0, 0, r * inner, r * inner * 0.24, start, end)[::-1],
        ]
        stage.canvas.fill(
            [placed(band, *place, 1, tilt)], tone, alpha * (0.75 if behind else 1)
        )
