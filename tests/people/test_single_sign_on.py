"""Single sign-on against a real OpenID Connect server in a process of its own."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.management import call_command
from django.test import Client

from playground.people import sso as sso_module
from playground.people.invitations import invitation_create
from playground.people.members import member_remove
from playground.people.models import AuditEntry, Membership, User, Workspace
from playground.people.sso import _claims
from tests.pages import soup
from tests.processes import free_port

pytestmark = pytest.mark.django_db
CALLBACK = "/accounts/oidc/sso/login/"


class Server:
    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"

    def person(self, sub, **claims):
        """Tell the server who somebody is, or what has become of them."""
        self._send(
            "PUT", f"/users/{sub}", {"userinfo": claims, "claims": claims, **claims}
        )

    def _send(self, method, path, body):
        request = urllib.request.Request(
            self.address + path,
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request):
            pass

    def authorize(self, address, sub):
        """Stand for the person at the server's own page; return where it leads."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *args, **kwargs):
                return None

        opener = urllib.request.build_opener(Stay)
        form = f"sub={sub}".encode() if sub else b"action=deny"
        with pytest.raises(urllib.error.HTTPError) as redirect:
            opener.open(address, form)
        redirect.value.close()
        return redirect.value.headers["Location"]


@pytest.fixture(scope="module")
def server():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None, "The OpenID server did not start."
            time.sleep(0.05)
    yield Server(port)
    process.terminate()
    process.wait(60)


@pytest.fixture(autouse=True)
def sso(settings, server):
    settings.PLAYGROUND_ACCOUNTS = True
    settings.PLAYGROUND_OIDC_ISSUER = server.address
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": "Studio Login",
                    "client_id": "playground",
                    "secret": "s3cret",
                    "settings": {"server_url": server.address},
                }
            ],
        }
    }


def sign_in(server, sub, client=None):
    """Go the whole way of a browser; return the client and the last answer."""
    client = client or Client()
    asked = client.get(CALLBACK)
    assert asked.status_code == 302, asked.content
    back = urlsplit(server.authorize(asked["Location"], sub))
    return client, client.get(f"{back.path}?{back.query}")


def heading(answer):
    return soup(answer).select_one("h1").get_text()


def test_the_sign_in_page_offers_it(client):
    page = soup(client.get("/accounts/login/"))
    assert page.saying("a", "Studio Login")["href"].startswith(CALLBACK)


def test_a_stranger_of_the_organisation_may_not_come_in(server):
    server.person("stranger", email="s@example.org", email_verified=True)
    client, answer = sign_in(server, "stranger")
    assert answer.status_code == 403
    assert heading(answer) == "You may not come in"
    assert not User.objects.filter(email="s@example.org").exists()
    assert client.get("/gallery/").status_code == 302


def test_a_group_gives_its_role_and_takes_it_again(server, settings):
    settings.PLAYGROUND_OIDC_GROUP_ROLES = {"designers": "maker", "leads": "admin"}
    server.person("gwen", email="gwen@example.org", groups=["designers", "leads"])
    client, answer = sign_in(server, "gwen")
    assert answer.status_code == 302
    assert client.get("/gallery/").status_code == 200
    membership = Membership.objects.get(user__email="gwen@example.org")
    assert membership.role == "admin"

    User.objects.create_user("boss").join(Workspace.objects.default(), "admin")
    server.person("gwen", email="gwen@example.org", groups=["designers"])
    sign_in(server, "gwen")
    membership.refresh_from_db()
    assert membership.role == "maker"

    server.person("gwen", email="gwen@example.org", groups=[])
    _, answer = sign_in(server, "gwen")
    assert answer.status_code == 403
    assert not Membership.objects.filter(user=membership.user).exists()
    # The session of before is over, too.
    assert client.get("/gallery/").status_code == 302


def test_the_last_admin_is_not_let_go_by_a_group(server, settings):
    settings.PLAYGROUND_OIDC_GROUP_ROLES = {"leads": "admin"}
    server.person("lena", email="lena@example.org", groups=["leads"])
    sign_in(server, "lena")
    server.person("lena", email="lena@example.org", groups=[])
    sign_in(server, "lena")
    assert Membership.objects.get(user__email="lena@example.org").role == "admin"
    assert AuditEntry.objects.filter(action="kept as the last admin").exists()


@pytest.mark.parametrize(
    ("claims", "joins"),
    [
        ({"email": "d@studio.example", "email_verified": True}, True),
        ({"email": "d@studio.example", "email_verified": False}, False),
        ({"email": "d@studio.example"}, False),
        ({"email": "d@evil.example", "email_verified": True}, False),
        ({"email": "d@notstudio.example", "email_verified": True}, False),
    ],
)
def test_only_a_verified_address_of_the_domain_joins(server, settings, claims, joins):
    settings.PLAYGROUND_OIDC_JOIN_DOMAINS = ["studio.example"]
    server.person("dora", **claims)
    _, answer = sign_in(server, "dora")
    assert answer.status_code == (302 if joins else 403)
    assert Membership.objects.count() == int(joins)


def test_a_mail_address_does_not_open_somebody_elses_account(server, settings):
    settings.PLAYGROUND_OIDC_JOIN_DOMAINS = ["studio.example"]
    anna = User.objects.create_user("anna", "anna@studio.example", "correct horse batt")
    anna.join(Workspace.objects.default(), "admin")
    server.person("liar", email="anna@studio.example", email_verified=True)
    client, _ = sign_in(server, "liar")
    assert client.get("/people/").status_code != 200


