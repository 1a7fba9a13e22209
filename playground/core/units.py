"""Sizes, durations and counts as they are told everywhere."""


def bytes_text(count: int) -> str:
    """Return such as "1.42 MB": thousands, as operating systems show them.

    Limits of the API are told as it counts them: ``imaging.rule_words.megabytes``.
    """
    if count < 1000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    if count < 1_000_000_000:
        return f"{_short(count / 1_000_000)} MB"
    return f"{_short(count / 1_000_000_000)} GB"


def _short(number: float) -> str:
    return f"{number:.2f}".removesuffix(".00")


def duration_text(milliseconds: int) -> str:
    """Return such as "840 ms", "6.2 s" or "2 min 5 s"."""
    if milliseconds < 1000:
        return f"{milliseconds} ms"
    # 59.96 s would be written as 60.0 s.
    if milliseconds < 59_950:
        return f"{milliseconds / 1000:.1f} s"
    minutes, rest = divmod(round(milliseconds / 1000), 60)
    return f"{minutes} min {rest} s"


def count_text(number: int, name: str) -> str:
    """Return such as "1 picture" or "1,200 pictures"."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"
