"""``GET /v1/models`` and ``GET /v1/models/{id}``."""

import datetime
from typing import Any

from playground.catalog import catalog
from playground.simulator import errors
from playground.simulator.session import Session
from playground.simulator.wire import Reply, account_headers, json_reply

# The day from which OpenAI's first models count; there is none for a text model.
_UNTOLD = datetime.date(2025, 1, 1)


def listing(session: Session) -> Reply:
    """All models that can be called on the simulator's day."""
    return _reply(session, {"object": "list", "data": _all(session)})


def one(session: Session, model_id: str) -> Reply:
    """One of them; raises ``ApiError`` 404 for any other."""
    for entry in _all(session):
        if entry["id"] == model_id:
            return _reply(session, entry)
    # The text is that of the images endpoints; none is recorded for this one.
    raise errors.ApiError(
        404,
        f"The model '{model_id}' does not exist.",
        param="model",
        code="model_not_found",
    )


def _all(session: Session) -> list[dict[str, Any]]:
    if session.behaviour.local_models:
        return [
            _entry(name, _UNTOLD, None, "local")
            for name in session.behaviour.local_models
        ]
    images = [
        _entry(model.id, model.released or _UNTOLD, model.shutdown, "openai")
        for model in catalog().offered(session.day(), "simulator")
    ]
    texts = [
        _entry(model.id, model.released or _UNTOLD, model.shutdown, "openai")
        for model in catalog().texts.models.values()
        if model.state(session.day()) in ("current", "stopping")
    ]
    return images + texts


def _entry(
    model_id: str,
    created: datetime.date,
    shutdown: datetime.date | None,
    owner: str,
) -> dict[str, Any]:
    midnight = datetime.datetime.combine(created, datetime.time(), datetime.UTC)
    return {
        "id": model_id,
        "object": "model",
        "created": int(midnight.timestamp()),
        "owned_by": owner,
        "shutdown_date": shutdown.isoformat() if shutdown else None,
    }


def _reply(session: Session, body: dict[str, Any]) -> Reply:
    return json_reply(body, headers=account_headers(session.request, 1))
