"""Blind votes: nothing tells the pictures apart, and every vote counts once."""

import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image as Pillow

from playground.experiments.balloting import ballot_end, ballot_open, current_ballot
from playground.experiments.models import Ballot, Vote
from playground.experiments.rounds import round_vote_open
from playground.experiments.voting import next_pairs
from playground.experiments.wire import neutral
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def experiment(owner):
    return factories.experiment(draws=4)


def address(experiment) -> str:
    return f"/experiments/{experiment.code}/vote/"


def begin(client, experiment, size: int = 12) -> None:
    client.post(address(experiment), {"open": "1", "size": str(size)})


def form(client, experiment) -> dict[str, str]:
    page = soup(client.get(address(experiment)))
    return {box["name"]: box["value"] for box in page.select("#vote [type=hidden]")}


def say(client, experiment, choice="left", **values):
    posted = {**form(client, experiment), "choice": choice, **values}
    return client.post(address(experiment), posted, follow=True)


def test_the_page_and_its_pictures_tell_nothing(client, experiment):
    begin(client, experiment)
    page = client.get(address(experiment))
    body = page.content.decode()
    ballot = current_ballot(experiment)
    for code, *_ in ballot.pictures:
        assert code not in body
    for word in ("low", "high", "$0", experiment.name):
        assert word not in soup(page).select_one("#vote").text
    shown = [img["src"] for img in soup(page).select("#vote .two img")]
    answers = [client.get(src) for src in shown]
    assert {answer["Content-Type"] for answer in answers} == {"image/png"}
    assert len({len(answer.content) for answer in answers}) == 1
    assert all("Content-Disposition" not in answer for answer in answers)


def test_a_picture_on_its_way_comes_when_the_vote_has_ended(client, experiment):
    begin(client, experiment)
    page = soup(client.get(address(experiment)))
    shown = page.select_one("#vote .two img")["src"]
    guess = re.sub(r"\w+(?=[^/]*$)", "a" * 16, shown)
    Ballot.objects.update(closed_at=timezone.now())
    assert client.get(shown).status_code == 200
    assert client.get(guess).status_code == 404


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_every_pixel_is_the_originals_whatever_its_format(owner, kind):
    data = factories.picture_bytes(kind, (40, 30), colour=(200, 30, 90))
    image = factories.image(data=data, format=kind)
    sent, media = neutral(image)
    original = Pillow.open(io.BytesIO(data)).convert("RGB").tobytes()
    assert media == "image/png"
    opened = Pillow.open(io.BytesIO(sent))
    assert opened.convert("RGB").tobytes() == original
    assert len(sent) % (2 * 40 * 30) == 0


def test_a_picture_comes_under_another_address_in_every_pair(experiment, owner):
    ballot = ballot_open(experiment, 12)
    tokens = set()
    voter = owner.get_username()
    for pair in next_pairs(ballot, voter, 12):
        tokens |= {pair.left_token, pair.right_token}
    assert len(tokens) == 24


def test_the_number_is_fixed_and_nothing_is_shown_before_it_is_reached(
    client, experiment
):
    begin(client, experiment, 6)
    for _ in range(5):
        say(client, experiment)
    verdict = f"/experiments/{experiment.code}/verdict/"
    page = soup(client.get(verdict)).select_one("main")
    assert "5 of 6" in page.text
    assert not page.select(".sentence")
    say(client, experiment)
    assert soup(client.get(verdict)).select_one(".sentence").text.strip()
    assert soup(client.get(experiment.get_absolute_url())).select(".verdict-line")


def test_a_replayed_vote_counts_once_and_undo_takes_the_last_back(client, experiment):
    begin(client, experiment)
    posted = {**form(client, experiment), "choice": "left"}
    for _ in range(3):
        client.post(address(experiment), posted)
    assert Vote.objects.count() == 1
    client.post(address(experiment), {"undo": "1"})
    assert Vote.objects.count() == 0
    assert form(client, experiment)["pair"] == "0"


def test_forged_stale_and_foreign_votes_are_told_in_words(client, experiment, owner):
    begin(client, experiment)
    other = factories.experiment(draws=4)
    begin(client, other)
    foreign = form(client, other)
    said = say(client, experiment, seal=foreign["seal"])
    assert "not counted" in soup(said).text
    assert "both bad" in soup(say(client, experiment, choice="purple")).text
    say(client, experiment, pair="99999")
    say(client, experiment, pair="-1")
    later = next_pairs(current_ballot(experiment), owner.get_username(), 3)[2]
    said = say(client, experiment, pair=str(later.number), seal=later.seal)
    assert "old one" in soup(said).text
    assert not Vote.objects.exists()


def test_two_voters_on_the_last_vote_make_one(client, experiment):
    begin(client, experiment, 1)
    guest = Client()
    guest.post(address(experiment), {"name": "Ann"})
    hers = {**form(guest, experiment), "choice": "right"}
    say(client, experiment)
    said = soup(guest.post(address(experiment), hers, follow=True)).text
    assert "not needed" in said
    assert Vote.objects.count() == 1


def test_guests_have_pairs_and_names_of_their_own(client, experiment, owner):
    begin(client, experiment)
    guest = Client()
    guest.post(address(experiment), {"name": "Ann"})
    say(client, experiment)
    say(guest, experiment)
    voters = set(Vote.objects.values_list("voter", flat=True))
    assert voters == {"local", f"guest: Ann #{owner.pk}"}


