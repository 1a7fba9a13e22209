"""What is the name of a host, and which are this machine's own."""

import ipaddress
import re

_HOST = re.compile(r"\.?[\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\]")


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can be behind this host name or address."""
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    # A server for both protocols sees ::ffff:127.0.0.1.
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def is_host(text: str) -> bool:
    """Tell whether this is a name, a domain such as ``.example.org``, or an address."""
    return _HOST.fullmatch(text) is not None
