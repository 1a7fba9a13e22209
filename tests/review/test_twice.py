"""Two clicks at once are one guest, with one voice."""

import pytest
from django.test import Client

from playground.review.links import link_create
from playground.review.models import Comment, Guest
from playground.review.views import gate
from playground.review.voting import results
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_double_click_on_the_first_vote_counts_once(owner, settings, monkeypatch):
    settings.PLAYGROUND_ACCOUNTS = True
    link, address = link_create(
        owner, images=[factories.image(author=owner)], title="Which?"
    )
    path = "/" + address.split("/", 3)[3]
    guest = Client()
    guest.get(path)
    # Neither of them has seen what the other one has kept in the session.
    monkeypatch.setattr(gate, "guest_of", lambda request, link: None)
    form = {"name": "Mia", "pick": "1", "comment-1": "The light!"}
    for _ in range(2):
        assert guest.post(f"{path}vote/", form).status_code == 302
    assert Guest.objects.count() == Comment.objects.count() == 1
    assert [item.picks for item in results(link)] == [1]
    Client().post(f"{path}vote/", form)
    assert Guest.objects.count() == 2
