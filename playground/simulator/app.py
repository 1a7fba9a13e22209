"""The WSGI application: which address does what, and every answer's headers."""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx2

from playground.simulator import errors, images, models, responses, scenarios
from playground.simulator.behaviours import server_error
from playground.simulator.drawing import Studio
from playground.simulator.errors import ApiError
from playground.simulator.memory import Memory
from playground.simulator.pace import Latency
from playground.simulator.session import Session
from playground.simulator.wire import (
    ConnectionDroppedError,
    Environ,
    Reply,
    Request,
    StartResponse,
    account_headers,
    json_reply,
    nothing_here,
    standing_headers,
    status_line,
)

logger = logging.getLogger(__name__)

Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Endpoint = Callable[[Session], Reply]

_POST: dict[str, Endpoint] = {
    "/v1/images/generations": images.generations,
    "/v1/images/edits": images.edit,
    "/v1/responses": responses.create,
}
_QUIET_HANG_S = 0.2
_HANG_S = 30.0


def create_app(
    *,
    latency: Latency = "instant",
    day: Callable[[], datetime.date] = datetime.date.today,
    hang_s: float | None = None,
    conversations: Path | None = None,
) -> Application:
    """Return an API of one's own.

    ``conversations`` is the file in which it keeps those, and finds those of
    earlier processes; without one it forgets with its own. ``hang_s`` is how long the scenario of the missing answer keeps a client
    waiting, unless the client's own patience is shorter.
    """
    if hang_s is None:
        hang_s = _QUIET_HANG_S if latency == "instant" else _HANG_S
    return Simulator(Studio(latency, day), day, hang_s, Memory(conversations))


class Simulator:
    """Safe to call from many threads at once."""

    def __init__(
        self,
        studio: Studio,
        day: Callable[[], datetime.date],
        hang_s: float,
        memory: Memory,
    ) -> None:
        self._studio = studio
        self._day = day
        self._hang_s = hang_s
        self._memory = memory

    def __call__(
        self, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO") or "/")
        method = str(environ.get("REQUEST_METHOD") or "GET")
        # Azure serves the same addresses one level down.
        request = Request(method, path.removeprefix("/openai"), environ)
        reply = self._reply(request)
        headers = [*standing_headers(request), *reply.headers]
        if reply.content_type:
            headers.insert(0, ("Content-Type", reply.content_type))
        body: Iterable[bytes]
        if isinstance(reply.body, bytes):
            headers.append(("Content-Length", str(len(reply.body))))
            body = [reply.body]
        else:
            body = _guarded(reply.body)
        start_response(status_line(reply.status), headers)
        return body

    def _reply(self, request: Request) -> Reply:
        try:
            return self._route(request)
        except ApiError as error:
            return _error_reply(request, error)
        except httpx2.RequestError:
            raise
        except Exception:  # A client must get an answer whatever is wrong here.
            logger.exception("The simulator failed")
            failure = server_error("The simulator failed; its log says why.")
            return _error_reply(request, failure)

    def _route(self, request: Request) -> Reply:
        scenario = scenarios.for_key(request.api_key)
        if scenario.behaviour.arrive:
            reply = scenario.behaviour.arrive(request, self._hang_s)
            if reply is not None:
                return reply
        if request.method == "GET" and request.path.startswith("/files/"):
            return self._file(request.path.removeprefix("/files/"))
        endpoint = _endpoint(request)
        if endpoint is None:
            return nothing_here()
        if not request.api_key:
            raise errors.bad_key("")
        return endpoint(
            Session(
                request=request,
                behaviour=scenario.behaviour,
                studio=self._studio,
                memory=self._memory,
                day=self._day,
            )
        )

    def _file(self, name: str) -> Reply:
        found = self._memory.files.get(name)
        if found is None:
            return nothing_here()
        data, media_type = found
        return Reply(200, data, content_type=media_type)


def _endpoint(request: Request) -> Endpoint | None:
    if request.method == "POST":
        return _POST.get(request.path)
    if request.method != "GET":
        return None
    if request.path == "/v1/models":
        return models.listing
    if request.path.startswith("/v1/models/"):
        model_id = request.path.removeprefix("/v1/models/")
        return lambda session: models.one(session, model_id)
    return None


def _error_reply(request: Request, error: ApiError) -> Reply:
    headers = list(error.headers)
    # Somebody the API does not know has no organisation either.
    if error.status != 401:
        headers = [*account_headers(request, 1), *headers]
    return json_reply(error.body(), status=error.status, headers=headers)


def _guarded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Let a stream that fails look like a connection that does."""
    try:
        yield from chunks
    except httpx2.RequestError:
        raise
    except Exception as error:
        logger.exception("The simulator failed while streaming")
        raise ConnectionDroppedError("The simulator failed while streaming") from error
