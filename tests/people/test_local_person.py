"""Without accounts there is one local person, and only on this machine."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.9.9.9", "::1", "", "::ffff:127.0.0.1"]
)
def test_this_machine_comes_in(address):
    assert Client(REMOTE_ADDR=address).get("/gallery/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/gallery/", "/gallery.json", "/healthz"])
@pytest.mark.parametrize(
    "address", ["192.168.1.7", "10.0.0.2", "::ffff:10.0.0.2", "2001:db8::1"]
)
def test_other_machines_do_not_whatever_host_they_name(path, address):
    answer = Client(REMOTE_ADDR=address).get(path, headers={"Host": "localhost"})
    assert answer.status_code == 403
    assert b"csrfmiddlewaretoken" not in answer.content


def test_with_accounts_others_are_asked_to_sign_in(settings):
    settings.PLAYGROUND_ACCOUNTS = True
    answer = Client(REMOTE_ADDR="192.168.1.7").get("/gallery/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_health_asks_for_no_session(client, settings, django_assert_max_num_queries):
    client.post("/selection/", {"clear": "1"})
    session = Session.objects.create(
        session_key="k" * 32, session_data="x", expire_date="2099-01-01T00:00:00Z"
    )
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    with django_assert_max_num_queries(10) as queries:
        client.get("/healthz")
    assert not [q for q in queries if "django_session" in q["sql"]]
