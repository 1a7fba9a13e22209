"""Signing in, joining by a one-time address, roles, and people who leave."""

import io
import json
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from playground.people.invitations import (
    first_invitation,
    invitation_create,
    invitation_find,
    invitation_use,
)
from playground.people.members import (
    LastAdmin,
    member_remove,
    member_set_role,
    sessions_end,
)
from playground.people.models import AuditEntry, Invitation, Membership, User, Workspace
from playground.site.views import join
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def accounts(settings):
    settings.PLAYGROUND_ACCOUNTS = True


@pytest.fixture
def workspace():
    return Workspace.objects.default()


def person(name, role=Membership.Role.MAKER, workspace=None):
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    user.join(workspace or Workspace.objects.default(), role)
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def sign_in(client, name, password=PASSWORD):
    return client.post("/accounts/login/", {"login": name, "password": password})


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def path_of(address):
    return "/" + address.split("/", 3)[3]


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


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
        assert "not correct" in soup(answer).select_one(".error").get_text()
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
        assert soup(answer).h1.get_text() == "Too many tries"
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
        assert "By invitation" in soup(page).h1.get_text()
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
        assert page.h1.get_text() == "You are signed out"
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
        assert soup(before.post(path, fresh)).h1.get_text() == "You are signed out"
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
        assert len(soup(page).find_all("h1")) == 1

    def test_sessions_are_listed_and_others_can_be_ended(self, client):
        anna = person("anna")
        other = Client()
        sign_in(other, "anna")
        sign_in(client, "anna")
        listed = soup(client.get("/accounts/sessions/"))
        assert len(listed.select("tbody tr")) == 2
        client.post("/accounts/sessions/")
        assert other.get("/gallery/").status_code == 302
        assert client.get("/gallery/").status_code == 200
        assert anna.is_active


class TestInvitations:
    def test_who_is_invited_makes_an_account_and_is_in(self, client, workspace):
        admin = person("boss", Membership.Role.ADMIN)
        address = invitation_create(workspace=workspace, role="viewer", by=admin)
        page = client.get(path_of(address))
        assert "Join Workspace" in soup(page).h1.get_text()
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
            assert "over" in soup(page).h1.get_text()

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


class TestRoles:
    def test_a_viewer_looks_and_picks_but_spends_nothing(self):
        client = client_of(person("eva", Membership.Role.VIEWER))
        picture = factories.image(author=person("anna"))
        assert client.get("/gallery/").status_code == 200
        assert client.get(f"/images/{picture.code}/").status_code == 200
        assert client.get("/")["Location"] == "/gallery/"
        assert client.post("/selection/", {"action": "clear"}).status_code == 302
        for path in ("/generations/", f"/images/{picture.code}/again/", "/sources/"):
            assert client.post(path, {"prompt": "x"}).status_code == 403

    def test_only_admins_see_people_and_the_log(self):
        for role, status in (("viewer", 403), ("maker", 403), ("admin", 200)):
            client = client_of(person(role, role))
            assert client.get("/people/").status_code == status
            assert client.get("/audit/").status_code == status
            assert client.get("/audit.csv").status_code == status

    def test_who_is_in_no_workspace_is_told(self):
        client = client_of(User.objects.create_user("nobody"))
        page = client.get("/gallery/")
        assert page.status_code == 403
        assert "no workspace" in soup(page).h1.get_text()

    def test_nothing_crosses_between_workspaces(self):
        picture = factories.image(author=person("anna"))
        brand = Workspace.objects.create(name="Brand")
        other = client_of(person("otto", Membership.Role.ADMIN, brand))
        assert other.get(f"/images/{picture.code}/").status_code == 404
        assert other.get(f"/images/{picture.code}/file").status_code == 404
        membership = Membership.objects.get(user__username="anna")
        for action in ("role", "remove", "reset"):
            answer = other.post(f"/people/{membership.pk}/{action}/", {"role": "admin"})
            assert answer.status_code == 404

    def test_members_share_a_gallery_and_switch_workspaces(self):
        anna = person("anna")
        picture = factories.image(author=anna)
        bert = person("bert")
        assert client_of(bert).get(f"/images/{picture.code}/").status_code == 200
        brand = Workspace.objects.create(name="Brand")
        bert.join(brand, "maker")
        client = client_of(bert)
        client.post("/workspace/", {"workspace": brand.code})
        assert client.get(f"/images/{picture.code}/").status_code == 404
        assert client.post("/workspace/", {"workspace": "other"}).status_code == 404


