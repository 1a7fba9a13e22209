"""Printed matter: posters with a border and a title, icons on their rounded square."""

from dataclasses import replace

from playground.simulator.painter import figures
from playground.simulator.painter.colour import WHITE, mix
from playground.simulator.painter.figures import Place
from playground.simulator.painter.heroes import Hero
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import box, ellipse, rounded, star
from playground.simulator.painter.stage import Stage


def frame(stage: Stage) -> None:
    """A paper border over the finished scene, with a title at its foot."""
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    paper = palette.paper if palette.dark else mix(palette.paper, palette.sun, 0.3)
    edge, title = 42.0, stage.brief.title
    foot = 168.0 if title else edge
    right, low = w - edge, h - foot
    rims = [box(-2, -2, w + 2, edge), box(-2, low, w + 2, h + 2)]
    rims += [box(-2, -2, edge, h + 2), box(right, -2, w + 2, h + 2)]
    canvas.fill(rims, paper)
    inner = box(edge, edge, right, low)
    canvas.stroke([[*inner, inner[0]]], palette.ink, 3)
    if not title:
        return
    canvas.text(title, (w / 2, h - foot / 2 - 8), 104, palette.ink, right - edge - 60)
    if stage.detail:
        y = h - 26
        rules = [[(edge, y), (w / 2 - 30, y)], [(w / 2 + 30, y), (right, y)]]
        canvas.stroke(rules, palette.ink, 2.4, 0.7)
        canvas.fill([star(w / 2, y, 10, 4, 5)], palette.accent)


def icon(stage: Stage, hero: Hero | None) -> None:
    """The hero (or a simple sign) on a rounded square, lit from above."""
    canvas, palette = stage.canvas, stage.palette
    x, y = stage.width / 2, stage.height / 2
    s = min(stage.width, stage.height) * (0.88 if stage.cutout else 0.62)
    shape = rounded(x - s / 2, y - s / 2, x + s / 2, y + s / 2, s * 0.225)
    if not stage.cutout:
        wall = mix(palette.sky[-2], palette.paper, 0.45)
        low = mix(wall, palette.land[0], 0.25)
        canvas.wash(down(0, stage.height, tint(wall, 0.06), low))
        under = [(px, py + s * 0.05) for px, py in shape]
        canvas.fill([under], palette.ink, 0.3, soft=s * 0.045)
    top, low = palette.sky[0], palette.land[2]
    if not palette.dark:
        top, low = mix(top, palette.accent, 0.12), mix(palette.land[1], top, 0.3)
    ends = ((x, y - s / 2), (x + s * 0.2, y + s / 2))
    light = stops(tint(top, 0.08), low, shade(low, 0.06))
    canvas.fill([shape], Linear(*ends, light))
    if stage.detail:
        shine = ((0.0, WHITE, 0.28), (0.5, WHITE, 0.0), (1.0, WHITE, 0.0))
        canvas.fill([shape], Linear(*ends, shine))
        canvas.stroke([[*shape, shape[0]]], WHITE, s * 0.006, 0.4, within=[shape])
    if hero:
        hero.draw(replace(stage, cutout=True), x, y, s * 0.62)
    elif stage.brief.title:
        white = mix(WHITE, palette.paper, 0.3)
        canvas.text(stage.brief.title[0], (x, y), s * 0.54, white)
        canvas.fill([ellipse(x + s * 0.22, y - s * 0.19, s * 0.054)], palette.accent)
    else:
        sign = stage.always("sign").pick(("sign-peaks", "sign-discs", "sign-leaves"))
        figures.draw(stage, sign, Place((x, y), s * 0.6))
