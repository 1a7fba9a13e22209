"""Answers to HEAD without their bodies, for servers that leave this to us."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def without_bodies_for_head(application: "WSGIApplication") -> "WSGIApplication":
    """Return the application, silent after the headers of an answer to HEAD.

    Waitress sends whatever it is given. A client that expects no body would take
    one for the next answer on the same connection.
    """

    def silenced(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        body = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        close = getattr(body, "close", None)
        if close:
            close()
        return ()

    return silenced
