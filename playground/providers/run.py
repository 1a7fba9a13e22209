"""One request, one answer: the whole of what the rest of the product calls."""

from collections.abc import Iterable

from playground.imaging.outcome import InputFiles, OnPartial, Outcome
from playground.imaging.request import ImageRequest
from playground.imaging.routing import choose
from playground.providers import images_api, responses_api
from playground.providers.addresses import PICTURE_TIMEOUT_S
from playground.providers.client import Connection, connection
from playground.providers.errors import ProviderError
from playground.providers.errors.mapping import map_error
from playground.providers.head import Head, NoRecorder, Recorder
from playground.providers.receiving import Call, read_copy

__all__ = ["Head", "Recorder", "read_again", "run"]


def run(
    request: ImageRequest,
    files: InputFiles,
    *,
    on_partial: OnPartial | None = None,
    scenario: str = "",
    previous_response_id: str | None = None,
    recorder: Recorder | None = None,
) -> Outcome:
    """Send one request and return the whole answer; raises ``ProviderError`` only.

    Blocks for as long as the API takes. ``on_partial`` is called in the same
    thread, in order; when it fails, previews stop and the call goes on.
    ``recorder`` is given the bytes of a successful answer as they arrive. Nothing is
    sent twice, whatever happens. ``scenario`` matters to the simulator only.

    An answer that came whole but without a picture is an outcome too, where it says
    what it used: its ``error`` tells why there is none.
    """
    try:
        found = connection(scenario=scenario)
    except Exception as error:  # noqa: BLE001
        unsent = map_error(error)
        unsent.may_be_billed = False
        raise unsent from None
    asked = Call(
        request=request,
        connection=found,
        on_partial=on_partial,
        recorder=recorder or NoRecorder(),
    )
    try:
        # Found out before the answer is there: then its bytes come first.
        _ = asked.expected
        routing = choose(request)
        if routing.endpoint == "responses":
            return responses_api.call(
                files, asked, previous_response_id=previous_response_id
            )
        return images_api.call(files, routing.endpoint, asked)
    except Exception as error:  # noqa: BLE001
        # The SDK's exceptions hold the request with its key, so they are not chained.
        raise asked.error(error) from None


def read_again(
    head: Head, chunks: Iterable[bytes], *, patience_s: float = PICTURE_TIMEOUT_S
) -> Outcome:
    """Read the copy of an answer; raises ``ProviderError`` only. Sends no request.

    Pictures that wait at an address are loaded, which costs nothing; all together they
    may take ``patience_s``.
    """
    try:
        found: Connection | None = connection()
    except ProviderError:
        found = None
    try:
        return read_copy(head, chunks, found, patience_s=patience_s)
    except Exception as error:  # noqa: BLE001
        raise map_error(error, model=head.model, place=head.place) from None
