"""One request, one answer: the whole of what the rest of the product calls."""

from urllib.parse import urlsplit

from playground.imaging.outcome import InputFiles, OnPartial, Outcome
from playground.imaging.request import ImageRequest
from playground.imaging.routing import choose
from playground.providers import images_api, responses_api
from playground.providers.answers import Progress
from playground.providers.client import Connection, connection
from playground.providers.errors.mapping import map_error


def run(
    request: ImageRequest,
    files: InputFiles,
    *,
    on_partial: OnPartial | None = None,
    scenario: str = "",
    previous_response_id: str | None = None,
) -> Outcome:
    """Send one request and return the whole answer; raises ``ProviderError`` only.

    Blocks for as long as the API takes. ``on_partial`` is called in the same
    thread, in order; when it fails, previews stop and the call goes on. Nothing is
    sent twice, whatever happens. ``scenario`` matters to the simulator only.
    """
    try:
        found = connection(scenario=scenario)
    except Exception as error:  # noqa: BLE001
        unsent = map_error(error)
        unsent.may_be_billed = False
        raise unsent from None
    progress = Progress(
        on_partial, model=request.model, key=found.key, host=_host(found)
    )
    try:
        routing = choose(request)
        if routing.endpoint == "responses":
            return responses_api.call(
                request,
                files,
                found,
                progress,
                previous_response_id=previous_response_id,
            )
        return images_api.call(request, files, routing.endpoint, found, progress)
    except Exception as error:  # noqa: BLE001
        # The SDK's exceptions hold the request with its key, so they are not chained.
        raise progress.error(error) from None


def _host(found: Connection) -> str:
    return urlsplit(str(found.api.base_url)).hostname or ""
