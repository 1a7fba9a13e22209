"""Text from outside, made fit for every database and every page."""

_INSTEAD = "\ufffd"


def storable_text(value: str | None, length: int | None = None) -> str:
    """Return the text without NUL and halves of characters; "" for none."""
    clean = (value or "").replace("\0", _INSTEAD)
    if not clean.isascii():
        # Two halves that belong together are one character again.
        clean = clean.encode("utf-16-le", "surrogatepass").decode(
            "utf-16-le", "replace"
        )
    return clean[:length]
