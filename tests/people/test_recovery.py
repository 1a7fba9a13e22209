"""People who have lost a telephone, and clocks and names that meet by accident."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from playground.people.invitations import invitation_create
from playground.people.models import AuditEntry, Membership, User, Workspace
from playground.site.retention import sessions_forget
from playground.site.views import join as joining
from tests.pages import parsed, soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]
PASSWORD = "correct horse battery"


def person(name, role=Membership.Role.MAKER, workspace=None):
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    user.join(workspace or Workspace.objects.default(), role)
    return user


def with_app(user):
    """Give somebody an authenticator app; returns its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def sign_in(client, name):
    return client.post("/accounts/login/", {"login": name, "password": PASSWORD})


def test_an_app_is_asked_for_and_may_be_half_a_minute_off(monkeypatch):
    now = time.time() // 30 * 30 + 15
    monkeypatch.setattr(time, "time", lambda: now)
    secret = with_app(person("anna"))
    for off in (-1, 0, 1):
        client = Client()
        assert sign_in(client, "anna")["Location"].startswith("/accounts/2fa/")
        counter = int(now) // 30 + off
        code = totp.format_hotp_value(totp.hotp_value(secret, counter))
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).url == "/"
        # What was used once is worth nothing more.
        again = Client()
        sign_in(again, "anna")
        refused = again.post("/accounts/2fa/authenticate/", {"code": code})
        assert refused.status_code == 200
    early = totp.format_hotp_value(totp.hotp_value(secret, counter - 5))
    assert again.post("/accounts/2fa/authenticate/", {"code": early}).status_code == 200


def test_an_admin_lets_somebody_in_who_has_lost_the_telephone(client):
    ada, anna = person("ada", Membership.Role.ADMIN), person("anna")
    with_app(anna)
    client.force_login(ada)
    page = soup(client.get("/people/"))
    [button] = [
        it for it in page.select("button") if it.text == "Remove second factors"
    ]
    client.post(button.closest("form")["action"])
    assert not Authenticator.objects.exists()
    assert sign_in(Client(), "anna")["Location"] == "/"
    assert AuditEntry.objects.filter(action="second factors removed").count() == 1


def test_no_admin_opens_an_account_of_another_workspace_by_it(client):
    other = Workspace.objects.create(name="Other")
    ada, anna = person("ada", Membership.Role.ADMIN, other), person("anna")
    anna.join(other, Membership.Role.VIEWER)
    with_app(anna)
    client.force_login(ada)
    client.post(f"/people/{anna.memberships.get(workspace=other).pk}/factors/")
    assert Authenticator.objects.count() == 1


def test_a_command_prints_a_way_in(client, capsys):
    anna = person("anna")
    with_app(anna)
    call_command("person", "reset", "anna", "--second-factors")
    path = urlsplit(capsys.readouterr().out.strip()).path
    assert not Authenticator.objects.exists()
    form = client.get(path, follow=True)
    new = {"password1": "another horse battery", "password2": "another horse battery"}
    client.post(form.redirect_chain[-1][0], new)
    anna.refresh_from_db()
    assert anna.check_password("another horse battery")


def test_two_who_choose_one_name_at_once_are_told_at_the_field(client, monkeypatch):
    def too_late(*_):
        raise IntegrityError

    address = invitation_create(workspace=Workspace.objects.default(), role="maker")
    monkeypatch.setattr(joining, "_create", too_late)
    form = {"username": "bo", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post(urlsplit(address).path, form)
    assert answer.status_code == 422
    error = soup(answer).select_one(".error")
    assert "Somebody has this name" in error.get_text()


def test_sessions_that_are_over_are_deleted():
    client = Client()
    client.force_login(person("anna"))
    client.get("/gallery/")
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    fresh = Client()
    fresh.force_login(person("bo"))
    assert sessions_forget() == 1
    assert fresh.get("/gallery/").status_code == 200


def test_the_secret_of_an_app_is_drawn_in_the_page(client):
    """The page's policy lets no picture come out of an address."""
    anna = person("anna")
    sign_in(client, "anna")
    client.force_login(anna)
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    if page.redirect_chain:
        client.post(page.redirect_chain[-1][0], {"password": PASSWORD})
        page = client.get("/accounts/2fa/totp/activate/")
    soup = parsed(page.content)
    assert soup.select_one(".qr svg path")
    assert not [it for it in soup.select("img") if it["src"].startswith("data:")]
