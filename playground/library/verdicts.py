"""In words: how many variables differ between pictures, and what that is worth."""

from collections.abc import Sequence

from playground.imaging.parameters import PARAMETERS

_NUMBERS = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
)


def verdict(
    names: Sequence[str],
    pictures: int,
    *,
    alike: Sequence[str] = (),
    apart: Sequence[str] = (),
) -> str:
    """Say in a sentence how many variables differ and what that is worth.

    Of ``alike`` and ``apart`` the files themselves tell otherwise than the requests.
    """
    if pictures == 1:
        return "One picture: nothing to compare it with yet"
    if alike and not names:
        found = (
            f"Nothing differs in the files, only in what was asked for: {said(alike)}"
        )
    elif not names:
        draws = _number(pictures).lower()
        found = f"Nothing differs: {draws} draws of the same request"
    elif len(names) == 1:
        found = f"Exactly one variable differs: {PARAMETERS.said(names[0])}"
    else:
        found = (
            f"{_number(len(names))} variables differ: {said(names)}; "
            "the result won't tell which one mattered"
        )
    if alike and names:
        found += f"; {said(alike)} only in what was asked for, not in the files"
    if apart:
        found += f", but the files differ in {said(apart)}"
    return found


def listed(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def said(names: Sequence[str]) -> str:
    """The names of parameters as a list in a sentence."""
    return listed([PARAMETERS.said(name) for name in names])


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
