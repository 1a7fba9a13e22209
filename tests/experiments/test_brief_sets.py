"""Saved plans: all of them can be reached, and each can go."""

import pytest

from playground.experiments.models import BriefSet
from playground.experiments.views import experiments
from tests.experiments.planning import NEW, PLAN
from tests.pages import soup

pytestmark = pytest.mark.django_db
LIST = "/experiments/"


def test_the_oldest_is_reached_and_deleted(client, owner, monkeypatch):
    monkeypatch.setattr(experiments, "LISTED", 1)
    for name in ("First", "Second"):
        client.post(NEW, {**PLAN, "name": name, "save": "1"})
    page = soup(client.get(LIST))
    assert "First" not in page.select_one("[aria-labelledby=briefs]").text
    older = LIST + page.select_one("[aria-labelledby=briefs] a[rel=next]")["href"]
    page = soup(client.get(older)).select_one("[aria-labelledby=briefs]")
    assert "Second" not in page.text
    answer = client.post(page.select_one("form")["action"], follow=True)
    assert "Deleted the brief set “First”" in soup(answer).text
    assert BriefSet.objects.get().name == "Second"
