"""What comes from outside, made fit for the database.

A server may send whatever it likes. A text that no database takes, or a number that
is too big for its column, must not cost the picture beside it.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from playground.core.storable import storable_text
from playground.imaging.outcome import Outcome, OutputImage, Resolved
from playground.imaging.pricing import Receipt

ID_LENGTH = 100
# Three times the longest prompt: what a page can still show.
TEXT_LENGTH = 100_000
WHOLE_MAX = 2**31 - 1
# One digit below what the columns of money hold; no call costs as much.
USD_MAX = Decimal(1000)


def storable_number(value: int | None) -> int | None:
    """Return the number, or None where its column cannot hold it."""
    return value if value is not None and 0 <= value <= WHOLE_MAX else None


def storable_json(value: Any) -> Any:
    """Return JSON with storable texts and without numbers that JSON does not have."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {
            storable_text(str(name)): storable_json(part)
            for name, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [storable_json(part) for part in value]
    return value


def storable_outcome(outcome: Outcome) -> Outcome:
    """Return the answer with every value fit for its column; pictures as they are."""
    identity = storable_text(outcome.response_id)
    return replace(
        outcome,
        images=tuple(_image(image) for image in outcome.images),
        usage=storable_json(outcome.usage),
        text_usage=storable_json(outcome.text_usage),
        svg_usage=storable_json(outcome.svg_usage),
        text=storable_text(outcome.text, TEXT_LENGTH),
        # A conversation cannot be continued with a part of its name.
        response_id=identity if len(identity) <= ID_LENGTH else None,
        request_id=storable_text(outcome.request_id, ID_LENGTH),
        processing_ms=storable_number(outcome.processing_ms),
        warnings=tuple(storable_text(warning) for warning in outcome.warnings),
    )


def _image(image: OutputImage) -> OutputImage:
    told = image.resolved
    return replace(
        image,
        resolved=Resolved(
            model=_optional(told.model),
            size=_optional(told.size),
            quality=_optional(told.quality),
            background=_optional(told.background),
            output_format=_optional(told.output_format),
        ),
        revised_prompt=_optional(image.revised_prompt, TEXT_LENGTH),
        item_id=_optional(image.item_id, ID_LENGTH),
    )


def _optional(value: str | None, length: int = ID_LENGTH) -> str | None:
    return None if value is None else storable_text(value, length)


def storable_receipt(bill: Receipt) -> tuple[Receipt, list[str]]:
    """Return the receipt, and a warning where its sum cannot be true.

    Then nothing is known of the price: an amount made of such counts is no receipt.
    """
    if bill.usd is None or bill.usd < USD_MAX:
        return bill, []
    unknown = replace(
        bill,
        usd=None,
        basis="The usage in the answer cannot be true, so the price is unknown.",
        lines=tuple(replace(line, usd=None) for line in bill.lines),
        complete=False,
    )
    return unknown, [f"By its usage this call cost more than ${USD_MAX}: not believed."]
