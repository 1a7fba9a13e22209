"""Reads what a provider says was used: answers of OpenAI's costs and usage API.

As JSON, one page of the answer or a list of pages; or as CSV whose columns have the
API's names. The dashboard's own download is documented nowhere, so it is read only
as far as its columns have these names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.catalog import catalog, without_date
from playground.spending.export_records import UnreadableExport, read_records

COSTS = "organization.costs.result"
IMAGES = "organization.usage.images.result"


@dataclass(frozen=True)
class ExportLine:
    """What was charged or used on a day (UTC), of a model where that is told."""

    day: date
    model: str
    usd: Decimal | None = None
    requests: int | None = None
    # Whose it is, where that is told.
    organization: str = ""
    project: str = ""


@dataclass
class Export:
    """All lines of a file, whose it is, and what is to be known of it."""

    lines: list[ExportLine] = field(default_factory=list)
    organizations: set[str] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def by_model(self) -> bool:
        """Whether any line names a model: daily sums alone do not."""
        return any(line.model for line in self.lines)

    @property
    def tells_money(self) -> bool:
        """Whether any line has dollars: usage alone has none."""
        return any(line.usd is not None for line in self.lines)


def read_export(data: bytes) -> Export:
    """Read a file; raises ``UnreadableExport`` when nothing in it can be compared."""
    records, notes = read_records(data)
    export = Export(notes=notes)
    others, foreign = 0, 0
    for record in records:
        line = _line(record)
        organization, project = (
            str(record.get(name) or "") for name in ("organization_id", "project_id")
        )
        export.organizations |= {organization} - {""}
        export.projects |= {project} - {""}
        if line is None:
            others += 1
        elif (
            line.usd is not None and str(record.get("currency", "usd")).lower() != "usd"
        ):
            foreign += 1
        else:
            export.lines.append(
                replace(line, organization=organization, project=project)
            )
    if not export.lines:
        raise UnreadableExport(
            "There is neither a cost nor a usage of images in this file. Give the "
            "answer of /v1/organization/costs (grouped by line_item) or of "
            "/v1/organization/usage/images (grouped by model), or a CSV with their "
            f"names as columns: start_time, amount_value, line_item.{_what_there_is(records)}"
        )
    if others:
        export.notes.append(f"{others} lines are about something else and left out.")
    if foreign:
        export.notes.append(f"{foreign} lines are not in US dollars and left out.")
    return export


def _what_there_is(records: Sequence[Mapping[str, Any]]) -> str:
    """Say which columns a file has instead."""
    own = ("start_time", "amount", "currency")
    names = [name for name in (records[0] if records else {}) if name not in own]
    shown = ", ".join(name[:30] for name in names[:8])
    return f" There is: {shown}." if shown else ""


def _line(record: Mapping[str, Any]) -> ExportLine | None:
    """Return what a record says, None where it is about something else."""
    day = _day(record.get("start_time"))
    if day is None or record.get("object") not in (None, COSTS, IMAGES):
        return None
    item = record.get("line_item") or record.get("model") or ""
    # "gpt-image-2, output_tokens": the model, and what of it.
    name = model_name(str(item).partition(",")[0].strip())
    usd = _decimal(record.get("amount"))
    if usd is not None:
        return ExportLine(day, name, usd=usd)
    count = _decimal(record.get("num_model_requests"))
    if count is not None and count == int(count):
        return ExportLine(day, name, requests=int(count))
    return None


def model_name(name: str) -> str:
    """Return a model's own name: a dated snapshot is billed like what it is one of."""
    if text := catalog().text_model(name):
        return text.id
    model = catalog().get(name) or catalog().get(without_date(name))
    return (model.snapshot_of or model.id) if model else name


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    # Neither dollars of a day nor seconds of our age are as many.
    return number if number.is_finite() and abs(number) < 10**10 else None


def _day(value: Any) -> date | None:
    seconds = _decimal(value)
    try:
        if seconds is not None:
            day = datetime.fromtimestamp(int(seconds), UTC).date()
        elif value:
            day = datetime.fromisoformat(str(value)).date()
        else:
            return None
        # One step from either end of the calendar leaves room to count in days.
        return day if 1 < day.year < 9999 else None
    except (ValueError, OverflowError, OSError):
        return None
