"""Outlines that scenes are made of; all are plain lists of points."""

import math
from collections.abc import Iterable, Sequence

from playground.simulator.painter.dice import Roll
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
    steps = max(10, min(120, int(max(rx, ry) * abs(end - start) / 1400) + 18))
    turn = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(cx + math.cos(a) * rx, cy + math.sin(a) * ry) for a in turn]


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


def smooth(
    points: Sequence[Point], steps: int = 10, *, closed: bool = False
) -> Outline:
    """A soft curve through all the points (Catmull-Rom)."""
    n = len(points)
    if n < 3:
        return list(points)
    result: Outline = []
    for i in range(n if closed else n - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(0, i - 1)], points[i]
            p2, p3 = points[i + 1], points[min(n - 1, i + 2)]
        for k in range(steps):
            t = k / steps
            result.append(
                (
                    _spline(p0[0], p1[0], p2[0], p3[0], t),
                    _spline(p0[1], p1[1], p2[1], p3[1], t),
                )
            )
    if not closed:
        result.append(points[-1])
    return result


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b
        + (c - a) * t
        + (2 * a - 5 * b + 4 * c - d) * t * t
        + (3 * b - a - 3 * c + d) * t**3
    )


def blob(
    roll: Roll, cx: float, cy: float, rx: float, ry: float, unrest: float = 0.18
) -> Outline:
    """A round thing drawn by hand."""
    n = 9
    points = []
    for i in range(n):
        a = math.tau * i / n
        k = roll.around(1, unrest)
        points.append((cx + math.cos(a) * rx * k, cy + math.sin(a) * ry * k))
    return smooth(points, 8, closed=True)


def placed(
    shape: Shape,
    x: float,
    y: float,
    scale: float = 1.0,
    degrees: float = 0.0,
    *,
    flip: bool = False,
) -> Outline:
    """The shape scaled, turned about its origin and moved."""
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


def pine(x: float, foot: float, height: float, tiers: int = 3) -> Outline:
    """A fir as one outline, foot in the middle of the ground."""
    half = height * 0.24
    left: Outline = []
    for i in range(tiers):
        y0 = foot - height * (1 - i / tiers * 0.86)
        y1 = foot - height * (1 - (i + 1) / tiers * 0.86 - 0.04)
        w = half * (0.42 + 0.58 * (i + 1) / tiers)
        if i == 0:
            left.append((0, y0))
        left.append((-w, min(foot - height * 0.08, y1)))
        if i < tiers - 1:
            left.append((-w * 0.45, y1 - height * 0.02))
    trunk = height * 0.03
    left += [(-trunk, foot - height * 0.08), (-trunk, foot)]
    right = [(-px, py) for px, py in reversed(left)]
    return [(x + px, py) for px, py in left + right]


def star(cx: float, cy: float, outer: float, inner: float, points: int = 4) -> Outline:
    result = []
    for i in range(points * 2):
        a = math.pi * i / points - math.pi / 2
        r = outer if i % 2 == 0 else inner
        result.append((cx + math.cos(a) * r, cy + math.sin(a) * r))
    return result
