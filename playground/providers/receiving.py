"""From an open response, or its copy on disk, to an outcome."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlsplit

import httpx2

from playground.catalog import catalog
from playground.core.clock import today
from playground.imaging.outcome import OnPartial, Outcome
from playground.imaging.request import ImageRequest
from playground.imaging.routing import choose
from playground.providers import deadlines
from playground.providers.addresses import (
    PICTURE_TIMEOUT_S,
    WAITS_S,
    load_picture,
    shown,
)
from playground.providers.client import Connection
from playground.providers.errors import ProviderError
from playground.providers.errors.mapping import map_error, without_key
from playground.providers.head import Head, NoRecorder, Recorder, kept_headers
from playground.providers.reading.pictures import PICTURE_MAX_BYTES, Unreadable
from playground.providers.reading.reader import Reader

# What may follow after all that was asked for has come: usage, an end mark.
GRACE_S = 2.0
_BESIDE_BYTES = 32 * 2**20


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call: what is asked, over which connection, and who hears of it."""

    request: ImageRequest
    connection: Connection
    on_partial: OnPartial | None = None
    recorder: Recorder = field(default_factory=NoRecorder)

    @cached_property
    def expected(self) -> Head:
        """What is known of the answer before it comes."""
        on_images = choose(self.request).endpoint != "responses"
        return Head(
            place=place_of(self.connection),
            model=self.request.model,
            text_model=text_model_of(self.request),
            n=self.request.n if on_images else None,
            partial_images=self.request.partial_images or 0,
        )

    def head_of(self, response: httpx2.Response) -> Head:
        """What to keep of a response: no key, no password, no query."""
        url = response.request.url.copy_with(userinfo=b"", query=None)
        headers = kept_headers(response.headers, self.connection.key)
        return replace(self.expected, headers=headers, url=str(url))

    def error(self, error: BaseException) -> ProviderError:
        """Return what an exception of this call means."""
        mapped = map_error(
            error,
            model=self.request.model,
            text_model=text_model_of(self.request),
            place=place_of(self.connection),
        )
        return without_key(mapped, self.connection.key)


def text_model_of(request: ImageRequest) -> str:
    """Return the model at the top of the Responses route; "" on the Images route."""
    if choose(request).endpoint != "responses":
        return ""
    return request.responses_model or catalog().default_responses_model(today())


def place_of(connection: Connection) -> str:
    """Return the server's name and port, as a person would write them."""
    return urlsplit(str(connection.api.base_url)).netloc.rpartition("@")[2]


def receive(response: httpx2.Response, call: Call) -> Outcome:
    """Read an answer to its end, and keep its bytes while they arrive.

    Until its first bytes are kept, nothing is done that can wait. Ends when the last
    thing that was asked for has come, also where the server does not say so.
    """
    head = call.head_of(response)
    call.recorder.begin(head)
    reader = _reader(head, call)
    try:
        _read(response, reader, head, call.recorder)
    except Exception as error:  # noqa: BLE001
        reader.broke(error)
    finally:
        response.close()
        call.recorder.end()
    return reader.outcome()


def read_copy(
    head: Head,
    chunks: Iterable[bytes],
    connection: Connection | None,
    *,
    patience_s: float = PICTURE_TIMEOUT_S,
) -> Outcome:
    """Read an answer from its copy; raises ``ProviderError`` when it holds nothing.

    Sends no request but for pictures that wait at an address of ``connection``; all of
    these together may take ``patience_s``.
    """
    end = time.monotonic() + patience_s

    def load(url: str) -> bytes:
        if connection is None or place_of(connection) != head.place:
            raise Unreadable(
                f"The picture waits at {shown(url)}, which is not on the server that is "
                "configured now."
            )
        return load_picture(url, connection, waits=(), end=end)

    key = connection.key if connection else ""
    reader = Reader(
        head,
        load=load,
        explain=lambda error: without_key(map_error(error, place=head.place), key),
        key=key,
    )
    for chunk in chunks:
        reader.feed(chunk)
    return reader.outcome()


def _reader(head: Head, call: Call) -> Reader:
    return Reader(
        head,
        load=lambda url: load_picture(url, call.connection, waits=WAITS_S),
        on_partial=call.on_partial,
        explain=call.error,
        key=call.connection.key,
    )


def _read(
    response: httpx2.Response, reader: Reader, head: Head, recorder: Recorder
) -> None:
    seen, most = 0, _limit(head)
    over: float | None = None
    for chunk in response.iter_raw():
        recorder.write(chunk)
        reader.feed(chunk)
        seen += len(chunk)
        if reader.ended:
            return
        if over is None and reader.complete:
            over = time.monotonic() + GRACE_S
            deadlines.hurry(GRACE_S)
        if over is not None and time.monotonic() > over:
            return
        if seen > most:
            raise httpx2.RemoteProtocolError(
                "the answer is larger than the limit", request=response.request
            )


def _limit(head: Head) -> int:
    """Return how many bytes an answer may have: twice what it can need, in base64."""
    pictures = (head.n or 4) * (2 + head.partial_images)
    return _BESIDE_BYTES + pictures * PICTURE_MAX_BYTES * 4 // 3
