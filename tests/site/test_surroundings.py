"""Proxies, other applications on the same host, and names that nobody allowed."""

import pytest
from django.conf import settings as django_settings
from django.test import Client

from playground.core.cookies import cookie_name
from tests.pages import soup

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return soup(answer).get_text(" ", strip=True)


def test_cookies_are_our_own_and_those_of_this_port(client):
    client.get("/")
    client.post("/selection/", {"action": "clear"})
    port, key = django_settings.PLAYGROUND_PORT, django_settings.SECRET_KEY
    csrf = cookie_name("csrf", port, key)
    assert set(client.cookies) <= {csrf, cookie_name("session", port, key)}
    assert csrf in client.cookies
    assert csrf.startswith(f"playground-csrf-{port}-")
    # In containers both take themselves to be on the same port.
    assert csrf != cookie_name("csrf", port, "another installation's key")


@pytest.mark.parametrize("origin", ["https://pictures.example.org", "http://other"])
def test_a_form_from_another_origin_is_told_what_to_set(origin):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/generations/", {}, headers={"Origin": origin})
    assert answer.status_code == 403
    assert origin in words(answer)
    assert "PLAYGROUND_HTTPS" in words(answer)
    assert "too old" not in words(answer)


def test_a_form_of_origin_null_is_told_what_may_have_caused_it():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/generations/", {}, headers={"Origin": "null"})
    assert "does not say which page" in words(answer)
    assert "too old" not in words(answer)


def test_an_old_form_is_told_to_be_reloaded():
    answer = Client(enforce_csrf_checks=True).post("/generations/", {})
    assert answer.status_code == 403
    assert "too old" in words(answer)


def test_a_name_that_nobody_allowed_is_told_with_its_setting(client):
    answer = client.get("/", headers={"Host": "pictures.example.org"})
    assert answer.status_code == 400
    assert "pictures.example.org" in words(answer)
    assert "PLAYGROUND_ALLOWED_HOSTS" in words(answer)


def test_a_form_too_large_is_one_line_in_the_log(caplog):
    answer = Client().post(
        "/generations/", "a=b&" * 3000, "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert not any(record.exc_info for record in caplog.records)


def test_going_back_never_leads_to_a_word_or_elsewhere(client):
    for target in ("foo", "//elsewhere.example/", "https://elsewhere.example/"):
        answer = client.post("/selection/", {"action": "clear", "next": target})
        assert answer["Location"] == "/gallery/"
