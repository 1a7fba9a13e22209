"""Sessions that ended while a page was open: the way back, and nothing typed is lost."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from playground.people.models import Membership, User, Workspace
from playground.review.links import link_create
from tests import factories
from tests.pages import soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]
PAGE = "http://testserver/images/?q=a+kite"
ORIGIN = {"Origin": "http://testserver"}


def next_of(address):
    return parse_qs(urlsplit(address).query).get("next")


def posted(form):
    """What a browser would send of a form whose fields are all hidden."""
    return {it["name"]: it.get("value", "") for it in form.select("[name]")}


def test_signing_in_leads_back_to_the_page_that_was_open(client):
    form = {"text": "Calmer\nand colder", "kind": "decision"}
    answer = client.post(
        "/images/zzzzzzzzzzzz/comments/?x=1", form, headers={"Referer": PAGE}
    )
    page = soup(answer)
    sign_in = page.saying("a", "Sign in")
    assert next_of(sign_in["href"]) == ["/images/?q=a+kite"]
    # In a tab of its own: this one holds what was typed.
    assert sign_in["target"] == "_blank"
    again = page.select_one("form[data-send-again]")
    assert again["action"] == "/images/zzzzzzzzzzzz/comments/?x=1"
    assert form.items() <= posted(again).items()


@pytest.mark.parametrize("page", ["", "https://elsewhere.example/images/", "nonsense"])
def test_a_page_of_others_is_nothing_to_come_back_to(client, page):
    answer = client.post("/judge/", {"stars": "3"}, headers={"Referer": page})
    assert soup(answer).saying("a", "Sign in")["href"] == "/accounts/login/"


def test_files_are_not_kept_and_passwords_not_shown(client):
    upload = SimpleUploadedFile("a.png", b"x")
    page = soup(
        client.post("/sources/", {"files": upload, "prompt": "a red kite here"})
    )
    assert page.select_one("form[data-send-again]") is None
    assert "Files cannot be kept" in page.get_text()
    typed = {"oldpassword": "an old secret of mine", "password1": "x y z"}
    page = client.post("/accounts/password/change/", typed)
    assert b"secret of mine" not in page.content
    assert b"x y z" not in page.content
    assert soup(page).select_one("form[data-send-again]") is None


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("get", {"Accept": "application/json"}),
        ("get", {"Sec-Fetch-Dest": "empty"}),
        ("get", {"HX-Request": "true"}),
        ("post", {"Accept": "application/json"}),
        ("post", {"HX-Request": "true"}),
    ],
)
def test_scripts_are_told_where_to_sign_in(client, method, headers):
    ask = getattr(client, method)
    answer = ask("/gallery/walk.json", headers={**headers, "Referer": PAGE})
    assert (answer.status_code, answer["X-Signed-Out"]) == (403, "true")
    told = json.loads(answer["HX-Trigger"])["toast"]
    assert next_of(told["action"]["href"]) == ["/images/?q=a+kite"]


def test_after_signing_in_anew_a_form_of_before_is_sent_by_one_press(settings):
    anna = User.objects.create_user("anna")
    anna.join(Workspace.objects.default(), Membership.Role.MAKER)
    image = factories.image(author=anna)
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    path = f"/images/{image.code}/comments/"
    form = {"text": "The second one, it is calmer", "csrfmiddlewaretoken": "x" * 64}
    answer = client.post(path, form, headers=ORIGIN)
    assert answer.status_code == 403
    again = soup(answer).select_one("form[data-send-again]")
    assert soup(answer).saying("code", path)
    client.post(again["action"], posted(again), headers=ORIGIN)
    assert image.comments.get().text == form["text"]
    # Only a page of ours can have sent that; of others nobody is led to send it.
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.example"]
    others = ({"Origin": "https://elsewhere.example"}, {"Origin": "https://testserver"})
    for headers in ({}, *others):
        page = soup(client.post(path, form, headers=headers))
        assert page.select_one("form[data-send-again]") is None


def test_a_guest_without_a_session_sends_all_of_it_again(owner):
    _, address = link_create(owner, images=[factories.image(author=owner)], title="x")
    path = urlsplit(address).path + "vote/"
    client = Client(enforce_csrf_checks=True)
    form = {"name": "Gus", "like-1": "1", "rank-1": "1", "comment-1": "Fine"}
    answer = client.post(path, form, headers=ORIGIN)
    assert answer.status_code == 403
    again = soup(answer).select_one("form[data-send-again]")
    kept = client.post(again["action"], posted(again), headers=ORIGIN)
    assert kept.status_code == 302
    page = soup(client.get(kept["Location"]))
    assert page.select_one('input[name="like-1"]').has_attr("checked")
