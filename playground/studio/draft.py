"""What stands in the composer while nobody has pressed the button yet.

Kept in the session as posted text by field, so that nothing typed is lost, not
even what is wrong.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from playground.people.models import User
from playground.provider.request import DEFAULTS, ImageRequest
from playground.studio.forms import (
    NUMBER_FIELDS,
    OPTIONAL_NUMBER_FIELDS,
    OPTIONAL_TEXT_FIELDS,
    TEXT_FIELDS,
)
from playground.studio.services.files import sources_by_digest

KEY = "draft"
FIELDS = (
    "prompt",
    "model",
    "size_custom",
    "image",
    "mask",
    "markup",
    "scenario",
    "lock",
    *TEXT_FIELDS,
    *NUMBER_FIELDS,
    *OPTIONAL_TEXT_FIELDS,
    *OPTIONAL_NUMBER_FIELDS,
)


def draft_save(session: SessionBase, posted: QueryDict) -> None:
    """Remember the composer as it was posted; no secrets, no files."""
    draft = {name: posted.getlist(name) for name in FIELDS if name in posted}
    if session.get(KEY) != draft:
        session[KEY] = draft


def draft_load(session: SessionBase) -> QueryDict | None:
    """Return what was remembered, or None."""
    draft = session.get(KEY)
    return posted_from(draft) if isinstance(draft, dict) else None


def posted_from(values: dict[str, Any]) -> QueryDict:
    """Return values as if they had been posted."""
    posted = QueryDict(mutable=True)
    for name, value in values.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return posted


def posted_request(request: ImageRequest, owner: User) -> QueryDict:
    """Return a request as the composer would post it: "use these settings".

    Costs one query when the request has files; files that are gone are left out.
    """
    digests = [*request.sources, request.mask or "", request.markup or ""]
    files = sources_by_digest(owner, digests)

    def codes(names: Iterable[str | None]) -> list[str]:
        return [files[name].code for name in names if name in files]

    values: dict[str, Any] = {
        "prompt": request.prompt,
        "model": request.model,
        "image": codes(request.sources),
        "mask": codes([request.mask]),
        "markup": codes([request.markup]),
    }
    names = (
        *TEXT_FIELDS,
        *NUMBER_FIELDS,
        *OPTIONAL_TEXT_FIELDS,
        *OPTIONAL_NUMBER_FIELDS,
    )
    for name in names:
        value = getattr(request, name)
        if value is not None and value != DEFAULTS[name]:
            values[name] = str(value)
    return posted_from(values)
