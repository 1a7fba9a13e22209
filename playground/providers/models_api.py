"""What the server itself says it offers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground.providers.client import connection
from playground.providers.compatible import read_object
from playground.providers.errors.mapping import map_error, without_key


@dataclass(frozen=True)
class RemoteModel:
    """A model as the server lists it. ``shutdown`` is the day it stops, if it has one."""

    id: str
    shutdown: datetime.date | None = None


def list_models(*, scenario: str = "") -> tuple[RemoteModel, ...]:
    """Ask the server for its models, in its order; raises ``ProviderError`` only."""
    key = ""
    try:
        found = connection(scenario=scenario)
        key = found.key
        answer = found.api.models.with_raw_response.list()
        rows = read_object(answer.http_response).get("data")
    except Exception as error:  # noqa: BLE001
        raise without_key(map_error(error), key) from None
    return tuple(
        RemoteModel(row["id"], _date(row.get("shutdown_date")))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and isinstance(row.get("id"), str)
    )


def _date(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
