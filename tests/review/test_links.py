"""Links for guests: what they show, what they keep to themselves, what they keep."""

import threading
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from playground.review.links import link_revoke
from playground.review.models import Comment, Guest, GuestVote, ReviewLink
from playground.review.views import gate
from playground.review.voting import results
from playground.settings import CACHES
from tests import factories
from tests.pages import error_texts, soup, undescribed
from tests.review.linking import PROMPT, make

pytestmark = pytest.mark.django_db


def test_a_guest_looks_without_an_account_and_is_counted_once(guest, owner, images):
    link, path = make(owner, images)
    for _ in range(2):
        answer = guest.get(path)
        assert answer.status_code == 200
    assert Client().get(path).status_code == 200
    link.refresh_from_db()
    assert link.visits == 2
    assert "noindex" in answer["X-Robots-Tag"]
    assert "noindex" in soup(answer).select_one('meta[name="robots"]')["content"]
    assert len(soup(answer).select("figure")) == 3


def test_who_reads_the_database_cannot_open_a_link(owner, images):
    _link, path = make(owner, images, password="open sesame")
    token = path.split("/")[2]
    assert token not in str(ReviewLink.objects.values().get())
    assert "sesame" not in str(ReviewLink.objects.values().get())
    assert len(token) >= 43


def test_prompts_and_prices_are_shown_where_allowed(guest, owner, images):
    _, path = make(owner, images, show_prompts=True, show_prices=True)
    page = guest.get(path).content.decode()
    assert PROMPT in page
    assert "$0.0053" in page


def test_a_guest_votes_ranks_and_comments_and_may_change_it(guest, owner, images):
    link, path = make(owner, images)
    form = {
        "name": "Mia",
        "pick": "2",
        "like-1": "1",
        "rank-2": "1",
        "comment-3": "Too dark.",
    }
    answer = guest.post(f"{path}vote/", form, follow=True)
    assert "Thank you, Mia" in soup(answer).get_text()
    assert "Too dark." in soup(answer).get_text()
    assert soup(answer).select_one('[name="pick"][value="2"]').has_attr("checked")
    guest.post(f"{path}vote/", {"name": "Mia", "pick": "1"})
    assert Guest.objects.count() == 1
    found = {item.number: item for item in results(link)}
    assert (found[1].picks, found[2].picks, found[1].likes) == (1, 0, 0)
    assert found[2].mean_rank is None
    comment = Comment.objects.get()
    assert (comment.who, comment.image) == ("Mia (guest)", images[2])
    page = Client()
    page.force_login(owner)
    assert "Too dark." in page.get(f"/review-links/{link.code}/").content.decode()


def test_what_is_not_allowed_is_not_kept(guest, owner, images):
    _link, path = make(owner, images, may_vote=False)
    guest.post(f"{path}vote/", {"name": "Mia", "pick": "1", "comment-1": "Nice"})
    assert not GuestVote.objects.exists()
    _, path = make(owner, images, may_comment=False)
    guest.post(f"{path}vote/", {"name": "Mia", "pick": "1", "comment-1": "Nice"})
    assert Comment.objects.count() == 1
    _, path = make(owner, images, may_comment=False, may_vote=False)
    assert guest.post(f"{path}vote/", {"name": "Mia"}).status_code == 422
    assert Guest.objects.count() == 2


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    guest, owner, images
):
    _, path = make(owner, images)
    form = {"name": " ", "pick": "3", "rank-1": "first", "comment-2": "x" * 5000}
    answer = guest.post(f"{path}vote/", form)
    assert answer.status_code == 422
    assert len(error_texts(answer)) == 3
    page = soup(answer)
    assert page.select_one('[name="rank-1"]')["value"] == "first"
    assert not undescribed(page)
    assert page.select_one('[name="comment-2"]').get_text() == "x" * 5000
    assert page.select_one('[name="pick"][value="3"]').has_attr("checked")
    assert not Guest.objects.exists()


@pytest.mark.parametrize("how", ["revoked", "over"])
def test_a_link_that_ends_in_the_middle_of_a_vote_shows_what_was_typed(
    guest, owner, images, how
):
    link, path = make(owner, images)
    assert guest.get(path).status_code == 200
    if how == "revoked":
        link_revoke(link, by=owner)
    else:
        ReviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    answer = guest.post(
        f"{path}vote/", {"name": "Mia", "pick": "2", "comment-1": "The light!"}
    )
    assert answer.status_code == 410
    words = soup(answer).get_text()
    assert "This page is closed" in words
    assert "The light!" in words
    assert "picture 2" in words
    assert not GuestVote.objects.exists()
    assert guest.get(f"{path}1/file").status_code == 410
    assert guest.get(path).status_code == 410


