"""Names of our own cookies."""

import hashlib


def cookie_prefix(*, https: bool, path: str) -> str:
    """Return what has browsers take a cookie over HTTPS only, and from this host only.

    https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes:
    ``__Host-`` wants the path to be ``/``.
    """
    if not https:
        return ""
    return "__Secure-" if path else "__Host-"


def cookie_name(what: str, port: int, secret: str, prefix: str = "") -> str:
    """Return such as ``playground-session-8000-3fa2c1``.

    Browsers keep cookies by host and not by port: two applications on 127.0.0.1 with
    the same names would take each other's away. In containers both may think that they
    are on the same port, so the name also tells whose ``secret`` key it is.
    """
    mark = hashlib.sha256(f"cookie name {secret}".encode()).hexdigest()[:6]
    return f"{prefix}playground-{what}-{port}-{mark}"
