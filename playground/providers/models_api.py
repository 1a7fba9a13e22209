"""What the server itself says it offers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from playground.providers.client import connection
from playground.providers.errors import SetupError
from playground.providers.errors.mapping import map_error, without_key
from playground.providers.reading.values import Damaged, read_values
from playground.providers.receiving import place_of


@dataclass(frozen=True)
class RemoteModel:
    """A model as the server lists it. ``shutdown`` is the day it stops, if it has one."""

    id: str
    shutdown: datetime.date | None = None


def list_models(*, scenario: str = "") -> tuple[RemoteModel, ...]:
    """Ask the server for its models, in its order; raises ``ProviderError`` only."""
    key = place = ""
    try:
        found = connection(scenario=scenario)
        key = found.key
        place = place_of(found)
        answer = found.api.models.with_raw_response.list()
        return models_in(answer.http_response)
    except Exception as error:  # noqa: BLE001
        raise without_key(map_error(error, place=place), key) from None


def models_in(response: httpx2.Response) -> tuple[RemoteModel, ...]:
    """Return the models of an answer, in its order."""
    rows = _rows(response)
    return tuple(
        RemoteModel(row["id"], _date(row.get("shutdown_date")))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and isinstance(row.get("id"), str)
    )


def _rows(response: httpx2.Response) -> Any:
    try:
        values, _ = read_values(response.content)
    except Damaged:
        values = []
    if values and isinstance(values[0], Mapping):
        return values[0].get("data")
    what = "cannot be read"
    if "html" in response.headers.get("content-type", ""):
        what = "is a web page"
    raise SetupError(
        f"The server's list of models {what}.",
        remedy="Check OPENAI_BASE_URL; it usually ends in /v1.",
        code="not_an_api",
    )


def _date(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
