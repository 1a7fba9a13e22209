"""Tests of how tests read pages."""

import pytest

from tests.pages import parsed

PAGE = b"""<!DOCTYPE html><title>Kites</title><main>
<form class="a b" hidden><div>One <div><b id=it>two</b> <!-- no --></div></div></form>
</main>"""


def test_a_selector_is_about_the_page_and_finds_what_is_inside_once_and_in_order():
    form = parsed(PAGE).select_one("form")
    assert [tag.name for tag in form.select("main b, div, form, div div")] == [
        *("div", "div", "b")
    ]
    assert form.select_one("p") is None


def test_what_a_tag_has():
    page = parsed(PAGE)
    form = page.select_one("form")
    assert (form.classes, form["hidden"], form.get("id")) == (["a", "b"], "", None)
    with pytest.raises(KeyError):
        form["id"]
    assert (form.text, form.get_text("|", strip=True)) == ("One two ", "One|two")
    assert "no" not in page.text


def test_a_tag_knows_what_is_around_it():
    page = parsed(PAGE)
    it = page.saying("b", "two")
    assert it.parent.parent == page.select_one("form > div") != it.parent
    assert (it.closest("b"), it.closest("p")) == (it, None)
    assert it.closest("main").select("form") == page.select("form")
    assert page.saying("b", "tw") is None


def test_rows_without_a_table_are_read_as_htmx_reads_them():
    part = parsed(b"\n<tr id=a><td>1</tr><option selected>x</option><div>y</div>")
    assert [tag.name for tag in part.select("*")] == ["tr", "td", "option", "div"]
    assert part.select_one("tr").parent is None
    assert str(part.select_one("td")) == "<td>1</td>"
