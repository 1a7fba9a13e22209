"""Signing in, joining by a one-time address, roles, and people who leave."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from playground.people.invitations import invitation_create
from playground.people.members import LastAdmin, member_remove, member_set_role
from playground.people.models import AuditEntry, Invitation, Membership, User, Workspace
from tests import factories
from tests.pages import soup
from tests.people.signing import (
    PASSWORD,
    actions,
    client_of,
    path_of,
    person,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


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
        assert "no workspace" in soup(page).select_one("h1").get_text()

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
