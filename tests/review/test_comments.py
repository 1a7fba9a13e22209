"""Comments, replies, decisions, and what is new among them."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from playground.people.models import Membership, User
from playground.review.comments import comment_add, typed, unread_count
from playground.review.models import Comment
from tests import factories
from tests.pages import error_texts, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(owner):
    return factories.image(author=owner)


@pytest.fixture
def vera(settings, owner):
    """A viewer of the owner's workspace."""
    settings.PLAYGROUND_ACCOUNTS = True
    user = User.objects.create_user("vera")
    user.join(owner.workspace, Membership.Role.VIEWER)
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def say(client, image, **values):
    return client.post(f"/images/{image.code}/comments/", values)


def texts(client, image):
    page = soup(client.get(image.get_absolute_url()))
    return [tag.get_text() for tag in page.select(".threads .prose")]


def test_a_viewer_comments_at_a_spot_and_it_stands_on_the_picture(vera, image):
    client = client_of(vera)
    answer = say(client, image, text="The sail is <b>torn</b>.", x="25", y="62,5")
    comment = Comment.objects.get()
    assert answer["Location"] == f"/images/{image.code}/#comment-{comment.pk}"
    assert (comment.x, comment.y, comment.author) == (0.25, 0.625, vera)
    page = soup(client.get(image.get_absolute_url()))
    spot = page.select_one(".threads li")
    assert (spot["data-x"], spot["data-y"]) == ("0.2500", "0.6250")
    assert texts(client, image) == ["The sail is <b>torn</b>."]


def test_a_thread_is_answered_and_done_and_opened_again(vera, owner, image):
    client = client_of(vera)
    say(client, image, text="Too dark?")
    first = Comment.objects.get()
    say(client, image, text="No.", reply_to=first.pk)
    reply = Comment.objects.get(text="No.")
    say(client, image, text="Yes.", reply_to=reply.pk)
    assert list(first.replies.values_list("text", flat=True)) == ["No.", "Yes."]
    assert texts(client, image) == ["Too dark?", "No.", "Yes."]
    client.post(f"/comments/{first.pk}/done/", {"done": "1"})
    client_of(owner).post(f"/comments/{first.pk}/done/", {"done": "1"})
    first.refresh_from_db()
    assert first.done_by == vera
    client.post(f"/comments/{first.pk}/done/", {"done": "0"})
    first.refresh_from_db()
    assert (first.done_at, first.done_by) == (None, None)


def test_a_reply_stays_with_its_picture(vera, owner, image):
    other = factories.image(author=owner)
    said = comment_add(owner, other, typed({"text": "Elsewhere"}))
    say(client_of(vera), image, text="Here", reply_to=said.pk)
    assert Comment.objects.get(text="Here").reply_to is None


def test_a_decision_stands_in_the_history(client, image):
    say(client, image, text="This one, because it is calm.", kind="decision")
    page = soup(client.get(image.get_absolute_url()))
    section = page.select_one('section[aria-labelledby="decisions"]')
    assert "because it is calm" in section.get_text()
    assert "local" in section.get_text()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": "  "}, "Say something"),
        ({"text": "x" * 4001}, "4001"),
        ({"text": "Here", "x": "5"}, "two numbers"),
        ({"text": "Here", "x": "5", "y": "101"}, "two numbers"),
        ({"text": "Here", "x": "nan", "y": "1"}, "two numbers"),
        ({"text": "Here", "x": "left", "y": "1"}, "two numbers"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, image, values, words):
    answer = say(client, image, **values)
    assert answer.status_code == 422
    assert words in " ".join(error_texts(answer))
    page = soup(answer)
    assert page.select_one("#comment-text").get_text() == values["text"].strip()
    if "x" in values:
        assert page.select_one('[name="x"]')["value"] == values["x"]
    assert not Comment.objects.exists()


def test_odd_replies_and_kinds_are_no_faults(client, image):
    for extra in ({"reply_to": "9" * 30}, {"reply_to": "x"}, {"kind": "\0odd"}):
        assert say(client, image, text="a\0b", **extra).status_code == 302
    assert set(Comment.objects.values_list("text", "kind")) == {("ab", "comment")}