def test_a_deleted_picture_is_passed_over(client, experiment, owner):
    begin(client, experiment)
    ballot = current_ballot(experiment)
    first = next_pairs(ballot, owner.get_username(), 1)[0]
    client.post(f"/images/{first.left}/trash/")
    assert form(client, experiment)["pair"] != "0"
    assert say(client, experiment).status_code == 200
    assert Vote.objects.count() == 1


def test_nobody_looks_ahead_and_no_stranger_looks_at_all(
    client, experiment, owner, stranger_client
):
    begin(client, experiment)
    pairs = next_pairs(current_ballot(experiment), owner.get_username(), 9)
    far = f"{address(experiment)}{pairs[8].number}/{pairs[8].left_token}"
    # Where a vote has just been taken back, this one was held ready.
    held = f"{address(experiment)}{pairs[4].number}/{pairs[4].left_token}"
    near = f"{address(experiment)}{pairs[1].number}/{pairs[1].left_token}"
    assert client.get(far).status_code == 404
    assert client.get(near).status_code == client.get(held).status_code == 200
    assert stranger_client.get(near).status_code == 404
    assert stranger_client.get(address(experiment)).status_code == 404


def test_without_pictures_the_vote_says_why_it_cannot_begin(client, owner):
    empty = factories.experiment(pictures=False)
    answer = client.post(address(empty), {"open": "1"})
    assert answer.status_code == 422
    assert "nothing to vote on" in soup(answer).text
    for size in ("many", "0", "10001"):
        bad = client.post(address(empty), {"open": "1", "size": size})
        assert bad.status_code == 422
        assert "1 to 10,000" in soup(bad).text


def test_rounds_put_a_worse_value_out_and_stop(client, owner, drain):
    """With every vote for the cheap value, the dear one is drawn no more."""
    values = {"mode": "cheapest", "state": "running"}
    experiment = factories.experiment(draws=8, drawn=6, **values)
    ballot = ballot_open(experiment, 40)
    dear = {row[0] for row in ballot.pictures if row[1] == 1}
    for _ in range(60):
        experiment.refresh_from_db()
        if experiment.standing and experiment.standing["answer"] is not None:
            break
        if current_ballot(experiment) is None:
            ballot_open(experiment, 40)
        pair = next_pairs(current_ballot(experiment), owner.get_username(), 1)[0]
        choice = "right" if pair.left in dear else "left"
        client.post(address(experiment), {**form(client, experiment), "choice": choice})
    experiment.refresh_from_db()
    assert experiment.standing["answer"] == 0
    assert "low is the cheapest" in experiment.standing["sentence"]
    assert experiment.state == "finished"
    assert not experiment.draws.planned().exists()


def test_rounds_go_on_after_a_vote_that_ended_early(client, owner):
    experiment = factories.experiment(draws=4, mode="cheapest", state="finished")
    Ballot.objects.filter(pk=ballot_open(experiment, 4).pk).update(
        closed_at=timezone.now(), ended_early=True
    )
    assert round_vote_open(experiment)
    assert current_ballot(experiment) is not None


def test_a_vote_that_is_complete_does_not_end_the_rounds(client, owner):
    experiment = factories.experiment(draws=4, mode="cheapest", state="running")
    ballot = ballot_open(experiment, 4)
    Ballot.objects.filter(pk=ballot.pk).update(closed_at=timezone.now())
    assert not ballot_end(ballot)
    experiment.refresh_from_db()
    assert experiment.state == "running"


def fields_of(page) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for box in page.select("#rank [type=hidden]"):
        fields.setdefault(box["name"], []).append(box["value"])
    return fields


def test_what_is_taken_back_twice_is_taken_back_once(client, experiment):
    begin(client, experiment)
    for _ in range(2):
        say(client, experiment)
    for _ in range(2):
        client.post(address(experiment), {"undo": "1", "last": "1"})
    assert [vote.pair for vote in Vote.objects.all()] == [0]


def test_a_vote_that_nobody_can_go_on_with_ends_early_and_is_not_settled(
    client, experiment
):
    begin(client, experiment, 6)
    say(client, experiment)
    refused = client.post(address(experiment), {"end": "1"})
    assert refused.status_code == 422
    assert current_ballot(experiment).closed_at is None

    for code, value, *_ in current_ballot(experiment).pictures:
        if value == 0:
            client.post(f"/images/{code}/trash/")
    page = soup(client.get(address(experiment))).select_one("#vote")
    assert "1 of 6 votes are in" in page.text
    verdict = soup(client.post(address(experiment), {"end": "1"}, follow=True))
    assert "ended early, after 1 of 6 votes" in verdict.select_one("main").text
    assert not verdict.select(".sentence")
    assert current_ballot(experiment) is None


def test_four_at_once_become_votes_on_their_pairs(client, experiment):
    begin(client, experiment, 6)
    rank = f"/experiments/{experiment.code}/rank/"
    page = soup(client.get(rank))
    shown = [client.get(img["src"]).status_code for img in page.select("#rank img")]
    assert shown == [200] * 4
    page = soup(client.post(rank, {**fields_of(page), "next": "2"}))
    part = {"HX-Request": "true", "HX-Target": "rank"}
    page = soup(client.post(rank, {**fields_of(page), "next": "0"}, headers=part))
    # Outside of what is swapped: only so it is read out.
    assert page.select_one("#live").text.startswith("And the best of the others?")
    last = {**fields_of(page), "next": "3"}
    assert not Vote.objects.exists()
    assert client.post(rank, last).status_code == 303
    assert Vote.objects.count() == 4

    assert client.post(rank, last, follow=True).status_code == 200
    assert Vote.objects.count() == 4
    assert "no ranking" in soup(client.post(rank, {"next": "x"}, follow=True)).text
