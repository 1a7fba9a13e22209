"""Exports of the provider that overlap, come again, or are about others as well."""

import json
from datetime import timedelta

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


COLUMNS = "start_time,amount_value,line_item\n"
DAY = SENT["sent_at"].date()
ROW = f"{DAY},0.0527,{MODEL}\n"
BEFORE, AFTER = (f"{DAY + timedelta(days)},1,embeddings\n" for days in (-1, 1))
REST = f"{DAY},1,embeddings\n"


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(f"{COLUMNS}{ROW}{COLUMNS}{ROW}", id="columns named again"),
        pytest.param(
            f"{COLUMNS}{BEFORE}{ROW}{AFTER}{BEFORE}{ROW}", id="days begin anew"
        ),
        pytest.param(
            f"{COLUMNS}{AFTER}{ROW}{BEFORE}{AFTER}{ROW}", id="newest first, and anew"
        ),
        pytest.param(f"{COLUMNS}{ROW}{REST}{ROW}{REST}", id="a whole day again"),
    ],
)
def test_what_a_second_export_tells_again_counts_once(client, owner, table):
    paid("0.0527", **SENT)
    page = compared(client, table)
    assert any("Both agree." in each.get_text() for each in page.select("tbody tr"))
    assert "stood there before" in page.get_text()


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(f"{COLUMNS}{ROW}{ROW}", id="alone on their day"),
        pytest.param(f"{COLUMNS}{ROW}{ROW}{REST}", id="beside others"),
        pytest.param(f"{COLUMNS}{ROW}{ROW}{COLUMNS}{ROW}{ROW}", id="in both exports"),
        pytest.param(f"{COLUMNS}{ROW}{COLUMNS}{ROW}{ROW}", id="in the later export"),
    ],
)
def test_equal_lines_of_one_export_count_each(client, owner, table):
    """Two keys may be charged the same, and no column says whose a line is."""
    paid("0.1054", **SENT)
    page = compared(client, table)
    assert any("Both agree." in each.get_text() for each in page.select("tbody tr"))
    assert "1 line is equal to another" in page.get_text()


def test_equal_results_of_one_answer_count_each_and_once_on_two_pages(client, owner):
    paid("0.1054", **SENT)
    page = json.loads(costs((MODEL, "0.0527"), (MODEL, "0.0527")))
    for result in page["data"][0]["results"]:
        del result["project_id"]
    for pages in ([page], [page, page]):
        assert "Both agree." in line(compared(client, json.dumps(pages)))


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