def test_a_spot_beside_the_picture_is_refused_by_the_database(owner, image):
    said = comment_add(owner, image, typed({"text": "Here"}))
    for values in ({"x": 1.5, "y": 0.5}, {"x": 0.5, "y": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=said.pk).update(**values)


def test_another_workspace_reads_and_says_nothing(stranger_client, owner, image):
    said = comment_add(owner, image, typed({"text": "Ours"}))
    assert say(stranger_client, image, text="Mine").status_code == 404
    assert stranger_client.post(f"/comments/{said.pk}/done/").status_code == 404
    assert "Ours" not in stranger_client.get("/comments/").content.decode()
    stranger_client.post("/comments/read/", {"last": said.pk})
    assert Comment.objects.count() == 1


def test_what_others_have_said_is_unread_until_it_is_marked(vera, owner, image):
    client = client_of(vera)
    comment_add(owner, image, typed({"text": "Look"}))
    last = comment_add(owner, image, typed({"text": "Look again"}))
    comment_add(vera, image, typed({"text": "I do"}))
    assert unread_count(vera) == 2
    page = soup(client.get("/gallery/"))
    assert page.select_one(".unread-comments .num").get_text(strip=True).startswith("2")
    assert len(soup(client.get("/comments/")).select(".unread")) == 2
    client.post("/comments/read/", {"last": last.pk})
    assert unread_count(vera) == 0
    assert not soup(client.get("/gallery/")).select(".unread-comments")
    client.post("/comments/read/", {"last": "x"})
    client.post("/comments/read/", {"last": last.pk - 1})
    assert unread_count(vera) == 0
    assert unread_count(owner) == 1


def test_ones_own_words_are_changed_and_taken_back_and_nobody_elses(vera, owner, image):
    client = client_of(vera)
    say(client, image, text="Too drak.")
    mine = Comment.objects.get()
    page = client.get(f"/comments/{mine.pk}/edit/")
    assert soup(page).select_one("#comment-text").get_text() == "Too drak."
    empty = client.post(f"/comments/{mine.pk}/edit/", {"text": " "})
    assert empty.status_code == 422
    client.post(f"/comments/{mine.pk}/edit/", {"text": "Too dark.", "kind": "decision"})
    mine.refresh_from_db()
    assert (mine.text, mine.kind) == ("Too dark.", "decision")
    assert mine.edited_at

    uma = User.objects.create_user("uma")
    uma.join(owner.workspace, Membership.Role.MAKER)
    for path in ("edit", "delete"):
        answer = client_of(uma).post(f"/comments/{mine.pk}/{path}/", {"text": "No."})
        assert answer.status_code == 404
    client.post(f"/comments/{mine.pk}/delete/")
    assert not Comment.objects.exists()


def test_words_that_were_answered_go_and_the_answers_stay(vera, owner, image):
    client = client_of(vera)
    say(client, image, text="A mistake.", kind="decision")
    first = Comment.objects.get()
    say(client_of(owner), image, text="Why?", reply_to=first.pk)
    client.post(f"/comments/{first.pk}/delete/")
    page = soup(client.get(image.get_absolute_url()))
    assert "A mistake" not in page.get_text()
    assert "Deleted." in page.select_one(".threads").get_text()
    assert not page.select('section[aria-labelledby="decisions"]')
    assert client.get(f"/comments/{first.pk}/edit/").status_code == 404
    # An admin may take back anything; with its last answer the thread is gone.
    client_of(owner).post(f"/comments/{Comment.objects.get(text='Why?').pk}/delete/")
    assert not Comment.objects.exists()


def test_decisions_stand_in_the_json_of_the_picture(client, image):
    say(client, image, text="Calm.", kind="decision")
    say(client, image, text="Only a comment.")
    told = client.get(f"/images/{image.code}.json").json()["decisions"]
    assert [(each["text"], each["by"]) for each in told] == [("Calm.", "local")]
