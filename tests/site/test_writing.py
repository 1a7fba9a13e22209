"""Words of people may be written from right to left: rules for all templates."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FIELD = re.compile(r"<(textarea|input)\b[^<]*?>(?=\s|<|\{|$)", re.S)
# What a person calls something. Ids, numbers, sizes and e-mail addresses have no other way.
NAMES = ("name", "tag", "in", "title", "text", "note", "prompt", "prompts")


def _needs_direction(tag: str, field: str) -> bool:
    named = re.search(r'\bname="([\w-]+)"', field)
    kind = re.search(r'\btype="(\w+)"', field)
    return tag == "textarea" or (
        named is not None
        and named[1] in NAMES
        and (kind is None or kind[1] in ("text", "search"))
    )


def test_what_people_write_runs_in_its_own_direction() -> None:
    missing = [
        f"{path.name}: {match[0]}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for match in FIELD.finditer(path.read_text(encoding="utf-8"))
        if _needs_direction(match[1], match[0]) and "dir=" not in match[0]
    ]
    assert not missing, "\n".join(missing)
