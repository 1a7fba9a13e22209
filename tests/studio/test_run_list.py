"""The list of all runs, and what can be done with one that made nothing."""

import json

import pytest

from playground.library.models import Generation
from playground.studio.run_list import FILTERS, PAGE_SIZE
from tests.factories import generation, image
from tests.pages import HTMX, soup

pytestmark = pytest.mark.django_db
STATES = ["queued", "sending", "succeeded", "failed", "cancelled", "unknown"]


def prompts(page):
    return [link.get_text() for link in page.select("table.runs .prompt-line")]


def test_every_run_is_listed_newest_first_with_its_state_in_words(client, owner):
    for state in STATES:
        generation(state=state, prompt=f"{state} one", error=None)
    page = soup(client.get("/generations/"))
    assert prompts(page) == [f"{state} one" for state in reversed(STATES)]
    for row in page.select("table.runs tbody tr"):
        assert row.select_one(".state .icon")
        assert row.select_one(".state").get_text(strip=True)


@pytest.mark.parametrize("key", FILTERS)
def test_a_filter_shows_its_states_and_no_others(client, owner, key):
    for state in STATES:
        generation(state=state, prompt=state)
    page = soup(client.get("/generations/", {"state": key}))
    wanted = FILTERS[key].states or STATES
    assert set(prompts(page)) == set(wanted)
    answer = client.get("/generations.json", {"state": key}).json()
    assert {run["state"] for run in answer["generations"]} == set(wanted)


def test_what_was_imported_is_no_run(client, owner):
    generation(prompt="here")
    generation(prompt="elsewhere", provider="imported")
    assert prompts(soup(client.get("/generations/"))) == ["here"]
    assert len(client.get("/generations.json").json()["generations"]) == 1
    assert len(soup(client.get("/")).select("#results .run")) == 1


def test_older_runs_are_behind_a_cursor(client, owner):
    for number in range(PAGE_SIZE + 3):
        generation(prompt=f"run {number}")
    first = soup(client.get("/generations/"))
    assert len(prompts(first)) == PAGE_SIZE
    older = first.select_one('a[rel="next"]')["href"]
    assert prompts(soup(client.get(f"/generations/{older}"))) == [
        "run 2",
        "run 1",
        "run 0",
    ]
    answer = client.get("/generations.json").json()
    rest = client.get(answer["next"]).json()
    assert len(rest["generations"]) == 3
    assert rest["next"] is None


@pytest.mark.parametrize("query", ["state=nothing", "after=x", "state="])
def test_what_makes_no_sense_in_the_address_shows_the_first_page(client, owner, query):
    generation(prompt="here")
    assert prompts(soup(client.get(f"/generations/?{query}"))) == ["here"]
    answer = client.get(f"/generations.json?{query}")
    assert answer.status_code == (200 if query == "state=" else 400)


def test_others_runs_are_not_listed(client, stranger_client, owner):
    generation(prompt="mine")
    assert prompts(soup(stranger_client.get("/generations/"))) == []


def test_a_failed_run_can_be_changed_and_sent_again(client, owner):
    run = generation(state="failed", prompt="A red kite", quality="high", n=2)
    page = soup(client.get("/"))
    link = page.select_one(f'#run-{run.code} a[href="/?run={run.code}"]')
    assert "Change" in link.get_text()
    page = soup(client.get(link["href"]))
    assert page.select_one("#prompt").get_text(strip=True) == "A red kite"
    assert page.select_one("#quality-high").has_attr("checked")
    assert Generation.objects.count() == 1


@pytest.mark.parametrize("code", ["zzzzzzzzzzzz", "x", "\x00"])
def test_a_run_that_is_not_there_is_404(client, owner, code):
    assert client.get("/", {"run": code}).status_code == 404


def test_a_run_that_was_put_aside_leaves_the_studio_and_stays_in_the_list(
    client, owner
):
    run = generation(state="failed", prompt="aside")
    response = client.post(f"/generations/{run.code}/dismiss/", headers=HTMX)
    toast = json.loads(response["HX-Trigger"])["toast"]
    assert toast["action"]["url"] == f"/generations/{run.code}/dismiss/"
    assert not soup(client.get("/")).select(f"#run-{run.code}")
    assert prompts(soup(client.get("/generations/"))) == ["aside"]

    client.post(f"/generations/{run.code}/dismiss/", toast["action"]["values"])
    assert soup(client.get("/")).select(f"#run-{run.code}")


def test_the_list_says_what_was_put_aside_and_takes_it_back(client, owner):
    run = generation(state="failed", prompt="aside")
    button = soup(client.get("/generations/")).select_one(".actions button")
    assert button["aria-label"] == "Dismiss"
    headers = HTMX | {"HX-Target": button["hx-target"].removeprefix("#")}
    row = soup(client.post(button["formaction"], headers=headers))
    assert "dismissed" in row.select_one(".state").get_text()
    assert not soup(client.get("/")).select(f"#run-{run.code}")
    back = row.select_one("button[name=back]")
    assert back.has_attr("autofocus")
    # Without script one stays in the list.
    here = {"Referer": "http://testserver/generations/?state=failed"}
    answer = client.post(back["formaction"], {"back": back["value"]}, headers=here)
    assert answer["Location"] == "/generations/?state=failed"
    assert soup(client.get("/")).select(f"#run-{run.code}")


def test_who_cancels_in_the_list_stays_there(client, owner):
    run, here = generation(state="queued"), "/generations/?state=waiting"
    headers = {"Referer": f"http://testserver{here}"}
    answer = client.post(f"/generations/{run.code}/cancel/", headers=headers)
    assert answer["Location"] == here
    answer = client.post(f"/generations/{run.code}/cancel/")
    assert answer["Location"] == run.get_absolute_url()


def test_the_list_follows_what_waits(client, owner):
    generation(state="failed")
    assert not soup(client.get("/generations/")).select_one("#runs-list[hx-trigger]")
    generation(state="sending")
    listed = soup(client.get("/generations/")).select_one("#runs-list")
    assert listed["hx-get"] == "/generations/"


def test_what_is_under_way_cannot_be_put_aside(client, owner):
    run = generation(state="queued")
    client.post(f"/generations/{run.code}/dismiss/")
    run.refresh_from_db()
    assert run.dismissed_at is None


def test_trash_from_a_card_stays_in_the_studio(client, owner):
    kept = image()
    address = f"/images/{kept.code}/trash/"
    response = client.post(address, headers={"Referer": "http://testserver/?q=1"})
    assert response["Location"] == "/?q=1"
    response = client.post(address, headers={"Referer": "https://else.example/"})
    assert response["Location"] == kept.get_absolute_url()
    assert client.post(address, headers=HTMX).status_code == 204
