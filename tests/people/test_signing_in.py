"""Signing in and out, passwords, second factors."""

import json
from urllib.parse import urljoin

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from playground.people.members import sessions_end
from playground.people.models import User
from tests import factories
from tests.pages import soup
from tests.people.signing import PASSWORD, actions, client_of, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


class TestSigningIn:
    def test_a_stranger_is_sent_to_sign_in_and_comes_back(self, client):
        person("anna")
        asked = client.get("/gallery/?q=boat")
        assert asked["Location"] == "/accounts/login/?next=/gallery/%3Fq%3Dboat"
        answer = client.post(
            asked["Location"],
            {"login": "anna", "password": PASSWORD, "next": "/gallery/?q=boat"},
        )
        assert answer["Location"] == "/gallery/?q=boat"
        assert client.get("/gallery/").status_code == 200

    @pytest.mark.parametrize(
        "target",
        [
            "//elsewhere.example",
            "https://elsewhere.example/",
            "http://localhost/",  # Another machine for each visitor.
            "http://127.0.0.1:3000/",
            "/\\elsewhere.example",
            "\\\\elsewhere.example",
            "javascript:alert(1)",
            "%2F%2Felsewhere.example",
            "\thttps://elsewhere.example",
            "https:elsewhere.example",
            "https:///elsewhere.example",
            "/%09/elsewhere.example\x00",
        ],
    )
    def test_next_leads_nowhere_else(self, client, target):
        person("anna")
        answer = client.post(
            "/accounts/login/", {"login": "anna", "password": PASSWORD, "next": target}
        )
        where = urljoin("http://testserver/accounts/login/", answer["Location"])
        assert where.startswith("http://testserver/")

    def test_a_wrong_password_is_told_at_the_form(self, client):
        person("anna")
        answer = sign_in(client, "anna", "wrong password here")
        assert answer.status_code == 200
        assert "do not go together" in soup(answer).select_one(".error").get_text()
        assert actions() == ["sign-in failed"]

    def test_guessing_is_stopped_after_a_few_tries(self, client):
        person("anna")
        for _ in range(6):
            answer = sign_in(client, "anna", "a wrong password")
        assert "Too many" in soup(answer).get_text()
        # Now the right one does not help either.
        assert "Too many" in soup(sign_in(client, "anna")).get_text()

    def test_thousands_of_guesses_cost_a_look_each_and_no_hash(
        self, client, monkeypatch, django_assert_max_num_queries
    ):
        hashed = []
        monkeypatch.setattr(User, "check_password", lambda *_: hashed.append(1))
        person("anna")
        for _ in range(100):
            answer = sign_in(client, "anna", "a wrong password")
        assert len(hashed) == 5
        assert answer.status_code == 429
        assert soup(answer).select_one("h1").get_text() == "Too many tries"
        with django_assert_max_num_queries(1):
            sign_in(client, "anna", "a wrong password")
        # From many addresses at once the name alone is counted.
        for number in range(20):
            form = {"login": "anna", "password": "a wrong password"}
            address = f"203.0.113.{number}"
            client.post("/accounts/login/", form, REMOTE_ADDR=address)
        assert len(hashed) == 5
        assert actions() == ["sign-in failed"] * 5

    def test_nobody_signs_up_without_an_invitation(self, client):
        page = client.get("/accounts/signup/")
        assert "By invitation" in soup(page).select_one("h1").get_text()
        form = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
        client.post("/accounts/signup/", form)
        assert not User.objects.filter(username="eve").exists()

    def test_a_page_from_yesterday_loses_nothing_that_was_typed(self, client):
        anna = person("anna")
        image = factories.image(author=anna)
        client.force_login(anna)
        before = Client(enforce_csrf_checks=True)
        sessions_end(anna)
        Session.objects.all().delete()
        said = {"text": "The second one, it is calmer", "csrfmiddlewaretoken": "x" * 64}
        answer = client.post(f"/images/{image.code}/comments/", said)
        assert answer.status_code == 403
        page = soup(answer)
        assert page.select_one("h1").get_text() == "You are signed out"
        assert page.select_one("#typed").get_text() == said["text"]
        # What a script asks for never becomes the page to sign in.
        poll = client.get("/generations/poll/", headers={"HX-Request": "true"})
        assert (poll.status_code, poll["X-Signed-Out"]) == (403, "true")
        judged = client.post("/judge/", headers={"Accept": "application/json"})
        assert "Sign in in another tab" in judged.json()["message"]
        # Nor are the words of a form that was made before signing in anew.
        old = before.post(f"/images/{image.code}/comments/", said)
        assert soup(old).select_one("#typed").get_text() == said["text"]
        path = f"/images/{image.code}/comments/"
        script = before.post(path, said, headers={"HX-Request": "true"})
        told = json.loads(script["HX-Trigger"])
        assert "try again now" in told["toast"]["message"]
        fresh = {**said, "csrfmiddlewaretoken": told["token"]}
        assert (
            soup(before.post(path, fresh)).select_one("h1").get_text()
            == "You are signed out"
        )
        json_only = {"Accept": "application/json"}
        judged = before.post("/judge/", said, headers=json_only)
        assert judged.status_code == 403
        assert "try again now" in judged.json()["message"]
        fresh = {"csrfmiddlewaretoken": judged.json()["token"]}
        judged = before.post("/judge/", fresh, headers=json_only)
        assert "Sign in in another tab" in judged.json()["message"]

    def test_signing_out_ends_the_session(self, client):
        person("anna")
        sign_in(client, "anna")
        client.post("/accounts/logout/")
        assert client.get("/gallery/").status_code == 302
        assert actions() == ["signed in", "signed out"]

    def test_without_accounts_none_of_the_pages_is_there(self, client, settings):
        settings.PLAYGROUND_ACCOUNTS = False
        for path in ("/accounts/login/", "/accounts/signup/", "/accounts/2fa/"):
            assert client.get(path).status_code == 404

    def test_a_reset_without_mail_says_whom_to_ask(self, client):
        page = soup(client.get("/accounts/password/reset/"))
        assert "sends no mail" in page.get_text()

    @pytest.mark.parametrize(
        "path",
        [
            "/accounts/password/change/",
            "/accounts/2fa/",
            "/accounts/sessions/",
            "/accounts/email/",
            "/accounts/logout/",
        ],
    )
    def test_ones_own_account_has_pages(self, path):
        page = client_of(person("anna")).get(path)
        assert page.status_code == 200
        assert len(soup(page).select("h1")) == 1

    def test_sessions_are_listed_and_others_can_be_ended(self, client):
        anna = person("anna")
        other = Client()
        sign_in(other, "anna")
        sign_in(client, "anna")
        listed = soup(client.get("/accounts/sessions/"))
        assert len(listed.select(".account li")) == 2
        client.post("/accounts/sessions/")
        assert other.get("/gallery/").status_code == 302
        assert client.get("/gallery/").status_code == 200
        assert anna.is_active
