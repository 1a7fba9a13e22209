"""Pictures that differ in what a test says."""

from playground.imaging.outcome import Resolved
from playground.imaging.request import FIELDS
from tests import factories


def draw(resolved=None, **values):
    """Make a picture whose answer echoes what was asked, unless told otherwise."""
    asked = factories.request(
        **{name: value for name, value in values.items() if name in FIELDS}
    )
    echo = resolved or Resolved(
        model=None,
        size=asked.size if asked.size != "auto" else "1024x1024",
        quality=asked.quality if asked.quality != "auto" else "medium",
        background=asked.background if asked.background != "auto" else "opaque",
        output_format=asked.output_format,
    )
    return factories.image(resolved=echo, **values)


def names(rows):
    return [row.name for row in rows]
