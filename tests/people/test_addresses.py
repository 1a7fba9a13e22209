"""Every address of django-allauth, for everybody: an answer, and never a 500."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from playground.people.models import User, Workspace
from tests.pages import soup

pytestmark = pytest.mark.django_db


def _paths(resolver, before="/"):
    for pattern in resolver.url_patterns:
        path = before + _filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield path


def _filled(pattern):
    pattern = re.sub(r"\(\?P<provider_id>[^)]*\)", "sso", pattern)
    pattern = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "1", pattern)
    return re.sub(r"[\^$\\]", "", pattern)


PATHS = sorted(
    {
        path
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern) == "accounts/"
        for path in _paths(pattern, "/accounts/")
    }
)


@pytest.fixture(params=["anonymous", "viewer", "admin", "nobody"])
def visitor(request, settings):
    settings.PLAYGROUND_ACCOUNTS = True
    client = Client(raise_request_exception=False)
    if request.param != "anonymous":
        user = User.objects.create_user("x", "x@example.org", "correct horse battery")
        if request.param != "nobody":
            user.join(Workspace.objects.default(), request.param)
        client.force_login(user)
    return client


def test_there_are_many():
    assert len(PATHS) > 30
    assert "/accounts/login/" in PATHS


def test_none_fails_whoever_posts(visitor):
    for path in PATHS:
        assert visitor.post(path).status_code < 500, path


def test_none_fails_whoever_asks_and_each_page_keeps_the_rules_of_the_site(visitor):
    for path in PATHS:
        answer = visitor.get(path)
        assert answer.status_code < 500, path
        if answer.status_code != 200 or not answer["Content-Type"].startswith(
            "text/html"
        ):
            continue
        page = soup(answer)
        assert len(page.select("h1")) == 1, path
        assert page.select_one("title").get_text(strip=True), path
        assert not page.select("[style]"), path
        for script in page.select("script"):
            assert script.get("src") or script["type"] == "application/json", path
