"""The configured client: OpenAI, a compatible server, or the simulator."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

import httpx2
from django.conf import settings
from django.utils.module_loading import import_string

from playground.core.clock import today
from playground.imaging.provider import OPENAI_URL, Provider
from playground.providers.errors import SetupError
from playground.providers.errors.fault import is_openai_host
from playground.providers.errors.secrets import NO_KEY
from playground.providers.proxies import socks_without_support
from playground.providers.transport import (
    AttachingClient,
    GuardedClient,
    InProcessTransport,
)

if TYPE_CHECKING:
    import openai

SIMULATOR_URL = "http://simulator/v1"
CONNECT_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Connection:
    """A client that is shared by all threads, and what it was made from."""

    api: "openai.OpenAI"
    http: httpx2.Client
    provider: Provider
    base_url: str
    key: str = field(repr=False)


@dataclass(frozen=True)
class _Configuration:
    base_url: str
    key: str = field(repr=False)
    organization: str
    project: str
    timeout_s: int
    latency: str


_lock = threading.Lock()
_http_clients: dict[_Configuration, httpx2.Client] = {}
_connections: dict[tuple[_Configuration, str], Connection] = {}


def current_provider() -> Provider:
    """Return who answers under the present settings."""
    return _provider(_configuration())


def client(*, scenario: str = "") -> "openai.OpenAI":
    """Return the shared client. ``scenario`` matters to the simulator only."""
    return connection(scenario=scenario).api


def connection(*, scenario: str = "") -> Connection:
    """Return the shared connection; raises ``SetupError`` when a key is missing."""
    configuration = _configuration()
    provider = _provider(configuration)
    if provider.kind == "openai" and not configuration.key:
        raise SetupError(
            "OpenAI needs an API key, and none is set.",
            remedy="Set OPENAI_API_KEY and start again, or remove OPENAI_BASE_URL to "
            "use the simulator.",
            code="missing_api_key",
        )
    if provider.kind != "simulator":
        scenario = ""
    with _lock:
        found = _connections.get((configuration, scenario))
        if found is None:
            found = _connect(configuration, provider, scenario)
            _connections[configuration, scenario] = found
        return found


def get_ready() -> None:
    """Load what the first call needs, so that it need not wait.

    The SDK and its HTTP client load their parts when they are first used, which
    takes a few tenths of a second. Without a usable configuration this does nothing;
    the call itself tells what is wrong.
    """
    with suppress(SetupError):
        found = connection()
        _ = (
            found.api.images.with_streaming_response,
            found.api.responses.with_streaming_response,
        )


def close_connections() -> None:
    """Close what is open; the next call connects anew. No call may be under way."""
    with _lock:
        _connections.clear()
        while _http_clients:
            _http_clients.popitem()[1].close()


def simulator_scenarios() -> Sequence[Any]:
    """Return what the simulator can be told to do: key, label, hint and group each."""
    found: Sequence[Any] = import_string(
        f"{settings.PLAYGROUND_SIMULATOR}.scenarios.SCENARIOS"
    )
    return found


def _configuration() -> _Configuration:
    return _Configuration(
        base_url=settings.OPENAI_BASE_URL.rstrip("/"),
        key=settings.OPENAI_API_KEY,
        organization=settings.OPENAI_ORG_ID,
        project=settings.OPENAI_PROJECT_ID,
        timeout_s=settings.PLAYGROUND_TIMEOUT_S,
        latency=settings.PLAYGROUND_SIMULATOR_LATENCY,
    )


def _provider(configuration: _Configuration) -> Provider:
    if not configuration.base_url:
        if configuration.key:
            return Provider("openai", "OpenAI", OPENAI_URL)
        return Provider("simulator", "Simulator")
    parts = urlsplit(configuration.base_url)
    if is_openai_host(parts.hostname or ""):
        return Provider("openai", "OpenAI", configuration.base_url)
    # A name and password in the address are for the connection, not for a page.
    place = parts.netloc.rpartition("@")[2]
    shown = parts._replace(netloc=place).geturl()
    return Provider("compatible", place or configuration.base_url, shown)


def _connect(
    configuration: _Configuration, provider: Provider, scenario: str
) -> Connection:
    simulated = provider.kind == "simulator"
    key = f"sim-{scenario or 'ok'}" if simulated else configuration.key or NO_KEY
    base_url = SIMULATOR_URL if simulated else configuration.base_url or OPENAI_URL
    if urlsplit(base_url).scheme not in ("http", "https"):
        raise SetupError(
            f"OPENAI_BASE_URL is not a web address: {base_url}",
            remedy="It has to start with http:// or https:// and usually ends in /v1.",
            code="invalid_base_url",
        )
    if urlsplit(base_url).query or urlsplit(base_url).fragment:
        raise SetupError(
            "OPENAI_BASE_URL ends in a query, to which no path can be added.",
            remedy="Leave out everything from the question mark on. Azure's address "
            "without one ends in /openai/v1.",
            code="invalid_base_url",
        )
    if not simulated and (variable := socks_without_support()):
        raise SetupError(
            f"{variable} names a SOCKS proxy, which needs the package socksio.",
            remedy="Install it (pip install socksio), or name an http:// proxy.",
            code="proxy",
        )
    import openai  # Not where nothing is sent: it is large.

    http = _http_clients.get(configuration)
    if http is None:
        http = _http_clients[configuration] = _http_client(configuration, simulated)
    api = openai.OpenAI(
        # The SDK insists on a key; servers without accounts ignore "none".
        api_key=key,
        base_url=base_url,
        organization=configuration.organization or None,
        project=configuration.project or None,
        timeout=http.timeout,
        # It would repeat calls that may have been billed.
        max_retries=0,
        http_client=http,
    )
    return Connection(api, http, provider, base_url, key)


def _http_client(configuration: _Configuration, simulated: bool) -> httpx2.Client:
    timeout = httpx2.Timeout(configuration.timeout_s, connect=CONNECT_TIMEOUT_S)
    if simulated:
        return AttachingClient(
            transport=InProcessTransport(_simulator(configuration.latency)),
            timeout=timeout,
        )
    # The SDK's own limits.
    limits = httpx2.Limits(max_connections=1000, max_keepalive_connections=100)
    return GuardedClient(
        limit_s=configuration.timeout_s, timeout=timeout, limits=limits
    )


def _simulator(latency: str) -> WSGIApplication:
    # The painter behind it takes its time to load, and real use never needs it.
    create_app = import_string(f"{settings.PLAYGROUND_SIMULATOR}.app.create_app")
    app: WSGIApplication = create_app(
        latency=latency,
        day=today,
        conversations=settings.PLAYGROUND_DATA_DIR / "simulator.sqlite3",
    )
    return app
