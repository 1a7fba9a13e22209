"""What both routes need to follow an answer while it arrives."""

import logging
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import httpx2

from playground.imaging.outcome import OnPartial, PartialImage
from playground.providers.compatible import decode_picture
from playground.providers.errors import ProviderError
from playground.providers.errors.fault import Fault
from playground.providers.errors.mapping import map_error, without_key
from playground.providers.errors.refusals import refusal

logger = logging.getLogger(__name__)


class Progress:
    """Hands partial pictures on, and knows how to speak of errors under way."""

    def __init__(
        self, on_partial: OnPartial | None, *, model: str, key: str, host: str
    ) -> None:
        self._on_partial = on_partial
        self._model = model
        self._key = key
        self._host = host
        self.request_id: str | None = None

    def begin(self, response: httpx2.Response) -> None:
        """Remember whose answer this is, for errors that come later within it."""
        self.request_id = response.headers.get("x-request-id")

    def partial(self, text: Any, *, image: int, index: int) -> None:
        """Hand on one preview. A preview that fails must not cost the picture."""
        if self._on_partial is None or not isinstance(text, str):
            return
        try:
            data = decode_picture(text)
            self._on_partial(PartialImage(data=data, image=image, index=index))
        except ProviderError:
            logger.warning("A preview could not be read.")
        except Exception:
            logger.exception("A preview could not be kept; going on without previews.")
            self._on_partial = None

    def refuse(self, body: Mapping[str, Any]) -> NoReturn:
        """Raise what an error inside an answer means."""
        headers = {"x-request-id": self.request_id} if self.request_id else {}
        raise refusal(
            Fault.from_body(
                body, status=None, headers=headers, host=self._host, model=self._model
            )
        )

    def explain(self, error: Exception) -> str:
        """Return a warning for an error after which there still are pictures."""
        return self.error(error).message

    def error(self, error: BaseException) -> ProviderError:
        """Return what an exception of this call means."""
        mapped = map_error(error, model=self._model, request_id=self.request_id)
        return without_key(mapped, self._key)


def is_stream(response: httpx2.Response) -> bool:
    content_type: str = response.headers.get("content-type", "")
    return content_type.startswith("text/event-stream")


@contextmanager
def whole(response: httpx2.Response) -> Iterator[None]:
    """Read the answer to its end, and close it whatever happens."""
    try:
        response.read()
        yield
    finally:
        response.close()


def timestamp(value: Any) -> int | None:
    """Return a moment in whole seconds since 1970, if it is one."""
    if isinstance(value, (int, float)) and math.isfinite(value):
        return int(value)
    return None


def processing_ms(response: httpx2.Response) -> int | None:
    """Return the API's own figure of how long it worked, in milliseconds."""
    value = response.headers.get("openai-processing-ms", "")
    return int(value[:12]) if value.isascii() and value.isdigit() else None
