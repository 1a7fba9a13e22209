"""Invitations: how people come into a workspace."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from playground.people.invitations import (
    first_invitation,
    invitation_create,
    invitation_find,
    invitation_use,
)
from playground.people.models import Invitation, Membership, User, Workspace
from playground.site.views import join
from tests.pages import soup, undescribed
from tests.people.signing import PASSWORD, client_of, path_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


class TestInvitations:
    def test_who_is_invited_makes_an_account_and_is_in(self, client, workspace):
        admin = person("boss", Membership.Role.ADMIN)
        address = invitation_create(workspace=workspace, role="viewer", by=admin)
        page = client.get(path_of(address))
        assert "Join Workspace" in soup(page).select_one("h1").get_text()
        form = {"username": "anna", "password1": PASSWORD, "password2": PASSWORD}
        answer = client.post(path_of(address), form)
        assert answer.status_code == 302
        assert User.objects.get(username="anna").membership.role == "viewer"
        assert client.get("/gallery/").status_code == 200

    def test_an_invitation_works_once(self, client, workspace):
        address = invitation_create(workspace=workspace, role="maker")
        form = {"username": "anna", "password1": PASSWORD, "password2": PASSWORD}
        client.post(path_of(address), form)
        again = Client().post(path_of(address), {**form, "username": "bert"})
        assert again.status_code == 404
        assert not User.objects.filter(username="bert").exists()

    def test_what_fails_after_the_account_is_made_is_not_its_name(
        self, client, workspace, monkeypatch
    ):
        def fails(request, user):
            raise IntegrityError

        monkeypatch.setattr(join, "perform_login", fails)
        address = invitation_create(workspace=workspace, role="maker")
        form = {"username": "anna", "password1": PASSWORD, "password2": PASSWORD}
        with pytest.raises(IntegrityError):
            client.post(path_of(address), form)

    def test_two_at_once_are_one(self, workspace):
        address = invitation_create(workspace=workspace, role="maker")
        found = invitation_find(path_of(address).split("/")[-2])
        assert invitation_use(found, User.objects.create_user("a"))
        assert not invitation_use(found, User.objects.create_user("b"))

    def test_an_old_or_invented_one_says_so(self, client, workspace):
        address = invitation_create(workspace=workspace, role="maker")
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        for path in (path_of(address), "/accounts/join/nonsense/"):
            page = client.get(path)
            assert page.status_code == 404
            assert "over" in soup(page).select_one("h1").get_text()

    @pytest.mark.parametrize(
        ("form", "field"),
        [
            ({"username": "BOSS"}, "has this name"),
            ({"password2": "another one entirely"}, "match"),
            ({"password1": "short", "password2": "short"}, "12 characters"),
            ({"username": ""}, "required"),
            ({"email": "no address"}, "valid email"),
        ],
    )
    def test_a_mistake_uses_nothing_up(self, client, workspace, form, field):
        person("boss", Membership.Role.ADMIN)
        address = invitation_create(workspace=workspace, role="maker")
        good = {"username": "anna", "password1": PASSWORD, "password2": PASSWORD}
        answer = client.post(path_of(address), {**good, **form})
        assert answer.status_code == 422
        assert field in " ".join(e.get_text() for e in soup(answer).select(".error"))
        assert not undescribed(soup(answer))
        assert invitation_find(path_of(address).split("/")[-2])

    def test_who_is_signed_in_joins_as_themselves(self, workspace):
        other = Workspace.objects.create(name="Brand")
        anna = person("anna")
        client = client_of(anna)
        address = invitation_create(workspace=other, role="admin")
        assert "signed in as anna" in soup(client.get(path_of(address))).get_text()
        client.post(path_of(address))
        fresh = User.objects.get(pk=anna.pk)
        assert (fresh.workspace, fresh.membership.role) == (other, "admin")

    def test_an_old_invitation_takes_no_role_away(self, workspace):
        boss = person("boss", Membership.Role.ADMIN)
        address = invitation_create(workspace=workspace, role="viewer")
        client_of(boss).post(path_of(address))
        assert User.objects.get(pk=boss.pk).membership.role == "admin"

    def test_the_first_administrator_gets_one_address_that_works(self, client):
        old, new = first_invitation(), first_invitation()
        assert client.get(path_of(old)).status_code == 404
        form = {"username": "boss", "password1": PASSWORD, "password2": PASSWORD}
        client.post(path_of(new), form)
        assert User.objects.get(username="boss").membership.role == "admin"
        assert first_invitation() is None

    def test_the_database_holds_no_address(self, workspace):
        token = path_of(invitation_create(workspace=workspace, role="maker")).split(
            "/"
        )[-2]
        row = Invitation.objects.values().get()
        assert token not in str(row)