def test_an_address_that_was_never_given_out_is_404(guest, owner, images):
    for path in ("/r/nothing/", "/r/nothing/1/file", "/r/%00/"):
        answer = guest.get(path)
        assert answer.status_code == 404
        assert "noindex" in answer["X-Robots-Tag"]
    _, path = make(owner, images)
    assert guest.get(f"{path}9/file").status_code == 404


def test_a_password_is_asked_for_before_anything_is_shown(guest, owner, images):
    _, path = make(owner, images, password="open sesame")
    assert "Which one?" not in guest.get(path).content.decode()
    assert guest.get(f"{path}1/file").status_code == 404
    wrong = guest.post(f"{path}open/", {"password": "open barley"})
    assert wrong.status_code == 422
    answer = guest.post(f"{path}open/", {"password": "open sesame"}, follow=True)
    assert "Which one?" in answer.content.decode()
    assert guest.get(f"{path}1/file").status_code == 200
    assert Client().get(f"{path}1/file").status_code == 404


def test_passwords_cannot_be_tried_for_ever(guest, owner, images):
    _, path = make(owner, images, password="open sesame")
    for _ in range(5):
        guest.post(f"{path}open/", {"password": "no"})
    answer = Client().post(f"{path}open/", {"password": "open sesame"})
    assert answer.status_code == 422
    assert "Wait five minutes" in error_texts(answer)[0]


@pytest.mark.django_db(transaction=True)
def test_guesses_are_counted_for_all_processes_and_addresses_together(
    owner, images, settings
):
    """Each thread has a connection and an address of its own, as a process has."""
    settings.CACHES = CACHES
    link, _ = make(owner, images, password="open sesame")
    tried: list[str] = []

    def guess(number: int) -> None:
        try:
            for at in range(45):
                request = RequestFactory(REMOTE_ADDR=f"10.0.{number}.{at}").post("/")
                request.session = {}
                tried.append(gate.open_with(request, link, f"no {number} {at}"))
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tried) == 135
    assert sum("not the password" in words for words in tried) == 100


def test_a_session_that_ends_in_the_middle_of_a_vote_loses_no_word(
    guest, owner, images
):
    _, path = make(owner, images, password="open sesame")
    late = guest.post(f"{path}vote/", {"name": "Mia", "comment-1": "The light!"})
    assert late.status_code == 403
    typed = {tag["name"]: tag["value"] for tag in soup(late).select('[type="hidden"]')}
    answer = guest.post(f"{path}open/", {**typed, "password": "open sesame"})
    assert soup(answer).select_one('[name="comment-1"]').get_text() == "The light!"
    assert soup(answer).select_one('[name="name"]')["value"] == "Mia"


def test_pictures_in_the_trash_or_gone_are_not_shown(guest, owner, images):
    from playground.library.models import Image
    from playground.library.trash import images_trash

    _, path = make(owner, images)
    images_trash(Image.objects.filter(pk=images[0].pk))
    default_storage.delete(images[1].file)
    assert len(soup(guest.get(path)).select("figure")) == 2
    assert guest.get(f"{path}1/file").status_code == 404
    assert guest.get(f"{path}2/file").status_code == 404
    assert guest.get(f"{path}3/file").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_fifty_guests_vote_at_once_and_none_is_lost(owner):
    images = [factories.image(author=owner) for _ in range(3)]
    link, path = make(owner, images)
    barrier = threading.Barrier(50)
    statuses = []

    def vote(number):
        client = Client(raise_request_exception=False)
        form = {
            "name": f"Guest {number}",
            "pick": str(number % 3 + 1),
            "rank-1": str(number % 3 + 1),
            "comment-2": f"Says {number}",
        }
        try:
            barrier.wait(60)
            statuses.append(client.post(f"{path}vote/", form).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert statuses == [302] * 50
    assert Guest.objects.count() == 50
    assert GuestVote.objects.count() == 150
    assert GuestVote.objects.filter(picked=True).count() == 50
    assert Comment.objects.count() == 50
    assert sorted(item.picks for item in results(link)) == [16, 17, 17]
