"""Links are made, shown once and revoked by those who may."""

import pytest
from django.test import Client

from playground.library.organising import collection_add, collection_create
from playground.people.models import AuditEntry, Membership, User
from playground.review.models import ReviewLink
from tests import factories
from tests.pages import error_texts, soup

pytestmark = pytest.mark.django_db


def test_a_link_is_made_shown_once_and_revoked(client, owner, images):
    codes = [image.code for image in reversed(images)]
    page = soup(client.get("/review-links/new/", {"image": codes}))
    hidden = [tag["value"] for tag in page.select('main [name="image"]')]
    assert hidden == codes
    answer = client.post(
        "/review-links/new/",
        {"image": codes, "title": "Harbours", "may_vote": "on", "password": "pass"},
    )
    address = soup(answer).select_one("#guest-address").get_text()
    link = ReviewLink.objects.get()
    assert "/r/" in address
    assert list(link.items.values_list("image__code", flat=True)) == codes
    assert not link.may_comment
    assert link.password
    listed = client.get("/review-links/").content.decode()
    assert "Harbours" in listed
    assert address not in listed
    client.post(f"/review-links/{link.code}/revoke/")
    assert Client().get("/" + address.split("/", 3)[3]).status_code == 410
    done = [entry.action for entry in AuditEntry.objects.order_by("pk")]
    assert done == ["review link made", "review link revoked"]


def test_a_link_from_a_collection_has_its_order_and_its_name(client, owner, images):
    from playground.library.models import Image

    collection = collection_create(owner, "Ships")
    collection_add(collection, Image.objects.order_by("-pk"))
    page = soup(client.get("/review-links/new/", {"collection": collection.code}))
    assert page.select_one('[name="title"]')["value"] == "Ships"
    assert len(page.select('main [name="image"]')) == 3


def test_every_place_with_pictures_leads_to_its_link(client, owner, images):
    from playground.library.models import Image

    collection = collection_create(owner, "Ships")
    collection_add(collection, Image.objects.all())
    experiment = factories.experiment(author=owner)
    query = "&".join(f"image={image.code}" for image in images)
    expected = {
        images[0].get_absolute_url(): 1,
        f"/collections/{collection.code}/": 3,
        f"/compare/?{query}": 3,
        f"/experiments/{experiment.code}/": 2,
    }
    for path, count in expected.items():
        link = soup(client.get(path)).select_one('main a[href^="/review-links/new/"]')
        form = soup(client.get(link["href"]))
        assert len(form.select('main [name="image"]')) == count, path
        is_blind = form.select_one('[name="blind"]').has_attr("checked")
        assert is_blind == path.startswith("/experiments/")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": ""}, "required"),
        ({"last_day": "2001-01-01"}, "This day is over"),
        ({"last_day": "soon"}, "valid date"),
        ({"last_day": "9999-12-31"}, "ten years"),
        ({"blind": "on", "show_prompts": "on"}, "how a picture was made"),
    ],
)
def test_a_link_that_cannot_be_made_is_told_at_its_field(
    client, owner, images, values, words
):
    form = {"image": images[0].code, "title": "One", "password": "kept", **values}
    answer = client.post("/review-links/new/", form)
    assert answer.status_code == 422
    assert any(words in text for text in error_texts(answer))
    assert soup(answer).select_one('[name="password"]')["value"] == "kept"
    assert not ReviewLink.objects.exists()


def test_pictures_of_others_cannot_be_handed_out(stranger_client, images):
    answer = stranger_client.post(
        "/review-links/new/", {"image": images[0].code, "title": "Mine"}
    )
    assert answer.status_code == 422
    assert not ReviewLink.objects.exists()


def test_a_viewer_hands_out_nothing(settings, owner, images):
    settings.PLAYGROUND_ACCOUNTS = True
    viewer = User.objects.create_user("vera")
    viewer.join(owner.workspace, Membership.Role.VIEWER)
    client = Client()
    client.force_login(viewer)
    assert client.get("/review-links/new/").status_code == 403
    assert client.get("/review-links/").status_code == 200
