"""Money: an estimate before, a receipt after.

The receipt is worked out from the ``usage`` of the answer and the price row that
held on the day. What has no known price stays unknown; it is never nothing.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from playground.catalog import Price, Rates, catalog
from playground.imaging.estimating import PriceLine, line

Usage = Mapping[str, Any]
# Between the name of a text model and what of it; no line of a picture has one.
_OF_TEXT = ": "
_NO_PRICE = Rates(source="", confidence="not found")


@dataclass(frozen=True)
class Receipt:
    """What a call cost.

    ``usd`` adds up the lines whose price is known; ``None`` when none is.
    ``complete`` is False when a line is missing from that sum, so that the bill
    will be higher. ``price_version`` names the price row, "" without one, and
    ``price_origin`` says since when it holds and where it is from: a later catalogue,
    or that of another process, may not have it any more. ``lost`` counts pictures that
    did not arrive and may have been charged: a line without an amount stands for them.
    """

    usd: Decimal | None
    basis: str
    lines: tuple[PriceLine, ...]
    price_version: str
    complete: bool
    price_origin: str = ""
    lost: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return what is kept with the generation; amounts are decimal strings."""
        return {
            "usd": _json(self.usd),
            "basis": self.basis,
            "price_version": self.price_version,
            "price_origin": self.price_origin,
            "complete": self.complete,
            "lines": [
                {
                    "label": part.label,
                    "tokens": part.tokens,
                    "usd_per_million": _json(part.usd_per_million),
                    "usd": _json(part.usd),
                }
                for part in self.lines
            ],
        }


def text_models_paid(receipt: Mapping[str, Any] | None) -> dict[str, Decimal]:
    """Return what a kept receipt says of each text model: the provider bills it apart."""
    paid: dict[str, Decimal] = {}
    if receipt is None or receipt.get("usd") is None:
        return paid
    for part in receipt.get("lines", ()):
        name, parted, _ = part["label"].rpartition(_OF_TEXT)
        if parted and part["usd"] is not None:
            paid[name] = paid.get(name, Decimal(0)) + Decimal(part["usd"])
    return paid


