"""Numbers that are equal when requests are equal: "same request" as a look-up.

A request's fingerprint is put together from one number for each variable that is
not left at its default, by exclusive or. So a parameter that is added later leaves
the fingerprints of older requests as they are, and what a request would be without
one of its variables is one operation away.

All numbers are 64 bits with a sign, as databases keep them.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from playground.imaging.parameters import PARAMETERS
from playground.imaging.request import DEFAULTS, ImageRequest


def fingerprint(request: ImageRequest) -> int:
    """Return the number of all that can shape the picture, files by their digests.

    The route has to be the one taken (``library.differences.effective``): "auto" and
    "images" are two values here.
    """
    found = 0
    for name in PARAMETERS.variables:
        found ^= variable_hash(name, getattr(request, name))
    return found


def prompt_hash(prompt: str) -> int:
    """Return the prompt's own part of a fingerprint."""
    return variable_hash("prompt", prompt)


def controlled_keys(request: ImageRequest) -> Iterator[int]:
    """Yield a key for each variable but the prompt that the request sets.

    It stands for the request without that variable: two requests that share a key
    differ in this variable only. See ``controlled_key`` for what sets nothing.
    """
    whole = fingerprint(request)
    for name in PARAMETERS.variables:
        part = variable_hash(name, getattr(request, name))
        if part and name != "prompt":
            yield controlled_key(name, whole ^ part)


def controlled_key(name: str, without: int) -> int:
    """Return the key of a variable and the fingerprint of the request without it.

    A request that leaves the variable at its default has no such key: its own
    fingerprint equals ``without``.
    """
    return _number(["without", name, without])


def variable_hash(name: str, value: Any) -> int:
    """Return the number of one variable's value; 0 for its default."""
    if value == DEFAULTS.get(name):
        return 0
    return _number([name, list(value) if isinstance(value, tuple) else value])


def _number(value: list[Any]) -> int:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), signed=True)
