"""What the commands of this project take as arguments."""

from argparse import ArgumentTypeError


def whole_number(value: str, *, low: int, high: int) -> int:
    """Read a number as the environment's are read; raises ``ArgumentTypeError``."""
    number = int(value) if value.isascii() and value.isdigit() else -1
    if not low <= number <= high:
        raise ArgumentTypeError(
            f"must be a whole number from {low} to {high}, not {value!r}"
        )
    return number


def port(value: str) -> int:
    """Read a port to listen on."""
    return whole_number(value, low=1, high=65535)
