"""What one takes along: it opens anywhere, and says nothing before the reveal."""

import csv
import io
import re
from decimal import Decimal
from urllib.parse import unquote

import pytest
from PIL import Image as Pillow

from playground.experiments.balloting import ballot_open
from playground.experiments.models import Experiment
from playground.experiments.voting import next_pairs, vote_cast
from playground.people.models import AuditEntry
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def experiment(owner):
    return factories.experiment(draws=4, prompts=("a kite", '=SUM("x")'))


def vote(experiment, size, choose):
    """Vote on all pairs of a new vote; ``choose`` says from places which side."""
    ballot = ballot_open(experiment, size)
    places = {row[0]: row[1] for row in ballot.pictures}
    for _ in range(size):
        pair = next_pairs(ballot, "ann", 1)[0]
        choice = choose(places[pair.left], places[pair.right])
        vote_cast(ballot, "ann", number=pair.number, seal=pair.seal, choice=choice)


def second(left: int, right: int) -> str:
    return "tie" if left == right else "left" if left > right else "right"


def test_the_json_holds_votes_and_verdict_only_after_the_reveal(client, experiment):
    address = f"/experiments/{experiment.code}.json"
    ballot_open(experiment, 20)
    before = client.get(address).json()
    assert before["plan"]["values"] == ["low", "high"]
    assert len(before["cells"]) == 4
    cell = before["cells"][0]
    draws = cell["draws"]
    assert cell["state"] == "done"
    assert cell["images"] == [draw["image"] for draw in draws]
    assert Decimal(cell["cost_usd"]) == sum(Decimal(it["cost_usd"]) for it in draws)
    assert {(draw["state"], draw["reason"]) for draw in draws} == {("done", None)}
    assert before["votes"] == []
    assert before["verdict"] is None

    vote(experiment, 20, second)
    after = client.get(address).json()
    assert len(after["votes"]) == 20
    assert after["verdict"]["sentence"]
    assert after["verdict"]["pairs"][0]["preference"] < 0.5


def test_downloads_are_named_in_any_script(client, experiment):
    for name, said in (("Кот на крыше", "кот-на-крыше"), ("Café été", "café-été")):
        Experiment.objects.update(name=name)
        told = client.get(f"/experiments/{experiment.code}.csv")["Content-Disposition"]
        assert told.startswith("attachment; filename*=utf-8''")
        assert said in unquote(told)


def test_the_report_needs_no_network(client, experiment):
    vote(experiment, 20, second)
    answer = client.get(f"/experiments/{experiment.code}/report.html")
    page = answer.content.decode()
    assert "attachment" in answer["Content-Disposition"]
    loaded = re.findall(r"""(?:src|href)=["']([^"']*)""", page)
    assert len(loaded) == 16
    assert all(it.startswith("data:image/webp;base64,") for it in loaded)
    assert "<script" not in page
    assert soup(answer).select_one(".sentence").text.strip()


def test_the_contact_sheet_and_the_animation_are_pictures(client, experiment):
    sheet = client.get(f"/experiments/{experiment.code}/sheet.png")
    with Pillow.open(io.BytesIO(sheet.content)) as picture:
        assert picture.width > 8 * 64
    gif = client.get(f"/experiments/{experiment.code}/values.gif?prompt=1&draw=2")
    with Pillow.open(io.BytesIO(gif.content)) as picture:
        assert picture.n_frames == 2
    page = client.get(experiment.get_absolute_url())
    assert soup(page).select("a[href*='values.gif']")
    nothing = factories.experiment(pictures=False)
    page = client.get(nothing.get_absolute_url())
    assert not soup(page).select("a[href*='values.gif']")
    assert client.get(f"/experiments/{nothing.code}/values.gif").status_code == 404
    assert client.get(f"/experiments/{nothing.code}/sheet.png").status_code == 200


def test_the_csv_lists_every_draw_and_no_formula(client, experiment):
    answer = client.get(f"/experiments/{experiment.code}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 16
    assert {row["prompt"] for row in rows} == {"a kite", '\'=SUM("x")'}
    assert {row["cost_usd"] for row in rows} == {"0.00530000"}


def test_every_download_is_in_the_audit_log(client, experiment):
    for name in (".json", ".csv", "/sheet.png", "/values.gif", "/report.html"):
        client.get(f"/experiments/{experiment.code}{name}")
    client.get(f"/experiments/{experiment.code}.csv?of=votes")
    noted = AuditEntry.objects.filter(action="experiment exported")
    told = {entry.what.rpartition(", ")[2] for entry in noted}
    assert told == {"JSON", "CSV", "contact sheet", "GIF", "report", "votes as CSV"}


def test_a_migration_says_of_each_brief_what_became_of_it(client, owner):
    experiment = factories.experiment(draws=4, prompts=tuple("abcdef"))
    address = f"/experiments/{experiment.code}/migration/"
    assert "No vote is complete" in soup(client.get(address)).text
    vote(experiment, 90, second)
    page = soup(client.get(address))
    assert "Of 6 briefs" in page.select_one(".sentence").text
    assert len(page.select("tbody")[0].select("tr")) == 6
