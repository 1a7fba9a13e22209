"""The one place that maps the SDK's exceptions."""

import logging
import socket
import ssl
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx2

from playground.providers.attachments import source_unreadable
from playground.providers.errors import (
    AnswerError,
    OutageError,
    ProviderError,
    SetupError,
)
from playground.providers.errors.fault import Fault, is_openai_host
from playground.providers.errors.refusals import refusal
from playground.providers.errors.secrets import scrub
from playground.providers.proxies import proxy_in_use

if TYPE_CHECKING:
    import openai

logger = logging.getLogger(__name__)

_CHECK_USAGE = (
    "The picture may have been charged all the same. Look at the usage page of the "
    "account before you send the request again."
)
# Raised before a byte of the request has left.
_UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


def map_error(
    error: BaseException,
    *,
    model: str = "",
    text_model: str = "",
    request_id: str | None = None,
    place: str = "",
) -> ProviderError:
    """Return the ``ProviderError`` that says what ``error`` means.

    ``model`` and ``text_model`` were asked for, ``request_id`` is the answer's and
    ``place`` the server's name and port, for errors that do not name them. The API key
    is taken out of every text, also when the server repeats it.
    """
    found = _map(error, model, text_model, request_id, place)
    found.request_id = found.request_id or request_id
    return without_key(found, _key_of(error))


def _map(
    error: BaseException,
    model: str,
    text_model: str,
    request_id: str | None,
    place: str,
) -> ProviderError:
    import openai  # Not where nothing is sent: it is large.

    if isinstance(error, ProviderError):
        return error
    if isinstance(error, openai.APIStatusError):
        return _status(error, model, text_model)
    if isinstance(error, openai.APIConnectionError):
        return _connection(error.__cause__ or error, place or _host(error), error)
    if isinstance(error, openai.APIError):
        return refusal(_in_stream(error, model, request_id))
    if isinstance(error, httpx2.HTTPError):
        return _connection(error, place or _host(error), error)
    if isinstance(error, openai.OpenAIError):
        return SetupError(
            "The API client cannot be set up.",
            remedy="Check OPENAI_API_KEY.",
            code="setup",
        )
    if isinstance(error, (httpx2.InvalidURL, UnicodeError)):
        return _bad_address(str(error))
    if isinstance(error, OSError):
        return source_unreadable()
    logger.error("A call ended in an unexpected error.", exc_info=error)
    why = "it is damaged" if isinstance(error, ValueError) else type(error).__name__
    return AnswerError(
        f"The answer could not be read ({why}).",
        remedy=_CHECK_USAGE,
        code="unusable_answer",
        may_be_billed=True,
    )


def _status(
    error: "openai.APIStatusError", model: str, text_model: str
) -> ProviderError:
    response = error.response
    if response.is_redirect:
        return _redirect(response)
    found = refusal(
        Fault.from_body(
            _body_of(error),
            status=response.status_code,
            headers=response.headers,
            host=_host(error),
            model=model,
            text_model=text_model,
            key=_key_of(error),
        )
    )
    found.organization = response.headers.get("openai-organization")
    return found


def _body_of(error: "openai.APIStatusError") -> Any:
    """Return the whole body: of what stands around its "error", the SDK keeps nothing."""
    try:
        return error.response.json()
    # RecursionError, of brackets in brackets, is a RuntimeError.
    except (ValueError, RuntimeError, httpx2.HTTPError, httpx2.StreamError):
        return error.body


def _redirect(response: httpx2.Response) -> ProviderError:
    target = response.headers.get("location", "")
    try:
        shown = response.request.url.join(target).copy_with(userinfo=b"", query=None)
    except httpx2.InvalidURL:
        shown = response.request.url.copy_with(userinfo=b"", query=None)
    return SetupError(
        f"The server sends the request on to {scrub(str(shown))[:200]}, which is not followed.",
        remedy="If that is the right address, set OPENAI_BASE_URL to it; it usually "
        "ends in /v1.",
        code="redirect",
        status=response.status_code,
        request_id=response.headers.get("x-request-id"),
    )


def _in_stream(error: "openai.APIError", model: str, request_id: str | None) -> Fault:
    fault = Fault.from_body(error.body, status=None, host=_host(error), model=model)
    message = fault.message or error.message
    return replace(fault, message=message, request_id=request_id)


