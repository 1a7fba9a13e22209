"""Public names of things: short, unguessable, easy to read aloud."""

import secrets

# No i, l, o, 0, 1: nobody has to guess which one was meant.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


def new_code() -> str:
    """Return a new code of 12 characters (about 59 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_code(text: str) -> bool:
    """Tell whether this could be a code at all; whether it is one, is for a query.

    A query must not be asked about just anything: PostgreSQL refuses a NUL.
    """
    return 0 < len(text) <= 16 and set(text) <= set(ALPHABET)
