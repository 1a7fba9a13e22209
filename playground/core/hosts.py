"""Which addresses are this machine's own."""

import ipaddress


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
