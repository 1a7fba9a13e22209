"""Usage figures, by the published tables and formulas where there are any."""

import re
from dataclasses import dataclass
from typing import Any

from playground.catalog import Model, catalog
from playground.simulator.sizes import Size

# Where nothing is published for a model (2.6's output, the sources of 2 and 2.6),
# the rule of 2.5 stands in, so that there is a figure to work with. It is no
# statement about what the real model would report.
_STAND_IN = "gpt-image-2.5-sunburst"

_WORDS = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What one call used. ``text_out`` is what some models write besides."""

    text_in: int
    image_in: int
    image_out: int
    text_out: int = 0

    def times(self, n: int) -> "Usage":
        """Every picture of a request is counted with its own input."""
        return Usage(
            text_in=self.text_in * n,
            image_in=self.image_in * n,
            image_out=self.image_out * n,
            text_out=self.text_out * n,
        )

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            text_in=self.text_in + other.text_in,
            image_in=self.image_in + other.image_in,
            image_out=self.image_out + other.image_out,
            text_out=self.text_out + other.text_out,
        )

    @property
    def input(self) -> int:
        return self.text_in + self.image_in

    @property
    def output(self) -> int:
        return self.image_out + self.text_out

    def to_json(self) -> dict[str, Any]:
        """In the shape of the Images API."""
        return {
            "input_tokens": self.input,
            "input_tokens_details": {
                "image_tokens": self.image_in,
                "text_tokens": self.text_in,
            },
            "output_tokens": self.output,
            "output_tokens_details": {
                "image_tokens": self.image_out,
                "text_tokens": self.text_out,
            },
            "total_tokens": self.input + self.output,
        }

    def to_event(self) -> dict[str, Any]:
        """Return the shorter form that a stream's last event carries."""
        return {
            "total_tokens": self.input + self.output,
            "input_tokens": self.input,
            "output_tokens": self.output,
            "input_tokens_details": {
                "text_tokens": self.text_in,
                "image_tokens": self.image_in,
            },
        }


NOTHING = Usage(text_in=0, image_in=0, image_out=0)


def text_tokens(text: str) -> int:
    """Count text roughly as a tokenizer does: long words are several tokens."""
    return sum(-(-len(word.encode()) // 6) for word in _WORDS.findall(text))


def output_tokens(model: Model, size: Size, quality: str) -> int:
    """By the table of the model, else of a stand-in that has one; 0 without either."""
    name = f"{size[0]}x{size[1]}"
    known = catalog().output_tokens(model.id, name, quality)
    if known is None:
        known = catalog().output_tokens(_STAND_IN, name, quality)
    if known is None:
        known = catalog().output_tokens(_STAND_IN, name, "medium")
    return known or 0


def source_tokens(model: Model, size: Size, fidelity: str | None) -> int:
    """What a source costs; its fidelity is "low" where none was asked for."""
    kind: Any = fidelity or "low"
    known = catalog().input_image_tokens(model.id, *size, kind)
    if known is None:
        known = catalog().input_image_tokens(_STAND_IN, *size, kind)
    return known or 0


def written_tokens(model: Model, prompt: str, *, edited: bool, priced: bool) -> int:
    """Return the text that a model writes while editing, where it charges for text.

    143 to 308 tokens were recorded, on edits only.
    """
    return 143 + len(prompt) % 166 if edited and priced else 0


def svg_usage(model: str, prompt: str, drawing: bytes) -> dict[str, Any]:
    """Return what the author of an SVG used; no rule is published, so a stand-in."""
    text_in, written = text_tokens(prompt) + 1024, -(-len(drawing) // 4)
    return {
        "input_tokens": text_in,
        "model": model,
        "output_tokens": written,
        "reasoning_tokens": 0,
        "total_tokens": text_in + written,
    }
