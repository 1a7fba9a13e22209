"""What an answer says was used."""

from collections.abc import Iterable, Mapping
from typing import Any

# A usage of the API has a dozen names; more is not for a receipt.
_MOST_NAMES = 40
_LONGEST_TEXT = 200
_KNOWN = (
    "input_tokens",
    "output_tokens",
    "total_tokens",
    "input_tokens_details",
    "output_tokens_details",
)


def read_usage(value: Any) -> dict[str, Any] | None:
    """Return usage that a receipt can be made from, else ``None``.

    Some servers send zeros or numbers of another kind of model; a receipt of
    nothing would be wrong where the truth is "unknown".
    """
    if not isinstance(value, Mapping):
        return None
    counts = [value.get(name) for name in _KNOWN[:2]]
    if not all(_is_count(count) for count in counts) or not any(counts):
        return None
    first = dict(list(value.items())[:_MOST_NAMES])
    known = {name: value[name] for name in _KNOWN if name in value}
    return {name: part for name, part in {**known, **first}.items() if _is_kept(part)}


def _is_kept(part: Any) -> bool:
    if isinstance(part, Mapping):
        return len(part) <= _MOST_NAMES and all(map(_is_count, part.values()))
    return _is_count(part) or (isinstance(part, str) and len(part) <= _LONGEST_TEXT)


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