def test_an_invitation_brings_somebody_in(server):
    server.person("ida", email="ida@example.org")
    address = invitation_create(workspace=Workspace.objects.default(), role="viewer")
    client = Client()
    client.get("/" + address.split("/", 3)[3])
    client, answer = sign_in(server, "ida", client)
    assert answer.status_code == 302
    assert Membership.objects.get(user__email="ida@example.org").role == "viewer"


def test_who_says_no_there_is_told_here(server):
    _, answer = sign_in(server, "")
    assert answer.status_code in (200, 302, 502)
    assert not User.objects.exists()


def test_a_server_that_is_down_is_told(client, settings):
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps[0]["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = client.post(CALLBACK)
    assert answer.status_code == 502
    assert heading(answer) == "Your organisation did not answer"


def test_an_answer_that_was_made_up_lets_nobody_in(client):
    answer = client.get(f"{CALLBACK}callback/?code=invented&state=invented")
    assert answer.status_code in (200, 403, 502)
    assert not User.objects.exists()


def test_who_was_let_go_by_the_groups_comes_back_by_them(server, settings):
    settings.PLAYGROUND_OIDC_GROUP_ROLES = {"designers": "maker"}
    for groups, status in ((["designers"], 302), ([], 403), (["designers"], 302)):
        server.person("gil", email="gil@example.org", groups=groups)
        client, answer = sign_in(server, "gil")
        assert answer.status_code == status
    assert client.get("/gallery/").status_code == 200


@pytest.mark.parametrize("by_group", [True, False])
def test_who_was_removed_comes_back_by_a_new_invitation(server, settings, by_group):
    workspace = Workspace.objects.default()
    settings.PLAYGROUND_OIDC_GROUP_ROLES = {"designers": "maker"} if by_group else {}
    settings.PLAYGROUND_OIDC_JOIN_DOMAINS = [] if by_group else ["example.org"]
    server.person(
        "rex", email="rex@example.org", email_verified=True, groups=["designers"]
    )
    sign_in(server, "rex")
    User.objects.create_user("boss").join(workspace, "admin")
    member_remove(Membership.objects.get(user__email="rex@example.org"), by=None)
    assert sign_in(server, "rex")[1].status_code == 403
    assert not Membership.objects.filter(user__email="rex@example.org").exists()
    address = invitation_create(workspace=workspace, role="viewer")
    client = Client()
    client.get("/" + address.split("/", 3)[3])
    client, answer = sign_in(server, "rex", client)
    assert answer.status_code == 302
    assert client.get("/gallery/").status_code == 200
    role = Membership.objects.get(user__email="rex@example.org").role
    assert role == ("maker" if by_group else "viewer")


def test_whom_an_admin_removed_later_does_not_come_back_by_a_group(server, settings):
    settings.PLAYGROUND_OIDC_GROUP_ROLES = {"designers": "maker"}
    User.objects.create_user("boss").join(Workspace.objects.default(), "admin")
    for groups in (["designers"], []):
        server.person("mo", email="mo@example.org", groups=groups)
        sign_in(server, "mo")
    mo = User.objects.get(email="mo@example.org")
    assert mo.let_go_by_groups
    call_command("person", "add", mo.username, "--role", "maker")
    mo.refresh_from_db()
    assert not mo.let_go_by_groups
    User.objects.update(let_go_by_groups=True)  # As older versions left it.
    member_remove(mo.memberships.get(), by=None)
    server.person("mo", email="mo@example.org", groups=["designers"])
    assert sign_in(server, "mo")[1].status_code == 403


@pytest.mark.parametrize("by_group", [True, False])
def test_an_invitation_used_meanwhile_makes_no_account(
    server, settings, monkeypatch, by_group
):
    settings.PLAYGROUND_OIDC_GROUP_ROLES = {"designers": "maker"} if by_group else {}
    other = Workspace.objects.create(name="Other")
    address = invitation_create(workspace=other, role="viewer")
    client = Client()
    client.get("/" + address.split("/", 3)[3])
    monkeypatch.setattr(sso_module, "invitation_use", lambda invitation, user: False)
    server.person("ula", email="ula@example.org")
    assert sign_in(server, "ula", client)[1].status_code == 403
    assert not User.objects.filter(email="ula@example.org").exists()
    assert not SocialAccount.objects.exists()


def test_accounts_are_not_joined_whichever_way_it_is_asked(client):
    assert client.get(f"{CALLBACK}?process=connect").status_code == 404
    posted = client.post(f"{CALLBACK}?process=login", {"process": "connect"})
    assert posted.status_code == 404


def test_where_groups_decide_an_invitation_does_not(server, settings):
    settings.PLAYGROUND_OIDC_GROUP_ROLES = {"designers": "maker"}
    workspace = Workspace.objects.default()
    User.objects.create_user("boss").join(workspace, "admin")

    def invited(sub, groups):
        server.person(sub, email=f"{sub}@example.org", groups=groups)
        address = invitation_create(workspace=workspace, role="viewer")
        client = Client()
        client.get("/" + address.split("/", 3)[3])
        return sign_in(server, sub, client)[1].status_code

    assert invited("nobody", []) == 403
    assert invited("gerd", ["designers"]) == 302
    assert Membership.objects.get(user__email="gerd@example.org").role == "maker"


def test_claims_may_stand_in_either_place():
    data = {"id_token": {"groups": ["a"], "sub": "x"}, "userinfo": {"sub": "x", "n": 1}}
    login = SimpleNamespace(account=SimpleNamespace(extra_data=data))
    assert _claims(login) == {"groups": ["a"], "sub": "x", "n": 1}
