"""The proxy that stands between here and a server, as the environment names it."""

import os
from importlib.util import find_spec
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def socks_without_support() -> str:
    """Return the proxy variable that names a SOCKS proxy which cannot be used, or ""."""
    if find_spec("socksio"):
        return ""
    return next(
        (
            _variable(scheme)
            for scheme, address in getproxies().items()
            if scheme in ("all", "http", "https")
            and address.lower().startswith("socks")
        ),
        "",
    )


def unusable_proxy() -> str:
    """Return the proxy variable whose address is none, or ""."""
    for scheme in ("all", "http", "https"):
        address = getproxies().get(scheme, "")
        if not address:
            continue
        try:
            parts = urlsplit(address if "://" in address else f"http://{address}")
            fine = parts.hostname and parts.scheme in (
                "http", "https", "socks5", "socks5h",
            ) and (parts.port is None or parts.port)  # fmt: skip
        except ValueError:
            fine = False
        if not fine:
            return _variable(scheme)
    return ""


def proxy_in_use(url: str) -> str:
    """Return "the proxy 10.0.0.1:3128 (HTTPS_PROXY)" for an address, "" without one."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    proxies = getproxies()
    scheme = parts.scheme if proxies.get(parts.scheme) else "all"
    address = proxies.get(scheme, "")
    if not address or not host or proxy_bypass(host):
        return ""
    place = address.rpartition("://")[2].rpartition("@")[2].rstrip("/")
    return f"the proxy {place} ({_variable(scheme)})"


def _variable(scheme: str) -> str:
    names = (f"{scheme}_proxy".upper(), f"{scheme}_proxy")
    return next((name for name in names if os.environ.get(name)), names[0])
