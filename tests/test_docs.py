"""What the documentation names is there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from benchmarks.__main__ import PARTS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
VERB = re.compile(r"\bmake ([a-z-]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_exists(page):
    text = page.read_text(encoding="utf-8")
    verbs = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    code = "\n".join(re.findall(r"`[^`]+`|```.*?```", text, re.S))

    assert set(COMMAND.findall(code)) <= set(get_commands())
    assert set(VERB.findall(code)) <= verbs


def test_the_index_lists_every_page():
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    missing = [
        page.name
        for page in (ROOT / "docs").glob("*.md")
        if page.name != "index.md" and f"({page.name})" not in index
    ]
    assert missing == []


def test_every_command_of_ours_is_documented():
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    ours = {
        path.stem
        for path in (ROOT / "playground").rglob("management/commands/*.py")
        if path.stem != "__init__"
    }
    assert {name for name in ours if f"manage.py {name}" not in text} == set()


def test_the_page_of_figures_has_every_part_that_is_measured():
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    assert set(PARTS) <= set(re.findall(r"^## (.+)$", page, re.M))
    assert all((ROOT / "benchmarks" / f"{name}.py").exists() for name in PARTS.values())
