"""A user interface: a window or a phone with cards, a chart, buttons; no real words."""

import math

from playground.simulator.painter.colour import WHITE, Colour, mix
from playground.simulator.painter.dice import wave, wave_at
from playground.simulator.painter.paint import Linear, down, stops
from playground.simulator.painter.palettes import shade, tint
from playground.simulator.painter.shapes import Outline, box, ellipse, rounded
from playground.simulator.painter.stage import Stage


def draw(stage: Stage) -> None:
    canvas, palette, w, h = stage.canvas, stage.palette, stage.width, stage.height
    if not stage.cutout:
        top, low = palette.sky[0], mix(palette.accent, palette.sky[-2], 0.55)
        canvas.wash(
            Linear(
                (0, 0),
                (w, h),
                stops(
                    mix(top, palette.paper, 0.2),
                    mix(palette.sky[-2], palette.paper, 0.1),
                    low,
                ),
            )
        )
    phone = stage.brief.has("phone mobile app iphone android") or w < h * 0.8
    tall = min(h * 0.84, 1200.0)
    wide = tall * 0.5 if phone else min(w * 0.82, tall * 1.5)
    tall = min(tall, wide * 2.05) if phone else min(tall, wide * 0.72)
    frame = (w / 2 - wide / 2, h / 2 - tall / 2, w / 2 + wide / 2, h / 2 + tall / 2)
    Interface(stage, frame, phone=phone).draw()


