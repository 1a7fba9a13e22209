"""Reading answers, also those of servers that only resemble the API.

A picture may come as base64, as a data URL, or as an address. Usage and the echo
of size, quality, background and format are optional everywhere.
"""

import binascii
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import pybase64

from playground.imaging.outcome import OutputImage, Resolved
from playground.providers.client import Connection
from playground.providers.errors import AnswerError, ProviderError, SetupError
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals import refusal

PICTURE_MAX_BYTES = 200 * 2**20
PICTURE_TIMEOUT_S = 120.0
_ASK_THE_SERVER = (
    "The picture may have been charged. Look at the server's own log before you send "
    "the request again."
)


def unusable(message: str, *, request_id: str | None = None) -> AnswerError:
    """Return the error for an answer that cannot be used but may be charged."""
    return AnswerError(
        message,
        remedy=_ASK_THE_SERVER,
        code="unusable_answer",
        request_id=request_id,
        may_be_billed=True,
    )


def read_object(response: httpx2.Response) -> dict[str, Any]:
    """Return the JSON object of a successful answer, or raise ``ProviderError``."""
    request_id = response.headers.get("x-request-id")
    try:
        body = json.loads(response.content)
    except ValueError:
        raise _not_json(response, request_id) from None
    if not isinstance(body, dict):
        raise unusable(
            "The server's answer has an unknown form.", request_id=request_id
        )
    if body.get("error") and "data" not in body and "output" not in body:
        raise refusal(
            Fault.from_body(
                body,
                status=None,
                headers=response.headers,
                host=response.request.url.host,
            )
        )
    return body


def _not_json(response: httpx2.Response, request_id: str | None) -> ProviderError:
    if "html" in response.headers.get("content-type", ""):
        place = response.request.url.copy_with(userinfo=b"", query=None)
        return SetupError(
            f"{place} answered with a web page instead of a picture.",
            remedy="This is probably not the address of an image API. Check "
            "OPENAI_BASE_URL; it usually ends in /v1.",
            code="not_an_api",
            request_id=request_id,
        )
    return unusable(
        "The server's answer is not readable: it is incomplete or not JSON.",
        request_id=request_id,
    )


def read_pictures(
    body: Mapping[str, Any], connection: Connection, *, request_id: str | None
) -> tuple[list[OutputImage], list[str]]:
    """Return the pictures of an Images answer, and a warning for each bad one.

    A picture that cannot be read must not cost the others; only when none is
    left does this raise.
    """
    rows = body.get("data")
    images: list[OutputImage] = []
    failures: list[ProviderError] = []
    for row in rows if isinstance(rows, list) else ():
        try:
            images.append(read_picture(row, body, connection))
        except ProviderError as error:
            error.request_id = error.request_id or request_id
            failures.append(error)
    if not images:
        raise (
            failures[0]
            if failures
            else unusable("The answer holds no picture.", request_id=request_id)
        )
    return images, [error.message for error in failures]


def read_picture(row: Any, body: Any, connection: Connection) -> OutputImage:
    """Return one picture; what it says of itself wins over what the answer says."""
    if not isinstance(row, Mapping):
        raise unusable("A picture of the answer has an unknown form.")
    text = row.get("b64_json") or row.get("url")
    if not isinstance(text, str) or not text:
        raise unusable("A picture of the answer is empty.")
    if row.get("b64_json") or text.startswith("data:"):
        data = decode_picture(text)
    else:
        data = load_picture(text, connection)
    return OutputImage(
        data=data,
        resolved=resolved(row, body),
        revised_prompt=_text(row.get("revised_prompt")),
    )


def resolved(*places: Any, model: str | None = None) -> Resolved:
    """Collect the echo of the parameters; the first place that has one wins."""

    def first(name: str) -> str | None:
        for place in places:
            value = _text(place.get(name)) if isinstance(place, Mapping) else None
            if value:
                return value
        return None

    return Resolved(
        model=model,
        size=first("size"),
        quality=first("quality"),
        background=first("background"),
        output_format=first("output_format"),
    )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def decode_picture(text: str) -> bytes:
    """Decode base64, bare or as a data URL."""
    if text.startswith("data:"):
        head, comma, text = text.partition(",")
        if not comma or not head.endswith(";base64"):
            raise unusable("A picture of the answer is a data URL without base64.")
    try:
        data = pybase64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = _decode_patiently(text)
    if not data:
        raise unusable("A picture of the answer is empty.")
    return data


def _decode_patiently(text: str) -> bytes:
    """Some servers break lines or leave out the padding; more is not forgiven."""
    text = "".join(text.split())
    try:
        return pybase64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise unusable("A picture of the answer is damaged.") from None


def load_picture(url: str, connection: Connection) -> bytes:
    """Load a picture from the configured server itself, and from nowhere else.

    An answer that could name any address would let a server make this one ask
    its neighbours.
    """
    try:
        address = urljoin(f"{connection.base_url}/", url)
    except ValueError:
        raise unusable("A picture's address in the answer is not one.") from None
    if _origin(address) != _origin(connection.base_url):
        raise unusable(
            "The answer points to a picture on another server "
            f"({_origin(address)[1] or url[:80]}), which is not loaded."
        )
    try:
        return _load(address, connection)
    # An address that is none is no HTTPError.
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise unusable(
            f"The picture was made but could not be loaded from the server "
            f"({type(error).__name__})."
        ) from None


def _origin(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, (parts.hostname or "").lower(), port


def _load(address: str, connection: Connection) -> bytes:
    deadline = time.monotonic() + PICTURE_TIMEOUT_S
    # Same origin as the API itself, so it may see the key.
    headers = {"Authorization": f"Bearer {connection.key}"}
    chunks: list[bytes] = []
    seen = 0
    with connection.http.stream(
        "GET", address, headers=headers, timeout=PICTURE_TIMEOUT_S
    ) as response:
        if response.status_code != 200:
            raise unusable(
                "The picture was made but could not be loaded: the server answered "
                f"{response.status_code}."
            )
        for chunk in response.iter_bytes():
            seen += len(chunk)
            if seen > PICTURE_MAX_BYTES or time.monotonic() > deadline:
                raise unusable(
                    "The picture was made but could not be loaded: it is too large or "
                    "came too slowly."
                )
            chunks.append(chunk)
    return b"".join(chunks)


def read_usage(value: Any) -> dict[str, Any] | None:
    """Return usage that a receipt can be made from, else ``None``.

    Some servers send zeros or numbers of another kind of model; a receipt of
    nothing would be wrong where the truth is "unknown".
    """
    if not isinstance(value, Mapping):
        return None
    counts = [value.get(name) for name in ("input_tokens", "output_tokens")]
    if not all(_is_count(count) for count in counts):
        return None
    if not any(counts):
        return None
    return {
        name: part
        for name, part in value.items()
        if isinstance(part, str)
        or _is_count(part)
        or (
            isinstance(part, Mapping)
            and all(_is_count(count) for count in part.values())
        )
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
