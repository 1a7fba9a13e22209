"""Headers of every kind of answer, and logs in which no address opens anything."""

import logging
import re

import pytest
from django.test import Client

from playground.core.cookies import cookie_prefix
from playground.core.logs import TextFormatter
from playground.review.links import link_create
from tests import factories

pytestmark = pytest.mark.django_db
WANTED = {
    "Content-Security-Policy": re.compile("default-src 'none'"),
    "X-Content-Type-Options": re.compile("^nosniff$"),
    "X-Frame-Options": re.compile("^DENY$"),
    "Referrer-Policy": re.compile("^same-origin$"),
    "Cross-Origin-Opener-Policy": re.compile("^same-origin$"),
    "Cross-Origin-Resource-Policy": re.compile("^same-origin$"),
    "Permissions-Policy": re.compile("camera="),
    "X-Request-ID": re.compile("."),
}


def test_every_kind_of_answer_has_its_headers(settings, owner, subtests):
    image = factories.image(author=owner)
    _, address = link_create(owner, images=[image], title="x")
    guests = "/" + address.split("/", 3)[3]
    settings.PLAYGROUND_ACCOUNTS = True
    member, nobody = Client(raise_request_exception=False), Client()
    member.force_login(owner)
    asked = {
        "a page": member.get("/gallery/"),
        "json": member.get("/gallery.json"),
        "a picture": member.get(f"/images/{image.code}/file"),
        "a download": member.get(f"/images/{image.code}/download"),
        "404": member.get("/nowhere/"),
        "405": member.get("/judge/"),
        "a wrong host": member.get("/", headers={"Host": "elsewhere.example"}),
        "a redirect": nobody.get("/gallery/"),
        "signed out": nobody.post("/judge/"),
        "signing in": nobody.get("/accounts/login/"),
        "an old form": Client(enforce_csrf_checks=True).post("/judge/"),
        "a page for guests": nobody.get(guests),
        "a picture for guests": nobody.get(f"{guests}1/file"),
        "a link that never was": nobody.get("/r/none/"),
        "health": nobody.get("/healthz"),
        "a redirect to HTTPS": _to_https(settings),
        "metrics": nobody.get("/metrics"),
    }
    for kind, answer in asked.items():
        answer.getvalue()
        for name, value in WANTED.items():
            with subtests.test(f"{kind}: {name}"):
                assert value.search(answer.get(name, "")), answer.status_code


def _to_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/gallery/")
    settings.SECURE_SSL_REDIRECT = False
    assert answer["Location"].startswith("https://")
    return answer


def test_cookies_keep_to_this_host_where_they_can():
    assert cookie_prefix(https=False, path="") == ""
    assert cookie_prefix(https=True, path="") == "__Host-"
    assert cookie_prefix(https=True, path="/pictures") == "__Secure-"


@pytest.mark.parametrize(
    "path",
    [
        "/r/s3cret/vote/",
        "/accounts/join/s3cret/",
        "/accounts/password/reset/key/s3cret/",
    ],
)
def test_no_log_holds_an_address_that_opens_something(path):
    record = logging.makeLogRecord({"msg": "Gone: %s", "args": (path,)})
    written = TextFormatter("%(message)s").format(record)
    assert "s3cret" not in written
    assert "…" in written
