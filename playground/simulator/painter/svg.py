"""The canvas of vectors: the same calls, written as a stand-alone SVG document."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from playground.simulator.painter.colour import Colour, hex_code
from playground.simulator.painter.paint import Canvas, Mark, Paint, Radial
from playground.simulator.painter.shapes import Point, Shape, below

WIDE_FILTER = '<filter id="@" x="-50%" y="-50%" width="200%" height="200%">'


class SvgCanvas(Canvas):
    """Writes shapes and gradients only: no script, no style, no outside reference."""

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(size)
        self._definitions: dict[str, str] = {}
        self._elements: list[str] = []

    def put(self, mark: Mark) -> None:
        shapes, colour = mark.shapes, self._paint(mark.paint)
        paint = f'fill="{colour}"'
        if mark.kind == "ground":
            shapes = [below(shapes[0], self.height + 2)]
        element = f'path d="{_closed(shapes)}"'
        if mark.kind == "wash":
            element = f'rect width="{self.width:.1f}" height="{self.height:.1f}"'
        elif mark.kind == "line":
            element = f'path d="{"".join(_path(line) for line in shapes)}"'
            paint = (
                f'fill="none" stroke="{colour}" stroke-width="{mark.width:.2f}"'
                ' stroke-linecap="round" stroke-linejoin="round"'
            )
        paint += f' opacity="{mark.alpha:.3f}"' if mark.alpha < 1 else ""
        if mark.soft:
            blur = f'<feGaussianBlur stdDeviation="{mark.soft:.1f}"/></filter>'
            paint += f' filter="url(#{self._define("b", WIDE_FILTER + blur)})"'
        self._elements.append(f"<{element} {paint}{self._clip(mark.within)}/>")

    def text(
        self, words: str, at: Point, size: float, paint: Colour, fit: float = 0.0
    ) -> None:
        """Centred at ``at``. ``fit`` is the widest it may be, 0 any."""
        # The viewer's font is unknown: a broad guess, made exact by textLength.
        wide = size * 0.62 * len(words)
        if fit and wide > fit:
            size, wide = size * fit / wide, fit
        self._elements.append(
            f'<text x="{at[0]:.1f}" y="{at[1] + size * 0.36:.1f}" text-anchor="middle"'
            f' font-family="sans-serif" font-weight="700" font-size="{size:.1f}"'
            f' textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs"'
            f' fill="{hex_code(paint)}">{escape(words)}</text>'
        )

    def cut(self, outline: Shape) -> None:
        """Of what is drawn so far only what is inside the outline stays."""
        self._elements = [f"<g{self._clip([outline])}>", *self._elements, "</g>"]

    def document(self) -> bytes:
        """Refers to nothing outside of it."""
        width, height = self.size
        defs = "".join(self._definitions.values())
        body = "".join(self._elements)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
            f' viewBox="0 0 {self.width:.1f} {self.height:.1f}">'
            f"<defs>{defs}</defs>{body}</svg>\n"
        ).encode()

    def _define(self, prefix: str, template: str) -> str:
        """The id of a definition, which is written once however often it is used."""
        if template not in self._definitions:
            name = f"{prefix}{len(self._definitions)}"
            self._definitions[template] = template.replace("@", name, 1)
        return self._definitions[template].split('id="', 1)[1].split('"', 1)[0]

    def _paint(self, paint: Paint) -> str:
        if isinstance(paint, tuple):
            return hex_code(paint)
        inner = "".join(
            f'<stop offset="{place:.3f}" stop-color="{hex_code(colour)}"'
            + (f' stop-opacity="{opacity:.3f}"' if opacity < 1 else "")
            + "/>"
            for place, colour, opacity in paint.stops
        )
        if isinstance(paint, Radial):
            where = f'cx="{paint.centre[0]:.1f}" cy="{paint.centre[1]:.1f}" r="{max(paint.radius, 0.1):.1f}"'
            kind = "radialGradient"
        else:
            (x0, y0), (x1, y1) = paint.start, paint.end
            where = f'x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}"'
            kind = "linearGradient"
        text = f'<{kind} id="@" gradientUnits="userSpaceOnUse" {where}>{inner}</{kind}>'
        return f"url(#{self._define('g', text)})"

    def _clip(self, within: Sequence[Shape] | None) -> str:
        if not within:
            return ""
        inside = f'<path d="{_closed(within)}"/>'
        name = self._define("c", f'<clipPath id="@">{inside}</clipPath>')
        return f' clip-path="url(#{name})"'


def _path(shape: Shape) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shape)


def _closed(shapes: Sequence[Shape]) -> str:
    return "".join(_path(shape) + "Z" for shape in shapes)