def _connection(cause: BaseException, host: str, error: BaseException) -> ProviderError:
    import openai

    server = (
        "OpenAI" if is_openai_host(host.partition(":")[0]) else host or "the server"
    )
    server = "the simulator" if host == "simulator" else server
    if isinstance(cause, (httpx2.UnsupportedProtocol, httpx2.LocalProtocolError)):
        return _bad_address(str(cause))
    if isinstance(cause, _UNSENT):
        return _unsent(cause, server, proxy_in_use(_url(error)))
    if isinstance(cause, (httpx2.TimeoutException, openai.APITimeoutError)):
        message = f"{_capital(server)} did not answer in time."
        code = "timeout"
    elif isinstance(cause, (httpx2.WriteError, httpx2.ProxyError)):
        message = f"The connection to {server} broke while the request was on its way."
        code = "connection_broken"
        if isinstance(cause, httpx2.ProxyError):
            return _refused_by_proxy(cause, server, proxy_in_use(_url(error)))
    else:
        message = f"The connection to {server} broke before the answer was complete."
        code = "connection_broken"
    return OutageError(message, remedy=_CHECK_USAGE, code=code, may_be_billed=True)


def _refused_by_proxy(cause: BaseException, server: str, proxy: str) -> ProviderError:
    """The proxy did not open the way, so the request has not left it."""
    return OutageError(
        f"{_capital(proxy) or 'The proxy'} did not open a way to {server} "
        f"({scrub(str(cause))[:120]}).",
        remedy="Nothing was sent and nothing charged. Check the proxy, or leave this "
        "server out of it with NO_PROXY.",
        code="proxy",
    )


def _unsent(cause: BaseException, server: str, proxy: str) -> ProviderError:
    reasons = list(_chain(cause))
    if any(isinstance(reason, ssl.SSLCertVerificationError) for reason in reasons):
        return SetupError(
            f"The certificate of {server} was not accepted, so nothing was sent.",
            remedy="Check the address in OPENAI_BASE_URL and the clock of this machine.",
            code="certificate",
        )
    if any(isinstance(reason, ssl.SSLError) for reason in reasons):
        return SetupError(
            f"{_capital(server)} does not answer over https, so nothing was sent.",
            remedy="Check the address in OPENAI_BASE_URL: it may have to start with "
            "http:// or name another port.",
            code="no_https",
        )
    if any(isinstance(reason, socket.gaierror) for reason in reasons):
        message = f"There is no server called {server}, or this machine is offline."
        code = "unknown_host"
    elif isinstance(cause, httpx2.TimeoutException):
        message = f"{_capital(server)} cannot be reached."
        code = "connect_timeout"
    else:
        message = f"Nothing answers at {server}: the connection was refused."
        code = "connection_refused"
    remedy = (
        "Nothing was sent and nothing charged. Check the network and OPENAI_BASE_URL, "
        "and whether the server is running."
    )
    if proxy:
        message = f"{_capital(server)} cannot be reached through {proxy}."
        remedy = (
            f"Nothing was sent and nothing charged. Check whether {proxy} is running, or "
            "leave this server out of it with NO_PROXY."
        )
        code = "proxy"
    return OutageError(message, remedy=remedy, code=code, repeatable=True)


def _bad_address(what: str) -> ProviderError:
    return SetupError(
        f"OPENAI_BASE_URL is not a usable address ({scrub(what)[:120]}).",
        remedy="It has to start with http:// or https:// and usually ends in /v1.",
        code="invalid_base_url",
    )


def _chain(error: BaseException | None) -> Any:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _capital(text: str) -> str:
    """Begin a sentence with it; a server's own name stays as it is."""
    return text[:1].upper() + text[1:] if text.startswith("the ") else text


def _request(error: BaseException) -> httpx2.Request | None:
    try:
        request = getattr(error, "request", None)
    except RuntimeError:  # httpx2's errors insist on having one.
        return None
    return request if isinstance(request, httpx2.Request) else None


def _url(error: BaseException) -> str:
    request = _request(error)
    return str(request.url) if request else ""


def _host(error: BaseException) -> str:
    """Return who was asked: with its port, where that is not the usual one."""
    request = _request(error)
    if request is None:
        return ""
    return request.url.netloc.decode("ascii", "replace").rpartition("@")[2]


def _key_of(error: BaseException) -> str:
    request = _request(error)
    if request is None:
        return ""
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def without_key(error: ProviderError, key: str = "") -> ProviderError:
    """Take the API key, and whatever looks like one, out of the error's texts."""
    error.message = scrub(error.message, key)
    error.remedy = scrub(error.remedy, key)
    error.code = scrub(error.code, key) if error.code else error.code
    error.request_id = scrub(error.request_id, key) if error.request_id else None
    error.args = (error.message,)
    if error.details:
        error.details = _clean(error.details, key)
    return error


def _clean(value: Any, key: str) -> Any:
    if isinstance(value, str):
        return scrub(value, key)
    if isinstance(value, dict):
        return {
            scrub(str(name), key): _clean(part, key) for name, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_clean(part, key) for part in value]
    return value
