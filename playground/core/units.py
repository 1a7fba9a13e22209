"""Figures with their units, written one way everywhere."""


def bytes_text(count: int) -> str:
    """Return such as "1.42 MB": thousands, as operating systems show them."""
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    return f"{count / 1_000_000:.2f} MB"
