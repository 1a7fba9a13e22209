"""The provider's figures against the ledger, in the shapes of its API."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openai.types.admin.organization import UsageCostsResponse, UsageImagesResponse

from playground.imaging.pricing import Receipt
from playground.library.models import Generation
from playground.people.models import AuditEntry, Workspace
from playground.spending import ledger
from playground.spending.models import LedgerEntry
from playground.spending.provider_export import read_export
from tests import factories
from tests.pages import soup
from tests.spending.test_page import paid

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 11, 20, tzinfo=UTC)
SENT = {"sent_at": DAY.replace(hour=15)}
MODEL = "gpt-image-2.5-sunburst"


@pytest.fixture(autouse=True)
def on_that_day(monkeypatch):
    """Entries are dated by the database; let them be of the day of the calls."""
    real = LedgerEntry.save

    def dated(self, *args, **kwargs):
        self.at = DAY.replace(hour=15)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(LedgerEntry, "save", dated)


def costs(*lines: tuple[str, str], **more) -> str:
    """An answer of the costs API, as the SDK's own type has it."""
    told = {
        "object": "page",
        "has_more": False,
        "next_page": None,
        "data": [
            {
                "object": "bucket",
                "start_time": int(DAY.timestamp()),
                "end_time": int(DAY.timestamp()) + 86400,
                "results": [
                    {
                        "object": "organization.costs.result",
                        "amount": {"value": float(usd), "currency": "usd"},
                        "line_item": item,
                        "project_id": "proj_ours",
                        **more,
                    }
                    for item, usd in lines
                ],
            }
        ],
    }
    UsageCostsResponse.model_validate(told, strict=True)
    return json.dumps(told)


@pytest.fixture
def upload(client, owner):
    def send(text: str):
        data = text if isinstance(text, bytes) else text.encode()
        file = SimpleUploadedFile("export", data)
        return client.post("/spending/reconcile/", {"export": file})

    return send


def doubted(usd: str = "0.05") -> Generation:
    run = factories.generation(
        provider="openai",
        estimate_usd=Decimal(usd),
        state="unknown",
        cost_usd=None,
        **SENT,
    )
    ledger.reserve(run)
    ledger.doubt(run)
    return run


def rows(answer) -> list[str]:
    assert answer.status_code == 200
    return [row.get_text(" ", strip=True) for row in soup(answer).select("tbody tr")]


def test_both_agree(upload):
    paid("0.0527", **SENT)
    told = costs(
        (f"{MODEL}, output_tokens", "0.05"), (f"{MODEL}, input_tokens", "0.0027")
    )
    assert ["Both agree." in row for row in rows(upload(told))] == [True]


def test_a_dated_snapshot_is_the_same_model(upload):
    paid("0.0527", **SENT)
    told = costs((f"{MODEL}-2026-09-08, output_tokens", "0.0527"))
    assert ["Both agree." in row for row in rows(upload(told))] == [True]


def test_what_was_used_elsewhere_is_explained(upload):
    told = costs(("gpt-6.1-sol, input_tokens", "3.5"))
    assert "used elsewhere with the same key" in rows(upload(told))[0]


@pytest.mark.parametrize(
    ("charged", "words", "settled"),
    [
        ("0.1", "Settle the run with $0.0473", "0.0473"),
        ("0.0527", "Settle the run as not charged", "0"),
        ("5", "Settle the run with $0.05", "0.05"),
    ],
)
def test_a_click_settles_the_run_in_doubt(upload, client, charged, words, settled):
    paid("0.0527", **SENT)
    run = doubted()
    answer = upload(costs((MODEL, charged)))
    form = soup(answer).select_one('form[action="/spending/reconcile/settle/"]')
    assert form.select_one("button").get_text() == words
    signed = {"settlement": form.select_one("[name=settlement]")["value"]}
    done = client.post("/spending/reconcile/settle/", signed, follow=True)
    assert "1 run settled" in done.content.decode()
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.kind, entry.doubtful_nano) == ("corrected", -50_000_000)
    assert entry.spent_nano == int(Decimal(settled) * 10**9)
    run.refresh_from_db()
    assert run.cost_usd == Decimal(settled)
    again = client.post("/spending/reconcile/settle/", signed, follow=True)
    assert "settled already" in again.content.decode()
    assert LedgerEntry.objects.latest("pk") == entry
    assert AuditEntry.objects.filter(action="runs in doubt settled").count() == 1


def test_an_answer_that_came_meanwhile_is_not_settled_again(upload, client):
    run = doubted()
    form = soup(upload(costs((MODEL, "0.05")))).select_one("[name=settlement]")
    ledger.settle(run, Receipt(Decimal("0.04"), "", (), "", True))
    done = client.post(
        "/spending/reconcile/settle/", {"settlement": form["value"]}, follow=True
    )
    assert "settled already" in done.content.decode()


