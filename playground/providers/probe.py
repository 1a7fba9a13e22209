"""What a call that costs nothing tells of a key and the way to the server."""

import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from playground.providers import deadlines
from playground.providers.client import connection
from playground.providers.errors import ProviderError
from playground.providers.errors.mapping import map_error, without_key
from playground.providers.models_api import RemoteModel, models_in
from playground.providers.receiving import place_of

# A page waits no longer than this; a picture may.
PATIENCE_S = 10.0


@dataclass(frozen=True)
class Probe:
    """The list of models as an answer, or why there is none.

    ``organization`` and ``project`` are as the answer's headers name them.
    """

    models: tuple[RemoteModel, ...] = ()
    organization: str = ""
    project: str = ""
    error: ProviderError | None = None

    @property
    def reached(self) -> bool:
        """Whether a server answered, whatever it said."""
        return self.error is None or self.error.status is not None or self.is_unreadable

    @property
    def is_unreadable(self) -> bool:
        """Whether what came is no list of models."""
        return self.error is not None and self.error.code == "unusable_answer"

    @property
    def is_unasked(self) -> bool:
        """Whether there was no key to ask with."""
        return self.error is not None and self.error.code == "missing_api_key"


def probe() -> Probe:
    """Ask for the list of models, which costs nothing. Never raises."""
    key = place = ""
    try:
        found = connection()
        key, place = found.key, place_of(found)
        asking = found.api.with_options(timeout=PATIENCE_S).models
        with deadlines.within(PATIENCE_S):
            answer = asking.with_raw_response.list().http_response
        return Probe(
            models=models_in(answer),
            organization=answer.headers.get("openai-organization", "")[:100],
            project=answer.headers.get("openai-project", "")[:100],
        )
    except Exception as error:  # noqa: BLE001
        return Probe(error=without_key(map_error(error, place=place), key))


def proxy_for(address: str) -> str:
    """Name the proxy on the way to an address, without its password; "" for none."""
    parts = urlsplit(address)
    if not parts.hostname or urllib.request.proxy_bypass(parts.hostname):
        return ""
    found = urllib.request.getproxies()
    proxy = found.get(parts.scheme) or found.get("all") or ""
    return proxy.rpartition("@")[2].removeprefix(f"{urlsplit(proxy).scheme}://")
