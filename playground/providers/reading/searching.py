"""Pictures and words in answers of a shape that is not the API's.

Servers that speak the API's language speak it with accents: ``images`` for ``data``, an
object for a list, a wrapper around all. Only names that stand for results are followed,
so that a source picture which the server repeats is not taken for one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.providers.reading.pictures import data_urls, looks_like_base64
from playground.providers.reading.values import as_text

_WAYS = (
    "data", "output", "outputs", "result", "results", "response", "body", "payload",
    "images", "image", "artifacts", "predictions", "choices", "message", "content",
    "item", "items", "candidates", "parts", "inlineData", "inline_data", "image_url",
)  # fmt: skip
_TEXTS = (
    "b64_json", "b64", "base64", "image_base64", "imageBase64", "bytesBase64Encoded",
    "image", "image_url", "url", "data", "result", "output", "content",
)  # fmt: skip
_LISTS = ("images", "image", "output", "outputs", "artifacts", "urls", "data")
_ADDRESSES = ("url", "image_url")
_WORDS = (
    "message", "msg", "reason", "error_message", "errorMessage", "error_msg",
    "description", "detail",
)  # fmt: skip
_NOTHING = ("", "none", "null", "ok", "success", "succeeded", "false", "0")


def search(value: Any, name: str = "") -> Iterator[Mapping[str, Any]]:
    """Yield what looks like finished pictures, as rows of the Images route."""
    if isinstance(value, (str, memoryview)):
        if _is_base64(value):
            yield {"b64_json": value}
        elif name in (*_ADDRESSES, *_LISTS) and _is_address(value):
            yield {"url": value}
        elif isinstance(value, str) and "data:image/" in value:
            # In words, such as those of a chat.
            yield from ({"b64_json": url} for url in data_urls(value))
    elif isinstance(value, list):
        for part in value:
            if name in _LISTS or not isinstance(part, (str, memoryview)):
                yield from search(part, name)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key in (_TEXTS if isinstance(part, (str, memoryview)) else _WAYS):
                yield from search(part, key)


def holds_base64(value: Any) -> bool:
    """Whether there is anything long in it that may be a picture."""
    if isinstance(value, Mapping):
        return any(
            holds_base64(part)
            for name, part in value.items()
            if name != "encrypted_content"
        )
    if isinstance(value, list):
        return any(map(holds_base64, value))
    return isinstance(value, memoryview)


def words_of(value: Mapping[str, Any]) -> str:
    """Return what an answer says in a server's own words, "" for nothing."""
    texts = (as_text(value.get(name)).strip() for name in _WORDS)
    return next((text for text in texts if text.lower() not in _NOTHING), "")


def says(error: Mapping[str, Any]) -> bool:
    """Whether an error is one: some servers send an empty one with each answer."""
    return any(
        str(part).strip().lower() not in _NOTHING
        if isinstance(part, (str, int))
        else part
        for part in error.values()
    )


def _is_base64(text: str | memoryview) -> bool:
    start = text[:400]
    raw = start.encode("utf-8", "replace") if isinstance(start, str) else bytes(start)
    return looks_like_base64(raw)


def _is_address(text: str | memoryview) -> bool:
    return isinstance(text, str) and text.startswith(("http://", "https://", "/"))
