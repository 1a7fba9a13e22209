"""Rules that hold for every address of the site."""

import re

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.site.places import Place, addresses, places
from tests.site.world import World

pytestmark = pytest.mark.django_db

PLACES = places()
WRITTEN = sorted(PLACES)
PAGES = [name for name in WRITTEN if PLACES[name].kind == "page"]
MARKUP = [name for name in WRITTEN if PLACES[name].kind in ("page", "fragment")]
READ = [name for name in WRITTEN if "GET" in PLACES[name].methods]
ACTIONS = [name for name in WRITTEN if PLACES[name].kind == "action"]
NAMING_A_THING = [name for name in WRITTEN if PLACES[name].unknown]
STRICT_CSP = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
}


def _send(client: Client, place: Place, path: str, method: str = "") -> HttpResponse:
    response = client.generic(method or place.methods[0], path)
    response.getvalue()  # Reads a file to its end, which closes it.
    return response


def test_every_address_has_its_place():
    assert set(addresses()) == set(PLACES)


def test_a_page_has_one_heading_a_title_and_a_language(visits, subtests):
    for name in PAGES:
        with subtests.test(name):
            soup = visits[name].soup

            assert visits[name].status == 200
            assert len(soup.select("h1")) == 1, soup.select("h1")
            assert soup.select_one("h1").get_text(strip=True)
            assert soup.select_one("title").get_text(strip=True)
            assert soup.select_one("html")["lang"]
            assert len(soup.select("main")) == 1


def test_a_page_uses_each_id_once_and_every_reference_finds_its_own(visits, subtests):
    for name in PAGES:
        with subtests.test(name):
            soup = visits[name].soup
            ids = [tag["id"] for tag in soup.select("[id]")]

            assert [one for one in set(ids) if ids.count(one) > 1] == []
            assert {label["for"] for label in soup.select("label[for]")} <= set(ids)
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
                named = {
                    word
                    for tag in soup.select(f"[{attribute}]")
                    for word in tag[attribute].split()
                }
                assert named <= set(ids), attribute


def test_every_page_has_a_title_of_its_own(visits):
    titles = [
        visits[name].soup.select_one("title").get_text(strip=True) for name in PAGES
    ]
    assert sorted(titles) == sorted(set(titles))


def test_only_a_card_names_a_run_that_the_poll_asks_for(visits, subtests):
    for name in MARKUP:
        with subtests.test(name):
            for tag in visits[name].soup.select("input[name=run]"):
                assert tag.closest(f"#run-{tag['value'].partition('.')[0]}")


def test_no_script_or_style_stands_in_the_markup(visits, subtests):
    for name in MARKUP:
        with subtests.test(name):
            soup = visits[name].soup

            assert not [tag for tag in soup.select("script") if not tag.get("src")]
            assert not soup.select("style")
            for tag in soup.select("*"):
                inline = {
                    key
                    for key in tag.attrs
                    if key == "style" or re.match(r"on|hx-on", key)
                }
                assert not inline, tag
                assert not str(tag.get("href", "")).startswith(
                    ("javascript:", "data:")
                ), tag


def test_nothing_is_loaded_from_another_host(visits, subtests):
    for name in MARKUP:
        with subtests.test(name):
            loaded = [
                tag.get("src") or tag.get("href")
                for tag in visits[name].soup.select(
                    "[src], link[href], use[href], image[href]"
                )
            ]
            assert [url for url in loaded if not url.startswith(("/", "#"))] == []


def test_the_headers_are_strict(visits, subtests):
    for name in READ:
        with subtests.test(name):
            visit = visits[name]
            policy = visit.headers["Content-Security-Policy"]

            if PLACES[name].kind == "file" and visit.status == 200:
                assert policy == "default-src 'none'; sandbox"
                assert "private" in visit.headers["Cache-Control"]
            else:
                assert {rule.strip() for rule in policy.split(";")} == STRICT_CSP
            assert "public" not in visit.headers.get("Cache-Control", "")
            assert visit.headers["X-Content-Type-Options"] == "nosniff"
            assert visit.headers["X-Frame-Options"] == "DENY"
            assert visit.headers["Referrer-Policy"] == "same-origin"
            assert visit.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_with_accounts_a_login_is_required(client, world, settings, subtests):
    settings.PLAYGROUND_ACCOUNTS = True
    for name in WRITTEN:
        with subtests.test(name):
            place = PLACES[name]
            response = _send(client, place, place.path(world))

            if place.open:
                assert response.status_code != 302
            elif "GET" not in place.methods:
                assert response.status_code == 403
                assert response.headers["X-Signed-Out"]
            else:
                assert response.status_code == 302
                assert response.headers["Location"].startswith("/accounts/login/")


def test_a_wrong_method_is_405(client, world, subtests):
    for name in WRITTEN:
        with subtests.test(name):
            place = PLACES[name]
            for method in {"GET", "POST", "PUT", "DELETE"} - set(place.methods):
                response = _send(client, place, place.path(world), method)
                assert response.status_code == 405, method


def test_head_is_answered_like_get(client, world, visits, subtests):
    for name in READ:
        with subtests.test(name):
            place, got = PLACES[name], visits[name]
            asked = _send(client, place, place.path(world), "HEAD")
            assert asked.status_code == got.status
            assert asked.headers["Content-Type"] == got.headers["Content-Type"]


def test_nobody_keeps_a_page_or_its_json(visits, subtests):
    for name in READ:
        if PLACES[name].kind in ("page", "fragment", "json"):
            with subtests.test(name):
                assert "no-store" in visits[name].headers["Cache-Control"]
                assert "private" in visits[name].headers["Cache-Control"]


def test_an_unknown_code_is_404(client, world, subtests):
    for name in NAMING_A_THING:
        with subtests.test(name):
            assert _send(client, PLACES[name], PLACES[name].unknown).status_code == 404


def test_another_persons_thing_is_404(stranger_client, world, subtests):
    for name in NAMING_A_THING:
        with subtests.test(name):
            place = PLACES[name]
            assert _send(stranger_client, place, place.path(world)).status_code == 404


def test_an_action_without_its_token_is_refused(world, subtests):
    client = Client(enforce_csrf_checks=True)
    for name in ACTIONS:
        with subtests.test(name):
            place = PLACES[name]
            assert _send(client, place, place.path(world)).status_code == 403


def _queries(world: World, name: str) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        Client().get(PLACES[name].path(world))
    return [query["sql"] for query in queries]


def _cached() -> set[str]:
    return {key for name in settings.CACHES for key in caches[name]._cache}


def test_twice_the_things_need_no_more_queries(world, visits, subtests):
    """What is read once a process is not what we count: all pages have been visited."""
    names = [name for name in READ if PLACES[name].kind != "file"]
    before = {}
    for name in names:
        cached = _cached()
        before[name] = _queries(world, name)
        if _cached() != cached:
            before[name] = _queries(world, name)
    world.grow(3)
    for name in names:
        with subtests.test(name):
            after = _queries(world, name)
            if len(after) > len(before[name]):
                # Nor is what is read once for what has just been made.
                after = _queries(world, name)
            assert len(after) <= len(before[name]), "\n".join(after)
