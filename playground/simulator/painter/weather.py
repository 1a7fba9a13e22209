"""What falls and drifts over a finished scene: mist, rain, snow, leaves."""

import math

from playground.simulator.painter.colour import WHITE, mix, rgb
from playground.simulator.painter.scenes import (
    plants,
    sky,
)
from playground.simulator.painter.shapes import (
    Outline,
    ellipse,
)
from playground.simulator.painter.stage import Stage


def fallen_leaves(stage: Stage) -> None:
    """Autumn on the ground, in front of whoever is there."""
    if not stage.brief.has("autumn leaves fall"):
        return
    roll = stage.roll("fallen leaves")
    w, h = stage.width, stage.height
    tones = [rgb(c) for c in ("d9652b", "e8a23a", "b93e2c", "c98a3a", "8f3b2c")]
    groups: list[list[Outline]] = [[] for _ in tones]
    for _ in range(int(w / 1000 * stage.by_detail(26, 60, 110, 160, 220))):
        x, y = roll.random() * w, h * (0.9 + 0.1 * roll.random() ** 0.8)
        size, angle = roll.uniform(20, 46), roll.random() * math.tau
        tip = (x + math.cos(angle) * size, y + math.sin(angle) * size * 0.6)
        roll.pick(groups).append(
            plants.leaf((x, y), tip, size * 0.5, roll.around(0, 0.2))
        )
    for group, tone in zip(groups, tones, strict=True):
        stage.canvas.fill(
            group, mix(tone, stage.palette.land[3], 0.45 if stage.palette.dark else 0.0)
        )


def weather(stage: Stage) -> None:
    if stage.cutout:
        return
    roll = stage.roll("weather")
    w, h = stage.width, stage.height
    if "fog" in stage.brief.weather:
        for k in range(3):
            sky.mist(stage, h * (0.5 + 0.17 * k), h * 0.2, stage.palette.horizon, 0.3)
    if "rain" in stage.brief.weather:
        drops = []
        for _ in range(int(w / 1000 * stage.by_detail(50, 130, 240, 340, 460))):
            x, y = roll.random() * w * 1.1, (roll.random() + stage.phase) % 1.0 * h
            size = roll.uniform(16, 52)
            drops.append([(x, y), (x - size * 0.22, y + size)])
        stage.canvas.stroke(drops, mix(WHITE, stage.palette.sky[1], 0.3), 1.8, 0.42)
    if "snow" in stage.brief.weather:
        flakes = []
        for _ in range(int(w / 1000 * stage.by_detail(50, 110, 200, 280, 380))):
            x = roll.random() * w + 12 * math.sin(math.tau * stage.phase)
            y = (roll.random() + stage.phase * 0.5) % 1.0 * h
            flakes.append(ellipse(x, y, 1.4 + 5.0 * roll.random() ** 3))
        stage.canvas.fill(flakes, WHITE, 0.85)