class Interface:
    """One screen, laid out on a grid that quality makes finer."""

    def __init__(
        self, stage: Stage, frame: tuple[float, float, float, float], *, phone: bool
    ) -> None:
        self.stage, self.phone = stage, phone
        self.left, self.top, self.right, self.low = frame
        dark = stage.palette.dark or stage.brief.has("dark")
        self.sheet: Colour = (
            mix(stage.palette.land[4], (16, 18, 26), 0.4)
            if dark
            else mix(WHITE, stage.palette.paper, 0.4)
        )
        self.quiet: Colour = mix(self.sheet, stage.palette.land[2], 0.16)
        self.ink: Colour = mix(
            self.sheet, stage.palette.paper if dark else stage.palette.ink, 0.82
        )

    def draw(self) -> None:
        canvas, palette = self.stage.canvas, self.stage.palette
        radius = (self.right - self.left) * (0.11 if self.phone else 0.022)
        outline = rounded(self.left, self.top, self.right, self.low, radius)
        if not self.stage.cutout:
            canvas.fill([[(x, y + 26) for x, y in outline]], palette.ink, 0.3, soft=30)
        if self.phone:
            canvas.fill(
                [
                    rounded(
                        self.left - 11,
                        self.top - 11,
                        self.right + 11,
                        self.low + 11,
                        radius + 11,
                    )
                ],
                mix(palette.ink, (12, 12, 16), 0.5),
            )
        canvas.fill([outline], self.sheet)
        if self.phone:
            self._phone()
        else:
            self._window()

    def _window(self) -> None:
        canvas, palette = self.stage.canvas, self.stage.palette
        wide, tall = self.right - self.left, self.low - self.top
        tones = (palette.accent, palette.second, palette.land[1])
        canvas.fill(
            [ellipse(self.left + 26 + 22 * k, self.top + 24, 7) for k in range(3)],
            self.quiet,
        )
        rail = self.left + wide * 0.2
        canvas.fill(
            [box(self.left, self.top + 48, rail, self.low - 16)], self.quiet, 0.5
        )
        for k in range(self.stage.count(3, 5, 6, 7, 8)):
            y = self.top + 82 + 44 * k
            if k == 1:
                canvas.fill(
                    [rounded(self.left + 12, y - 15, rail - 12, y + 15, 8)],
                    palette.accent,
                    0.9,
                )
            canvas.fill(
                [ellipse(self.left + 32, y, 7)], self.sheet if k == 1 else self.ink, 0.8
            )
            self._line(
                self.left + 50,
                y,
                (rail - self.left) * 0.42,
                8,
                self.sheet if k == 1 else self.ink,
            )
        x0, x1 = rail + 28, self.right - 28
        self._line(x0, self.top + 84, wide * 0.22, 20, self.ink)
        canvas.fill(
            [rounded(x1 - 118, self.top + 66, x1, self.top + 104, 10)], palette.accent
        )
        self._line(x1 - 92, self.top + 85, 66, 8, WHITE)
        cards, gap = 3, 18
        card = (x1 - x0 - gap * (cards - 1)) / cards
        y0 = self.top + 128
        for k in range(cards):
            left = x0 + (card + gap) * k
            self._card(left, y0, left + card, y0 + tall * 0.2, tones[k])
        self._chart(x0, y0 + tall * 0.2 + gap, x0 + (x1 - x0) * 0.62, self.low - 28)
        self._list(
            x0 + (x1 - x0) * 0.62 + gap, y0 + tall * 0.2 + gap, x1, self.low - 28
        )

    def _phone(self) -> None:
        canvas, palette = self.stage.canvas, self.stage.palette
        wide, tall = self.right - self.left, self.low - self.top
        canvas.fill(
            [
                rounded(
                    self.left + wide * 0.36,
                    self.top + 12,
                    self.right - wide * 0.36,
                    self.top + 30,
                    9,
                )
            ],
            mix(palette.ink, (12, 12, 16), 0.5),
        )
        x0, x1 = self.left + wide * 0.08, self.right - wide * 0.08
        self._line(x0, self.top + tall * 0.1, wide * 0.46, 20, self.ink)
        canvas.fill([ellipse(x1 - 20, self.top + tall * 0.1, 21)], palette.second)
        y = self.top + tall * 0.15
        self._picture(x0, y, x1, y + tall * 0.26)
        half = (x1 - x0 - 16) / 2
        y += tall * 0.26 + 16
        for k, tone in enumerate((palette.accent, palette.land[1])):
            self._card(
                x0 + (half + 16) * k,
                y,
                x0 + (half + 16) * k + half,
                y + tall * 0.13,
                tone,
            )
        y += tall * 0.13 + 16
        self._list(x0, y, x1, self.low - tall * 0.11)
        bar = self.low - tall * 0.055
        for k in range(4):
            canvas.fill(
                [ellipse(x0 + (x1 - x0) * (k + 0.5) / 4, bar, 13)],
                palette.accent if k == 0 else self.quiet,
            )

    def _line(
        self, x: float, y: float, length: float, thick: float, colour: Colour
    ) -> None:
        self.stage.canvas.fill(
            [rounded(x, y - thick / 2, x + length, y + thick / 2, thick / 2)],
            colour,
            0.85,
        )

    def _card(
        self, left: float, top: float, right: float, low: float, tone: Colour
    ) -> None:
        canvas = self.stage.canvas
        canvas.fill(
            [rounded(left, top, right, low, 16)],
            Linear(
                (left, top),
                (right, low),
                stops(tint(tone, 0.08), tone, shade(tone, 0.05)),
            ),
        )
        self._line(left + 20, top + 30, (right - left) * 0.34, 9, WHITE)
        if self.stage.detail:
            self._line(left + 20, low - 30, (right - left) * 0.5, 22, WHITE)
            canvas.stroke(
                [ellipse(right - 42, (top + low) / 2, 20, None, -90, 160)],
                WHITE,
                7,
                0.9,
            )

    def _picture(self, left: float, top: float, right: float, low: float) -> None:
        canvas, palette = self.stage.canvas, self.stage.palette
        pane = [rounded(left, top, right, low, 22)]
        canvas.fill(pane, down(top, low, *palette.sky))
        canvas.fill(
            [ellipse(left + (right - left) * 0.7, top + (low - top) * 0.42, 34)],
            palette.sun,
            within=pane,
        )
        for k in range(3):
            terms = wave(self.stage.roll(f"hill {k}"), 2)
            ridge = [
                (
                    left + (right - left) * i / 20,
                    top
                    + (low - top) * (0.62 + 0.13 * k + 0.1 * wave_at(terms, i / 20)),
                )
                for i in range(21)
            ]
            canvas.fill(
                [[*ridge, (right, low + 20), (left, low + 20)]],
                palette.land[k + 1],
                within=pane,
            )

    def _chart(self, left: float, top: float, right: float, low: float) -> None:
        canvas, palette = self.stage.canvas, self.stage.palette
        canvas.fill([rounded(left, top, right, low, 16)], self.quiet, 0.45)
        self._line(left + 22, top + 28, (right - left) * 0.24, 10, self.ink)
        terms = wave(self.stage.roll("chart"), 3, 0.6)
        base, tall = low - 24, (low - top) * 0.62
        n = self.stage.count(6, 8, 10, 14, 18)
        if self.stage.always("chart").chance(0.5):
            step = (right - left - 44) / n
            bars: list[Outline] = []
            for k in range(n):
                high = tall * (
                    0.55
                    + 0.4
                    * wave_at(
                        terms, k / n + 0.02 * math.sin(math.tau * self.stage.phase)
                    )
                )
                bars.append(
                    rounded(
                        left + 22 + step * (k + 0.2),
                        base - high,
                        left + 22 + step * (k + 0.8),
                        base,
                        6,
                    )
                )
            canvas.fill(
                bars, down(base - tall, base, palette.accent, tint(palette.accent, 0.2))
            )
            return
        curve = [
            (
                left + 22 + (right - left - 44) * i / 40,
                base
                - tall
                * (
                    0.5
                    + 0.42
                    * wave_at(
                        terms, i / 40 + 0.02 * math.sin(math.tau * self.stage.phase)
                    )
                ),
            )
            for i in range(41)
        ]
        fade = ((0.0, palette.accent, 0.5), (1.0, palette.accent, 0.0))
        canvas.fill(
            [[*curve, (right - 22, base), (left + 22, base)]],
            Linear((0, base - tall), (0, base), fade),
        )
        canvas.stroke([curve], palette.accent, 6)
        if self.stage.detail:
            rows = [
                [(left + 22, base - tall * t), (right - 22, base - tall * t)]
                for t in (0.0, 0.33, 0.66, 1.0)
            ]
            canvas.stroke(rows, self.ink, 1.4, 0.2)
            canvas.fill([ellipse(*curve[28], 12)], self.sheet)
            canvas.fill([ellipse(*curve[28], 8)], palette.accent)

    def _list(self, left: float, top: float, right: float, low: float) -> None:
        canvas, palette = self.stage.canvas, self.stage.palette
        canvas.fill([rounded(left, top, right, low, 16)], self.quiet, 0.45)
        rows = max(1, min(self.stage.count(2, 4, 5, 6, 7), int((low - top - 16) / 44)))
        tones = (palette.accent, palette.second, palette.land[1], palette.land[2])
        for k in range(rows):
            y = top + 8 + (low - top - 16) * (k + 0.5) / rows
            canvas.fill([ellipse(left + 34, y, 14)], tones[k % 4])
            self._line(
                left + 60, y - 7, (right - left) * (0.4 - 0.05 * (k % 3)), 9, self.ink
            )
            self._line(
                left + 60,
                y + 10,
                (right - left) * (0.24 + 0.04 * (k % 2)),
                6,
                mix(self.ink, self.sheet, 0.5),
            )
