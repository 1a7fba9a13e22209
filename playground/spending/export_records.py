"""Reads a provider's export as it was written, JSON or CSV, into records of one form."""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from playground.spending.overlapping import count_equal, says_whose, without_repeats

MAX_BYTES = 5 * 2**20
# Columns of a CSV file, by what they are called.
_AMOUNT = ("amount_value", "amount.value", "amount", "value")
_CURRENCY = ("amount_currency", "amount.currency", "currency")
_START = ("start_time", "bucket_start_time")
# What a result of the API is about; all else it says of that are amounts.
_WHAT = (
    *("start_time", "object", "line_item", "model", "organization_id", "project_id"),
    *("api_key_id", "api_source", "user_id", "source", "size", "currency"),
)


class UnreadableExport(ValueError):
    """The file is no export that can be compared; the message says why."""


def read_records(data: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what stands in a file, with the API's names, and what is to be known of it.

    Raises ``UnreadableExport`` where nothing can be read.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableExport("The file is above 5 MB. Export fewer days at once.")
    text = _text(data)
    if not text.strip():
        raise UnreadableExport("The file is empty.")
    is_json = text.lstrip().startswith(("{", "["))
    records, notes = _json(text) if is_json else without_repeats(_csv(text))
    if equal := count_equal(records):
        notes.append(
            f"{equal} line{' is' if equal == 1 else 's are'} equal to another and "
            "counted as well, since none says whose it is."
        )
    return records, notes


def _json(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    try:
        # As they are written: a float would no longer be the amount.
        told = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise UnreadableExport("The file begins like JSON and is none.") from None
    pages = told if isinstance(told, list) else [told]
    found: dict[str, dict[str, Any]] = {}
    for page in pages:
        if not isinstance(page, Mapping) or not isinstance(page.get("data"), list):
            raise UnreadableExport(
                "This JSON is no page of the costs or usage API: it has no “data”."
            )
        for bucket in page["data"]:
            if isinstance(bucket, Mapping) and isinstance(bucket.get("results"), list):
                # What comes again was asked for later: the day may be whole now.
                found |= _results(bucket)
    last = pages[-1] if pages else {}
    notes = []
    if isinstance(last, Mapping) and last.get("has_more"):
        notes.append("There are more pages: days after the last one are missing.")
    return list(found.values()), notes


def _results(bucket: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the results of a day by what they are about.

    Equal ones that do not say whose they are stand for themselves.
    """
    found: dict[str, dict[str, Any]] = {}
    for result in bucket["results"]:
        if isinstance(result, Mapping):
            flat = _flat(result, bucket)
            about = str([flat.get(name) for name in _WHAT])
            while about in found and not says_whose(flat):
                about += "again"
            found[about] = flat
    return found


def _flat(result: Mapping[str, Any], bucket: Mapping[str, Any]) -> dict[str, Any]:
    amount = result.get("amount")
    flat = {**result, "start_time": bucket.get("start_time")}
    if isinstance(amount, Mapping):
        flat |= {"amount": amount.get("value"), "currency": amount.get("currency")}
    return flat


def _text(data: bytes) -> str:
    """Return the text, as programs for tables write it too."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableExport(
            "The file is not text: export it as JSON or CSV."
        ) from None


def _csv(text: str) -> list[dict[str, Any]]:
    # What some programs write above the columns, to tell what parts them.
    text = re.sub(r"\Asep=.\s*\n", "", text.lstrip(), flags=re.IGNORECASE)
    first = text.partition("\n")[0]
    parted_by = max(",;\t", key=first.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text), delimiter=parted_by))
    except csv.Error:
        raise UnreadableExport("The file is neither JSON nor CSV.") from None
    if not rows:
        raise UnreadableExport(
            "There is one line in this file at most, and no figures."
        )
    found = []
    for row in rows:
        named = {str(key).strip().lower(): value for key, value in row.items()}
        found.append(
            {
                **named,
                "start_time": _first(named, _START),
                "amount": _point(_first(named, _AMOUNT), parted_by),
                "currency": _first(named, _CURRENCY) or "usd",
            }
        )
    return found


def _point(amount: Any, parted_by: str) -> Any:
    """Return an amount with a decimal point and nothing between its thousands.

    Who writes decimals with a comma does not part columns by it. So between commas a
    comma stands between thousands, as in "1,234.56".
    """
    if not isinstance(amount, str):
        return amount
    amount = amount.strip().removeprefix("$")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+\.\d+", amount) or (
        parted_by == "," and re.fullmatch(r"-?\d{1,3}(,\d{3})+", amount)
    ):
        return amount.replace(",", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d+|-?\d+,\d+", amount):
        return amount.replace(".", "").replace(",", ".")
    return amount


def _first(row: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((row[name] for name in names if row.get(name)), None)