def _json(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def receipt(
    model_id: str,
    usage: Usage | None,
    *,
    day: datetime.date,
    text_model: str | None = None,
    text_usage: Usage | None = None,
    svg_usage: Usage | None = None,
    pictures: bool = True,
    lost: int = 0,
) -> Receipt:
    """Work out what a call cost from the usage that came back.

    ``usage`` is the image usage; ``text_usage`` is the text model's own on the
    Responses route. A text model that the catalogue does not know has no price, so its
    lines have no amount. ``pictures`` is False for an answer of words alone; ``lost`` is
    how many pictures the usage says nothing of.
    """
    price = catalog().price(model_id, day)
    lines = _image_lines(usage, price)
    missing = [line(_lost(lost), None, None)] if lines and lost else []
    others = [
        part
        for name, extra in (
            (text_model or "Text model", text_usage),
            (str((svg_usage or {}).get("model") or "SVG author"), svg_usage),
        )
        for part in _text_lines(name, extra, day)
    ]
    known = [part.usd for part in (*lines, *others) if part.usd is not None]
    basis = (
        _basis(model_id, usage, lines, others, price)
        if pictures or not others
        else _basis_of_words(text_model or "the text model", others)
    )
    if missing:
        basis += " What did not arrive may have been charged as well."
    return Receipt(
        usd=sum(known, Decimal(0)) if known else None,
        basis=basis,
        lines=(*lines, *missing, *others),
        price_version=price.version if price else "",
        complete=bool(lines or others)
        # An image tool that was not called has used nothing.
        and (bool(lines) or not pictures)
        and all(part.usd is not None for part in (*lines, *missing, *others)),
        price_origin=_origin(price) if price else "",
        lost=lost,
    )


def _lost(count: int) -> str:
    return f"{count} picture{'s' if count > 1 else ''} that did not arrive"


def _origin(price: Price) -> str:
    day = f"{price.valid_from:%-d %B %Y}"
    return f"Prices since {day}, from {price.source}."


def _basis(
    model_id: str,
    usage: Usage | None,
    lines: list[PriceLine],
    others: list[PriceLine],
    price: Price | None,
) -> str:
    if usage is None:
        return "The answer does not say what was used, so the price is unknown."
    if not lines:
        return "The usage in the answer cannot be read, so the price is unknown."
    if price is None:
        return f"From the usage in the answer; no price is known for {model_id}."
    basis = f"From the usage in the answer, at the prices of {model_id}"
    basis += f" ({price.version})."
    if any(part.usd is None for part in lines):
        basis += " Not all of it is told apart, so it can be more."
    if any(part.usd is None for part in others):
        basis += " The price of the text model is not known and comes on top."
    return basis


def _basis_of_words(name: str, lines: list[PriceLine]) -> str:
    if any(part.usd is None for part in lines):
        return f"From the usage in the answer; no price is known for {name}."
    return (
        f"From the usage in the answer, at the prices of {name}. No picture was made."
    )


# --- Reading the usage -------------------------------------------------------


def _count(usage: Usage | None, *path: str) -> int | None:
    """Return a token count; ``None`` when it is missing or not a count."""
    value: Any = usage
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and value >= 0 else None


def _image_lines(usage: Usage | None, price: Price | None) -> list[PriceLine]:
    total_in, total_out = _count(usage, "input_tokens"), _count(usage, "output_tokens")
    # A picture without any output is a server that does not count.
    if usage is None or not total_out:
        return []
    rates = price or _NO_PRICE
    lines = _input_lines(usage, total_in, rates)
    text_out = _count(usage, "output_tokens_details", "text_tokens") or 0
    image_out = _count(usage, "output_tokens_details", "image_tokens")
    if image_out is None and not text_out and rates.text_out:
        # This model writes words beside its pictures, at a lower price, and here they
        # are not told apart.
        together = line("Pictures and text, not told apart", total_out, rates.text_out)
        return [*lines, together, line("What pictures cost beyond text", None, None)]
    # Other models' streamed answers have no details: then all output is pictures.
    if image_out is None:
        # More words than there is output cannot be true; then nothing is told apart.
        image_out = max(0, total_out - text_out)
    lines.append(line("Pictures", image_out, rates.image_out))
    if text_out:
        lines.append(line("Text beside the pictures", text_out, rates.text_out))
    if total_out > image_out + text_out:
        rest = total_out - image_out - text_out
        lines.append(line("Output not told apart", rest, None))
    return lines


def _input_lines(usage: Usage, total: int | None, rates: Rates) -> list[PriceLine]:
    """Return the lines of what went in, cached tokens apart.

    Only the image tool of the Responses route tells cached tokens; where it does
    not, everything is counted in full.
    """
    text = _count(usage, "input_tokens_details", "text_tokens")
    image = _count(usage, "input_tokens_details", "image_tokens")
    if text is None and image is None:
        # A total alone cannot be split between words and pictures.
        return [line("Input", total, None)] if total else []
    text, image = text or 0, image or 0
    cached_text = min(text, _cached(usage, "cached_text_tokens"))
    cached_image = min(image, _cached(usage, "cached_image_tokens"))
    parts = (
        ("Prompt", text - cached_text, rates.text_in),
        ("Prompt, cached", cached_text, rates.text_cached_in),
        ("Source pictures", image - cached_image, rates.image_in),
        ("Source pictures, cached", cached_image, rates.image_cached_in),
    )
    lines = [line(label, tokens, rate) for label, tokens, rate in parts if tokens]
    if total and total > text + image:
        lines.append(line("Input not told apart", total - text - image, None))
    return lines


def _cached(usage: Usage, name: str) -> int:
    return _count(usage, "cached_tokens_details", name) or 0


def _text_lines(name: str, usage: Usage | None, day: datetime.date) -> list[PriceLine]:
    """Return the lines of a text model's own tokens; cached ones are apart."""
    total = _count(usage, "input_tokens") or 0
    model = catalog().text_model(name)
    rates = model.rates(day, total) if model else None
    cached = min(total, _count(usage, "input_tokens_details", "cached_tokens") or 0)
    written = _count(usage, "input_tokens_details", "cache_write_tokens") or 0
    written = min(total - cached, written if rates and rates.cache_write else 0)
    counts = (
        ("input", total - cached - written, rates.input if rates else None),
        ("input, cached", cached, rates.cached or rates.input if rates else None),
        ("input, put into the cache", written, rates.cache_write if rates else None),
        (
            "output",
            _count(usage, "output_tokens") or 0,
            rates.output if rates else None,
        ),
    )
    return [
        line(f"{name}{_OF_TEXT}{label}", tokens, rate)
        for label, tokens, rate in counts
        if tokens
    ]
