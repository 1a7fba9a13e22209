"""Exports of the provider that overlap, come again, or are about others as well."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from playground.spending.models import LedgerEntry
from tests.pages import soup
from tests.spending.test_page import paid
from tests.spending.test_reconcile import MODEL, SENT, costs, doubted

pytestmark = pytest.mark.django_db


def compared(client, text):
    file = SimpleUploadedFile("export", text.encode())
    return soup(client.post("/spending/reconcile/", {"export": file}))


def line(page) -> str:
    return page.select_one("tbody tr").get_text(" ", strip=True)


def test_a_day_on_two_pages_counts_once_as_it_was_told_last(client, owner):
    paid("0.0527", **SENT)
    early, late = (json.loads(costs((MODEL, usd))) for usd in ("0.03", "0.0527"))
    assert "Both agree." in line(compared(client, json.dumps([early, late])))


def test_lines_that_stand_there_twice_count_once(client, owner):
    paid("0.0527", **SENT)
    day = SENT["sent_at"].date()
    row = f"{day},0.0527,{MODEL}\n"
    page = compared(client, f"start_time,amount_value,line_item\n{row}{row}")
    assert "Both agree." in line(page)
    assert "1 line stood there before" in page.get_text()


def test_equal_lines_of_two_keys_count_each(client, owner):
    """Without columns that say whose they are, and with the rest of the day once."""
    paid("0.1054", **SENT)
    day = SENT["sent_at"].date()
    row = f"{day},0.0527,{MODEL}\n"
    table = f"start_time,amount_value,line_item\n{row}{row}{day},1,embeddings\n"
    page = compared(client, table)
    assert any("Both agree." in each.get_text() for each in page.select("tbody tr"))
    assert "1 line is equal to another" in page.get_text()


def test_lines_of_others_in_the_same_file_are_left_out(client, owner, settings):
    settings.OPENAI_PROJECT_ID = "proj_ours"
    paid("0.0527", **SENT)
    day = SENT["sent_at"].date()
    page = compared(
        client,
        "start_time,amount_value,line_item,project_id\n"
        f"{day},0.0527,{MODEL},proj_ours\n{day},9,{MODEL},proj_theirs\n",
    )
    assert "Both agree." in line(page)


def test_the_same_file_again_settles_nothing_twice(client, owner):
    doubted()
    text = costs((MODEL, "0.04"))
    form = compared(client, text).select_one("[name=settlement]")
    client.post("/spending/reconcile/settle/", {"settlement": form["value"]})
    last = LedgerEntry.objects.latest("pk")
    page = compared(client, text)
    assert "Both agree." in line(page)
    assert page.select_one("[name=settlement]") is None
    assert LedgerEntry.objects.latest("pk") == last
