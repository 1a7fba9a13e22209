"""Outlines that pictures are made of; all are plain lists of points."""

import math
from collections.abc import Iterable, Sequence

from playground.simulator.painter.paint import Point, Shape

Outline = list[Point]


def box(left: float, top: float, right: float, bottom: float) -> Outline:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ellipse(
    cx: float,
    cy: float,
    rx: float,
    ry: float | None = None,
    start: float = 0,
    end: float = 360,
) -> Outline:
    """An ellipse, or the part of it between two angles (0 is right, 90 is down)."""
    ry = rx if ry is None else ry
    steps = max(8, min(120, int(max(rx, ry) * abs(end - start) / 1400) + 14))
    turn = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(cx + math.cos(a) * rx, cy + math.sin(a) * ry) for a in turn]


def diamond(x: float, y: float, rx: float, ry: float) -> Outline:
    return [(x - rx, y), (x, y - ry), (x + rx, y), (x, y + ry)]


def rounded(
    left: float, top: float, right: float, bottom: float, radius: float
) -> Outline:
    r = max(0.0, min(radius, (right - left) / 2, (bottom - top) / 2))
    return [
        *ellipse(right - r, top + r, r, r, -90, 0),
        *ellipse(right - r, bottom - r, r, r, 0, 90),
        *ellipse(left + r, bottom - r, r, r, 90, 180),
        *ellipse(left + r, top + r, r, r, 180, 270),
    ]


def smooth(points: Sequence[Point], steps: int = 8, *, closed: bool = False) -> Outline:
    """A soft curve through all the points (Catmull-Rom)."""
    n = len(points)
    result: Outline = []
    for i in range(n if closed else n - 1):
        around = (
            (points[(i + k) % n] if closed else points[min(n - 1, max(0, i + k))])
            for k in (-1, 0, 1, 2)
        )
        p, q, r, s = around
        for k in range(steps):
            t = k / steps
            result.append(
                (_spline(p[0], q[0], r[0], s[0], t), _spline(p[1], q[1], r[1], s[1], t))
            )
    return result if closed else [*result, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    bend = (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3
    return 0.5 * (2 * b + (c - a) * t + bend)


def placed(
    shape: Shape,
    x: float,
    y: float,
    scale: float = 1.0,
    degrees: float = 0.0,
    *,
    flip: bool = False,
) -> Outline:
    """The shape mirrored if asked, scaled, turned about its origin and moved."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    side = -1 if flip else 1
    return [
        (x + px * side * cos - py * sin, y + px * side * sin + py * cos)
        for px, py in shape
    ]


def tapered(line: Shape, start: float, end: float) -> Outline:
    """A line with a width that goes from one value to another, as a closed shape."""
    left: Outline = []
    right: Outline = []
    last = len(line) - 1
    for i, (x, y) in enumerate(line):
        before, after = line[max(0, i - 1)], line[min(last, i + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        half = (start + (end - start) * i / max(1, last)) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]


def bounds(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    points = [point for shape in shapes for point in shape]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def star(cx: float, cy: float, outer: float, inner: float, points: int = 4) -> Outline:
    result = []
    for i in range(points * 2):
        a = math.pi * i / points - math.pi / 2
        r = inner if i % 2 else outer
        result.append((cx + math.cos(a) * r, cy + math.sin(a) * r))
    return result
