"""Names of our own cookies."""

import hashlib


def cookie_name(what: str, port: int, secret: str) -> str:
    """Return such as ``playground-session-8000-3fa2c1``.

    Browsers keep cookies by host and not by port: two applications on 127.0.0.1 with
    the same names would take each other's away. In containers both may think that they
    are on the same port, so the name also tells whose ``secret`` key it is.
    """
    mark = hashlib.sha256(f"cookie name {secret}".encode()).hexdigest()[:6]
    return f"playground-{what}-{port}-{mark}"
