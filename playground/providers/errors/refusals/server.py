"""What went wrong at the other end, or on the way there."""

from playground.providers.errors import (
    OutageError,
    ProviderError,
    RequestError,
    SetupError,
)
from playground.providers.errors.fault import Fault
from playground.providers.errors.refusals.parts import (
    error_of,
    is_openai,
    said,
    server_of,
    soon,
    wait_text,
    words,
)

# The request did not arrive whole, or the answer was lost behind a gateway.
_GATEWAY = (408, 504, 522, 524)
_TURNED_AWAY = ("slow_down", "rate_limit_exceeded")


def address_rule(fault: Fault) -> ProviderError | None:
    """Status 404 or 405. Stands last: a model that does not exist is a 404 as well."""
    if fault.status not in (404, 405):
        return None
    if is_openai(fault):
        message = f"{server_of(fault)} does not know this address."
    else:
        message = (
            f"{server_of(fault)} does not offer this route. {words(fault)}".strip()
        )
    return error_of(
        SetupError,
        fault,
        message,
        "Check OPENAI_BASE_URL (it usually ends in /v1), or choose another route: not "
        "every server has edits and Responses.",
        code=fault.code or "unknown_address",
    )


def _took_nothing_on(fault: Fault) -> bool:
    """Whether a 503 is the server's own word: gateways send one for what broke behind them.

    Who names a wait, or says that it is overloaded, has looked at nothing yet.
    """
    named = (fault.code or "").lower() in _TURNED_AWAY
    return named or fault.retry_after_s is not None or "overloaded" in fault.text


def anything_else(fault: Fault) -> ProviderError:
    """Return the error for what no rule knows, by its status alone.

    A 503 that says so means that the server took nothing on. Behind every other status of
    500 and more the picture may have been made, and paid for.
    """
    server = server_of(fault)
    if fault.status == 503 and _took_nothing_on(fault):
        message = f"{server} is overloaded and took nothing on."
        message = f"{message} {'' if is_openai(fault) else words(fault)}".strip()
        return error_of(
            OutageError, fault, message, wait_text(fault), repeatable=soon(fault)
        )
    if fault.status is not None and fault.status < 500 and fault.status != 408:
        message = said(fault, f"{server} answered with status {fault.status}.")
        remedy = "Change the request, then send it again."
        return error_of(RequestError, fault, message, remedy)
    late = fault.status in _GATEWAY
    what = "did not answer in time" if late else "had an error of its own"
    if fault.status == 503:
        what = "is not available, and does not say whether it had begun"
    said_so = "" if is_openai(fault) else words(fault)
    where = "the usage page of the account" if is_openai(fault) else "the server's log"
    return error_of(
        OutageError,
        fault,
        f"{server} {what}. {said_so}".strip(),
        f"The picture may have been charged all the same. Look at {where} before you "
        "send the request again.",
        may_be_billed=True,
    )
