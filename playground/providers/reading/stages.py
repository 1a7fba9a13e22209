"""Whether a picture of an answer is finished: by its event's name, or what it says itself."""

import re
from collections.abc import Mapping
from typing import Any

from playground.providers.reading.values import as_text

FINISHED, NEWS, UNSAID = "finished", "news", ""

_ON_ITS_WAY = re.compile(
    r"partial|preview|progress|delta|draft|intermediate|generating|processing|thumbnail"
    r"|\b(?:interim|pending|queued|running|step)\b"
)
_END = re.compile(
    r"(?:completed|finished|succeeded|\b(?:complete|done|final|success|ready))\W*$"
)
_YES = ("is_final", "final", "is_finished", "finished", "is_done", "done", "complete")
_NO = ("is_partial", "partial", "is_preview", "preview", "is_draft", "draft")
_MARKS = ("partial_image_b64", "partial_image_index")


def is_preview(kind: str, value: Mapping[str, Any]) -> bool:
    """Whether this is the API's own event for a preview, perhaps without its name."""
    if kind.endswith(("partial_image", ".completed", ".done")):
        return kind.endswith("partial_image")
    return any(value.get(mark) is not None for mark in _MARKS)


def stage(kind: str, value: Mapping[str, Any]) -> str:
    """Return what an event says of its pictures; its name is believed before the rest."""
    told = _told(kind)
    if told == NEWS and said(value) == FINISHED:
        return FINISHED
    return told or said(value)


def said(value: Mapping[str, Any]) -> str:
    """Return what an event, an item or a row says of itself."""
    for names, yes, no in ((_YES, FINISHED, NEWS), (_NO, NEWS, FINISHED)):
        for name in names:
            if isinstance(told := value.get(name), bool):
                return yes if told else no
    status = as_text(value.get("status")) or as_text(value.get("state"))
    return _told(status)


def _told(words: str) -> str:
    words = words[:200].lower().replace("_", " ")
    if _ON_ITS_WAY.search(words):
        return NEWS
    return FINISHED if _END.search(words) else UNSAID