class TestPeople:
    def test_two_admins_cannot_demote_each_other(self, workspace):
        a, b = person("a", "admin"), person("b", "admin")
        member_set_role(b.membership, "maker", by=a)
        with pytest.raises(PermissionError):
            member_set_role(a.membership, "maker", by=b)
        person("c", "admin")
        with pytest.raises(PermissionError):
            member_remove(a.membership, by=b)
        assert User.objects.get(username="a").is_active
        member_remove(User.objects.get(username="c").membership, by=a)
        with pytest.raises(LastAdmin):
            member_set_role(a.membership, "maker", by=a)

    def test_the_last_admin_stays(self, workspace):
        boss = person("boss", "admin")
        with pytest.raises(LastAdmin):
            member_remove(boss.membership, by=boss)
        answer = client_of(boss).post(
            f"/people/{boss.membership.pk}/remove/", follow=True
        )
        assert "look after the workspace" in soup(answer).get_text()

    def test_who_leaves_is_signed_out_at_once_and_leaves_the_pictures(self, client):
        boss, anna = person("boss", "admin"), person("anna")
        picture = factories.image(author=anna)
        sign_in(client, "anna")
        client_of(boss).post(f"/people/{anna.membership.pk}/remove/")
        assert client.get("/gallery/").status_code == 302
        assert "inactive" in sign_in(client, "anna").headers.get("Location", "inactive")
        assert client.get("/gallery/").status_code == 302
        assert client_of(boss).get(f"/images/{picture.code}/").status_code == 200

    def test_an_admin_makes_a_link_for_a_new_password(self, client):
        boss, anna = person("boss", "admin"), person("anna")
        page = client_of(boss).post(f"/people/{anna.membership.pk}/reset/")
        link = path_of(soup(page).select_one("code").get_text())
        form = client.get(link, follow=True)
        address = form.redirect_chain[-1][0]
        new = "a brand new password"
        client.post(address, {"password1": new, "password2": new})
        assert sign_in(Client(), "anna", new).status_code == 302
        # It worked once.
        assert (
            "set-password" not in Client().get(link, follow=True).request["PATH_INFO"]
        )

    def test_no_admin_comes_into_another_workspace_by_a_new_password(self, workspace):
        other = Workspace.objects.create(name="Other")
        theirs, anna = person("theirs", "admin", other), person("anna", "admin")
        member = anna.join(other, "viewer")
        answer = client_of(theirs).post(f"/people/{member.pk}/reset/", follow=True)
        assert "in other workspaces too" in soup(answer).get_text()
        assert not soup(answer).select("code")
        assert "password link made" not in actions()
        # Who runs the installation may.
        boss = person("boss", "admin")
        mine = anna.memberships.get(workspace=workspace)
        assert soup(client_of(boss).post(f"/people/{mine.pk}/reset/")).select("code")

    def test_an_invitation_is_shown_once_and_can_be_taken_back(self, client):
        boss = client_of(person("boss", "admin"))
        page = boss.post("/people/invite/", {"role": "maker", "email": "x@example.org"})
        address = soup(page).select_one("code").get_text()
        assert client.get(path_of(address)).status_code == 200
        assert address not in boss.get("/people/").content.decode()
        boss.post(f"/people/invitations/{Invitation.objects.get().pk}/")
        assert client.get(path_of(address)).status_code == 404

    @pytest.mark.parametrize(
        "form", [{"role": "king"}, {"role": "maker", "email": "x"}, {}]
    )
    def test_a_wrong_invitation_is_told_at_its_field(self, form):
        answer = client_of(person("boss", "admin")).post("/people/invite/", form)
        assert answer.status_code == 422
        assert soup(answer).select(".field .error")


class TestLog:
    def test_the_database_refuses_to_change_it(self, workspace):
        boss = person("boss", "admin")
        invitation_create(workspace=workspace, role="maker", by=boss)
        for sql in (
            "UPDATE people_auditentry SET action = 'x'",
            "DELETE FROM people_auditentry",
        ):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)

    def test_it_is_a_page_and_a_table_without_formulas(self, workspace):
        boss = person("boss", "admin")
        client = client_of(boss)
        client.post("/people/invite/", {"role": "maker", "email": "x@example.org"})
        AuditEntry.objects.create(action="x", by_name="=cmd()", workspace=workspace)
        assert "invitation made" in soup(client.get("/audit/")).get_text()
        lines = (
            b"".join(client.get("/audit.csv").streaming_content).decode().splitlines()
        )
        assert lines[0] == "time,action,by,about,what,ip"
        assert any("'=cmd()" in line for line in lines)


class TestCommands:
    def test_a_person_is_added_listed_and_removed(self, monkeypatch, capsys):
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
        call_command("person", "add", "boss", "--role", "admin", "--password-stdin")
        call_command("person", "add", "anna", "--role", "maker", "--workspace", "Brand")
        capsys.readouterr()
        call_command("person", "list", "--json")
        found = {p["name"]: p for p in json.loads(capsys.readouterr().out)}
        assert found["boss"]["workspaces"][0]["role"] == "admin"
        assert found["anna"]["workspaces"][0]["name"] == "Brand"
        call_command("person", "remove", "anna")
        assert not User.objects.get(username="anna").is_active
        with pytest.raises(CommandError, match="last admin"):
            call_command("person", "remove", "boss")
        assert sign_in(Client(), "boss").status_code == 302

    def test_a_weak_password_or_an_unknown_name_is_told(self, monkeypatch):
        monkeypatch.setattr("sys.stdin", io.StringIO("123\n"))
        with pytest.raises(CommandError, match="too short"):
            call_command("person", "add", "x", "--role", "admin", "--password-stdin")
        with pytest.raises(CommandError, match="Nobody is called"):
            call_command("person", "remove", "ghost")

    def test_an_invitation_is_printed(self, client, capsys):
        call_command("invite", "--role", "viewer")
        address = capsys.readouterr().out.strip()
        assert client.get(path_of(address)).status_code == 200
