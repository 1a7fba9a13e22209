"""Settings that came inside of files which somebody dropped on the composer.

What a file tells is kept with the session, by the code of its source, since a file that
had to be mended no longer tells it.
"""

import hashlib
from collections.abc import MutableMapping
from typing import IO, Any

from playground.catalog import catalog
from playground.imaging.request import ImageRequest
from playground.library.embedded_metadata import embedded, request_told
from playground.library.models import Image, SourceImage
from playground.people.models import User
from playground.providers.client import current_provider

KEY = "recalled"
MOST = 6


def told_by(user: User, file: IO[bytes]) -> dict[str, Any]:
    """A picture that is in the library with the same bytes, or what the file tells.

    Returns ``{"image": code}``, ``{"requested": {…}}``, or {} where nobody knows.
    """
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    known = Image.objects.visible_to(user).filter(sha256=digest).newest().first()
    if known is not None:
        return {"image": known.code}
    told = embedded(file)
    if not told:
        return {}
    request = request_told(told)
    return {"requested": request.to_json()} if request.prompt else {}


def recall_keep(
    session: MutableMapping[str, Any], source: SourceImage, told: dict[str, Any]
) -> None:
    """Remember what a file told; the oldest are forgotten."""
    kept = {code: it for code, it in recalls(session).items() if code != source.code}
    if told:
        kept[source.code] = told
    session[KEY] = dict(list(kept.items())[-MOST:])


def recalls(session: MutableMapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What added files have told of themselves, by the code of their source."""
    return dict(session.get(KEY, {}))


def recalled(told: dict[str, Any], current: ImageRequest) -> ImageRequest:
    """The request that a file told of; a model that nobody here has gives way."""
    request = ImageRequest.from_json(told["requested"])
    if catalog().resolve(request.model, current_provider().kind) is None:
        return request.changed(model=current.model)
    return request
