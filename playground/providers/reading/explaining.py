"""Why an answer holds no picture, in words for a person."""

from typing import Any

from playground.providers.errors import AnswerError, ProviderError, SetupError
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals import refusal
from playground.providers.errors.secrets import scrub
from playground.providers.head import Head
from playground.providers.reading.frames import Body
from playground.providers.reading.gathering import Gathered

_ASK_THE_SERVER = (
    "The picture may have been charged. Look at the server's own log before you send "
    "the request again."
)
_READ_AGAIN = (
    "The answer is kept as it came. Read it again on this run's page, now or after an "
    "update: that sends nothing and costs nothing."
)


def unusable(
    message: str, *, remedy: str = _ASK_THE_SERVER, **more: Any
) -> AnswerError:
    """Return the error for an answer that cannot be used but may be charged."""
    return AnswerError(
        message, remedy=remedy, code="unusable_answer", may_be_billed=True, **more
    )


def failed_calls(found: Gathered) -> list[dict[str, Any]]:
    """Return the calls of the image tool that say that they have failed."""
    return [
        dict(item)
        for item in found.empty.values()
        if item.get("error") or item.get("status") == "failed"
    ]


def why_no_picture(
    found: Gathered,
    body: Body,
    head: Head,
    broke: ProviderError | None,
    key: str,
) -> ProviderError:
    """Return the reason; the most telling one where there are several."""
    failed = failed_calls(found)
    told = [*found.errors, *(item["error"] for item in failed if item.get("error"))]
    if told:
        return _refused(told[0], head, key)
    error = (
        _packed(head) or _unreadable(found) or broke or _other(found, body, head, key)
    )
    error.request_id = error.request_id or head.request_id
    return error


def _refused(body: Any, head: Head, key: str) -> ProviderError:
    fault = Fault.from_body(
        body,
        status=None,
        headers=head.headers,
        host=head.place,
        model=head.model,
        text_model=head.text_model,
        key=key,
    )
    return refusal(fault)


def _packed(head: Head) -> ProviderError | None:
    if not head.packed:
        return None
    return unusable(
        f"The answer is packed as “{head.packed[:40]}”, which was not asked for and "
        "cannot be unpacked here.",
        remedy=f"{_READ_AGAIN} The call may have been charged.",
    )


def _unreadable(found: Gathered) -> ProviderError | None:
    if not found.unreadable:
        return None
    # Without their queries: such a signature opens them for whoever reads the page.
    addresses = [it.address.partition("?")[0] for it in found.pieces if it.address]
    return unusable(
        str(found.unreadable[0]),
        remedy=f"{_READ_AGAIN} The call may have been charged.",
        details={"addresses": addresses[:10]} if addresses else {},
    )


def _other(found: Gathered, body: Body, head: Head, key: str) -> ProviderError:
    if body.kind == "text":
        return _a_text(body, head, key)
    if not found.text and (words := found.words or body.words):
        return _refused({"message": words}, head, key)
    if found.unknown and not body.broken:
        return unusable(
            "The answer holds what may be a picture, in a form that is not known here.",
            remedy=f"{_READ_AGAIN} The call may have been charged.",
        )
    if body.unread or body.broken:
        return unusable(
            "The server's answer is not readable: it is incomplete or not JSON.",
            remedy=f"{_READ_AGAIN} The call may have been charged.",
        )
    if found.response.get("status") == "incomplete":
        reason = found.response.get("reason") or "no reason given"
        return unusable(f"The answer ended before a picture was made ({reason}).")
    if found.empty and (found.final or body.kind != "events"):
        return unusable("The image tool failed without a reason.")
    if found.text:
        return _words_only(found, scrub(found.text, key))
    if body.kind == "events":
        return unusable("The answer ended without a finished picture.")
    return unusable("The answer holds no picture.")


def _words_only(found: Gathered, text: str) -> ProviderError:
    return AnswerError(
        f"The text model answered without making a picture. It said: “{text[:400]}”",
        remedy="Answer it with Continue, or ask for a picture in the prompt, for example "
        "“Draw …”. Only the text model's own words were charged.",
        code="no_picture",
        may_be_billed=found.text_usage is None,
        details={"text": text},
    )


def _a_text(body: Body, head: Head, key: str) -> ProviderError:
    text = scrub(" ".join(body.raw[:2000].decode("utf-8", "replace").split()), key)
    if "html" in head.headers.get("content-type", "") or text.startswith("<"):
        return SetupError(
            f"{head.url or head.place} answered with a web page instead of a picture.",
            remedy="This is probably not the address of an image API. Check "
            "OPENAI_BASE_URL; it usually ends in /v1.",
            code="not_an_api",
        )
    if text:
        return unusable(
            f"The server answered with words instead of a picture: “{text[:300]}”"
        )
    return unusable(
        "The server's answer is not readable: it is incomplete or not JSON."
    )
