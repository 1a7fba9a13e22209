"""Whose pictures these are: told where several people make some."""

import pytest
from django.test import Client

from playground.library.authors import initials
from playground.people.models import Membership, User, Workspace
from tests import factories
from tests.pages import soup

pytestmark = pytest.mark.django_db


def faces(client):
    page = soup(client.get("/gallery/"))
    return [it["title"] for it in page.select(".tile .face")]


def test_faces_stand_in_tiles_when_there_is_more_than_one(settings, client):
    assert faces(client) == []
    settings.PLAYGROUND_ACCOUNTS = True
    ada, bo = User.objects.create_user("ada"), User.objects.create_user("bo")
    workspace = Workspace.objects.default()
    ada.join(workspace, Membership.Role.ADMIN)
    bo.join(workspace, Membership.Role.VIEWER)
    first = factories.image(author=ada)
    client = Client()
    client.force_login(ada)
    # A viewer makes none.
    assert faces(client) == []
    assert b"by <bdi>" not in client.get(first.get_absolute_url()).content
    bo.join(workspace, Membership.Role.MAKER)
    factories.image(author=bo)
    assert faces(client) == ["bo", "ada"]
    assert b"by <bdi>ada</bdi>" in client.get(first.get_absolute_url()).content
    # What somebody has made stays theirs, whatever they are called by then.
    User.objects.filter(pk=bo.pk).update(username="former member 2")
    bo.memberships.all().delete()
    assert faces(client) == ["former member 2", "ada"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("ada", "AD"),
        ("ada.lovelace", "AL"),
        ("former member 2", "FM"),
        ("@", "@"),
        ("é", "É"),
    ],
)
def test_two_letters_stand_for_a_name(name, letters):
    assert initials(name) == letters
