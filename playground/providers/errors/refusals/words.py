"""The API's own sentences about a setting, said for a person."""

import re

from playground.imaging.parameters import PARAMETERS
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals.parts import said, sentence

_BY_CODE = {
    "invalid_png_output_compression": "PNG keeps every pixel, so it takes no "
    "compression below 100.",
    "invalid_input_fidelity_model": "This model does not take a fidelity.",
}
_SIZE_REASONS = {
    "Requested resolution is below the current minimum pixel budget.": "It has too few "
    "pixels for this model.",
    "Requested resolution exceeds the current pixel budget.": "It has too many pixels "
    "for this model.",
    "The longest edge must be less than or equal to 3840.": "The longer edge may have "
    "3840 pixels at most.",
}


def label_of(field: str) -> str:
    """Return a parameter's name at the start of a sentence."""
    return PARAMETERS.label(field)


def plain(fault: Fault, field: str | None) -> str:
    """Say what was wrong with a setting; the API's own words where none fit."""
    text = fault.message
    if fault.code in _BY_CODE:
        return _BY_CODE[fault.code]
    if size := re.match(r"Invalid size '([^']*)'\.?\s*(.*)", text):
        reason = _SIZE_REASONS.get(size[2], sentence(size[2]))
        return f"The size {size[1]} is not possible. {reason}".strip()
    label = label_of(field) if field else "A setting"
    if value := re.match(
        r"Invalid value: '([^']*)'\. Supported values are: (.*?)\.?$", text
    ):
        allowed = value[2].replace("'", "").replace(", and ", " and ")
        return f"{label} cannot be “{value[1]}” here. Possible are {allowed}."
    if number := re.search(r"Expected a value ([<>])= (\d+), but got (-?\d+)", text):
        bound = "at most" if number[1] == "<" else "at least"
        return f"{label}: {bound} {number[2]}, not {number[3]}."
    return said(fault, "The server did not accept a setting.")
