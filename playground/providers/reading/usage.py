"""What an answer says was used."""

from collections.abc import Iterable, Mapping
from typing import Any


def read_usage(value: Any) -> dict[str, Any] | None:
    """Return usage that a receipt can be made from, else ``None``.

    Some servers send zeros or numbers of another kind of model; a receipt of
    nothing would be wrong where the truth is "unknown".
    """
    if not isinstance(value, Mapping):
        return None
    counts = [value.get(name) for name in ("input_tokens", "output_tokens")]
    if not all(_is_count(count) for count in counts) or not any(counts):
        return None
    return {
        name: part
        for name, part in value.items()
        if isinstance(part, str)
        or _is_count(part)
        or (
            isinstance(part, Mapping)
            and all(_is_count(count) for count in part.values())
        )
    }


def add_up(usages: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Add up the pictures' usages; each event of a stream counts its own picture."""
    total: dict[str, Any] = {}
    for usage in usages:
        for name, value in usage.items():
            if isinstance(value, Mapping):
                before = total.setdefault(name, {})
                for part, count in value.items():
                    before[part] = before.get(part, 0) + count
            elif isinstance(value, int):
                total[name] = total.get(name, 0) + value
    return total or None


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
