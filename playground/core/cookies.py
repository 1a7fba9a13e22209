"""Names of our own cookies."""


def cookie_name(what: str, port: int) -> str:
    """Return such as ``playground-session-8000``.

    Browsers keep cookies by host and not by port: two applications on 127.0.0.1 with
    the same names would take each other's away.
    """
    return f"playground-{what}-{port}"