def test_all_workspaces_are_on_one_bill(upload, client, owner, settings):
    """What another workspace spent is not taken for the price of a run in doubt."""
    other = factories.person("ada")
    other.join(Workspace.objects.create(name="Other"), "admin")
    paid("0.0527", author=other, **SENT)
    doubted()
    assert "Settle the run with $0.0073" in rows(upload(costs((MODEL, "0.06"))))[0]
    settings.PLAYGROUND_ACCOUNTS = True
    client.force_login(other)
    refused = upload(costs((MODEL, "0.06")))
    assert refused.status_code == 422
    assert "for all workspaces together" in refused.content.decode()
    posted = client.post("/spending/reconcile/settle/", {"settlement": "x"})
    assert posted.status_code == 403


def test_a_run_whose_price_or_row_is_gone_is_settled_too(upload, client):
    """What counts against the budgets can always be answered."""
    unpriced = factories.generation(
        provider="openai", estimate_usd=Decimal("0.05"), cost_usd=None, **SENT
    )
    factories.in_the_books(unpriced)
    gone = doubted()
    Generation.objects.filter(pk=gone.pk).delete()
    form = soup(upload(costs((MODEL, "0.08")))).select_one("[name=settlement]")
    signed = {"settlement": form["value"]}
    done = client.post("/spending/reconcile/settle/", signed, follow=True)
    assert "2 runs settled" in done.content.decode()
    assert not soup(client.get("/spending/")).select("#doubts")


def test_a_click_that_nobody_offered_does_nothing(client, owner):
    done = client.post("/spending/reconcile/settle/", {"settlement": "x"}, follow=True)
    assert "too old" in done.content.decode()


def test_the_file_of_another_organisation_is_noticed(upload, settings):
    settings.OPENAI_ORG_ID, settings.OPENAI_PROJECT_ID = "org-ours", "proj_ours"
    doubted()
    head = (
        "start_time,amount_value,amount_currency,line_item,organization_id,project_id\n"
    )
    row = f"{int(DAY.timestamp())},0.05,usd,{MODEL},%s,proj_%s\n"
    foreign = upload(head + row % ("org-theirs", "theirs"))
    assert "about another organisation (org-theirs)" in foreign.content.decode()
    assert not soup(foreign).select("[name=settlement]")
    ours = upload(head + row % ("org-ours", "ours"))
    assert "another organisation" not in ours.content.decode()
    assert soup(ours).select("[name=settlement]")
    settings.OPENAI_ORG_ID = ""
    assert "another project" in upload(head + row % ("", "x")).content.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        "Start_Time;Amount_Value;Line_Item\n2026-11-20;0,0527;{model}\n",
        "sep=;\nstart_time;amount;line_item\n2026-11-20T00:00:00Z;0,0527;{model}\n",
        "start_time\tvalue\tline_item\n2026-11-20\t$0.0527\t{model}\n",
    ],
)
def test_a_file_may_have_gone_through_a_program_for_tables(upload, text, encoding):
    paid("0.0527", **SENT)
    answer = upload(text.format(model=MODEL).encode(encoding))
    assert ["Both agree." in row for row in rows(answer)] == [True]


@pytest.mark.parametrize(
    ("amount", "usd"),
    [("1,234", "1234"), ("1,234.56", "1234.56"), ("-12,345.6", "-12345.6")],
)
def test_commas_between_thousands_are_no_decimals(amount, usd):
    table = f'start_time,amount,line_item\n2026-11-20,"{amount}",{MODEL}\n'
    (line,) = read_export(table.encode()).lines
    assert line.usd == Decimal(usd)


def test_usage_without_money_compares_the_number_of_calls(upload):
    paid("0.0527", **SENT)
    told = {
        "object": "page",
        "has_more": True,
        "data": [
            {
                "object": "bucket",
                "start_time": int(DAY.timestamp()),
                "end_time": int(DAY.timestamp()) + 86400,
                "results": [
                    {
                        "object": "organization.usage.images.result",
                        "images": 1,
                        "num_model_requests": 1,
                        "model": MODEL,
                    }
                ],
            }
        ],
    }
    UsageImagesResponse.model_validate(told, strict=True)
    answer = upload(json.dumps(told))
    assert "As many calls on both sides." in rows(answer)[0]
    assert "There are more pages" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "file is empty"),
        ("\ufeff \n", "file is empty"),
        ("start_time,amount_value,line_item\n", "no figures"),
        ("{", "begins like JSON"),
        ("[1]", "no page of the costs"),
        ('{"data": 3}', "no page of the costs"),
        ('{"data": [{"results": [{"object": "else"}]}]}', "neither a cost"),
        ("a,b\n1,2\n", "There is: a, b."),
        ("start_time,amount\nNaN,inf\n", "neither a cost"),
        ("[" * 5000, "begins like JSON"),
        ("\0\0", "no figures"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(upload, text, words):
    answer = upload(text)
    assert answer.status_code == 422
    error = soup(answer).select_one("#export-error")
    assert words in error.get_text()


def test_no_file_at_all(client, owner):
    answer = client.post("/spending/reconcile/")
    assert answer.status_code == 422
    assert "Choose a file first." in answer.content.decode()


def test_other_currencies_are_left_out_and_named(upload):
    told = costs((MODEL, "0.05"))
    mixed = json.loads(told)
    results = mixed["data"][0]["results"]
    results.append({**results[0], "amount": {"value": 4, "currency": "eur"}})
    answer = upload(json.dumps(mixed))
    assert "1 lines are not in US dollars" in answer.content.decode()
