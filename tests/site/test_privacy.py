"""A person's data: handed out, taken away, and forgotten after some days."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from playground.imaging.parameters import PARAMETERS
from playground.library.models import Image, SourceImage
from playground.people.models import AuditEntry, Membership, User, Workspace
from playground.review import copies
from playground.review.comments import comment_add, typed
from playground.review.copies import CopySweep, copy_of
from playground.review.links import link_create
from playground.review.models import Comment
from playground.runs.posted import posted_from
from playground.site.retention import drafts_forget, uploads_forget
from playground.spending.models import LedgerEntry
from playground.studio.draft import draft_replace
from playground.studio.models import Draft
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def bo(owner, settings):
    """A maker who has left traces everywhere."""
    settings.PLAYGROUND_ACCOUNTS = True
    bo = User.objects.create_user("bo", "bo@example.org", "correct horse battery")
    bo.join(owner.workspace, Membership.Role.MAKER)
    run = factories.in_the_books(factories.generation(author=bo, prompt="a red kite"))
    image = factories.image(generation=run)
    comment_add(bo, image, typed({"text": "Mine"}))
    draft_replace(bo, posted_from({"prompt": "still thinking"}))
    return bo


@pytest.fixture
def admin_client(owner, bo):
    client = Client()
    client.force_login(owner)
    return client


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def test_an_admin_hands_out_what_is_known_here_and_nothing_of_elsewhere(
    admin_client, bo
):
    other = Workspace.objects.create(name="Client work")
    bo.join(other, Membership.Role.MAKER)
    here = bo.memberships.first()
    bo.enter(other)
    factories.generation(author=User.objects.get(pk=bo.pk), prompt="a secret")
    answer = admin_client.post(f"/people/{here.pk}/export/")
    assert answer["Content-Type"] == "application/zip"
    found = parts(answer.content)
    assert found["profile.json"]["email"] == "bo@example.org"
    assert [run["prompt"] for run in found["runs.json"]] == ["a red kite"]
    assert [it["text"] for it in found["comments.json"]] == ["Mine"]
    assert found["drafts.json"][0]["fields"]["prompt"] == ["still thinking"]
    assert found["memberships.json"] == [{"workspace": "Workspace", "role": "maker"}]
    assert b"secret" not in answer.content
    assert AuditEntry.objects.latest("pk").action == "person exported"


def test_a_person_is_erased_and_the_books_stay(admin_client, bo):
    theirs = Client()
    theirs.force_login(bo)
    assert theirs.get("/gallery/").status_code == 200
    books = list(LedgerEntry.objects.order_by("pk").values())
    held = bo.memberships.get()
    admin_client.post(f"/people/{held.pk}/erase/", {"name": "Bo"})
    assert User.objects.filter(username="bo").exists()
    admin_client.post(f"/people/{held.pk}/erase/", {"name": "bo"})
    bo = User.objects.get(pk=bo.pk)
    assert (bo.username, bo.email) == (f"former member {bo.pk}", "")
    assert not bo.is_active
    assert not bo.has_usable_password()
    assert theirs.get("/gallery/").status_code == 302
    assert list(LedgerEntry.objects.order_by("pk").values()) == books
    assert Image.objects.get().author == bo
    assert Comment.objects.get().who == bo.username
    assert not Draft.objects.filter(person=bo).exists()
    assert AuditEntry.objects.latest("pk").action == "person erased"


def test_who_is_in_other_workspaces_is_not_erased_from_one(admin_client, bo):
    held = bo.memberships.get()
    bo.join(Workspace.objects.create(name="Client work"), Membership.Role.MAKER)
    answer = admin_client.post(f"/people/{held.pk}/erase/", {"name": "bo"}, follow=True)
    assert "other workspaces" in answer.content.decode()
    assert User.objects.filter(username="bo").exists()


def test_the_last_admin_is_not_erased(settings):
    settings.PLAYGROUND_ACCOUNTS = True
    ada = factories.person("ada")
    client = Client()
    client.force_login(ada)
    client.post(f"/people/{ada.memberships.get().pk}/erase/", {"name": "ada"})
    assert User.objects.filter(username="ada").exists()


def test_both_by_command(bo, tmp_path, capsys):
    out = tmp_path / "bo.zip"
    call_command("person", "export", "bo", "--out", str(out))
    assert out.stat().st_mode & 0o777 == 0o600
    assert parts(out.read_bytes())["profile.json"]["name"] == "bo"
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("person", "export", "bo", "--out", str(out))
    call_command("person", "erase", "bo")
    assert f"former member {bo.pk}" in capsys.readouterr().out
    for who in ("bo", "local"):
        with pytest.raises(CommandError):
            call_command("person", "erase", who)


def test_drafts_go_after_their_days(owner, settings):
    draft_replace(owner, posted_from({"prompt": "old"}))
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=31))
    assert drafts_forget() == 0
    settings.PLAYGROUND_DRAFT_DAYS = 30
    draft_replace(factories.person("new"), posted_from({"prompt": "new"}))
    assert drafts_forget() == 1
    assert Draft.objects.get().fields["prompt"] == ["new"]


def test_only_uploads_that_nothing_uses_go(owner, settings, monkeypatch):
    used = factories.source(author=owner, generation=factories.generation(author=owner))
    name = PARAMETERS["sources"].posted_name
    drafted, unused = (factories.source(author=owner) for _ in range(2))
    draft_replace(owner, posted_from({name: [drafted.code]}))
    assert drafted.code in str(Draft.objects.get().fields)
    SourceImage.objects.update(created_at=timezone.now() - timedelta(days=8))
    young = factories.source(author=owner)
    assert uploads_forget() == 0
    settings.PLAYGROUND_UPLOAD_DAYS = 7
    assert uploads_forget() == 1
    assert set(SourceImage.objects.all()) == {used, drafted, young}
    # Those that are named keep none behind them from going, however many they are.
    for row in (unused_too := [factories.source(author=owner) for _ in range(3)]):
        SourceImage.objects.filter(pk=row.pk).update(created_at=young.created_at)
    SourceImage.objects.exclude(pk=young.pk).update(
        created_at=timezone.now() - timedelta(days=8)
    )
    monkeypatch.setattr("playground.site.retention.AT_ONCE", 1)
    assert [uploads_forget() for _ in range(4)] == [1, 1, 1, 0]
    assert not SourceImage.objects.filter(pk__in=[row.pk for row in unused_too])
    # What another brief has put aside can be brought back.
    Draft.objects.update(fields={}, put_aside={name: [drafted.code]})
    assert uploads_forget() == 0
    assert not default_storage.exists(unused.file)
    assert default_storage.exists(drafted.file)


def test_copies_for_guests_go_with_the_picture(owner):
    image = factories.image(author=owner)
    link, _ = link_create(owner, images=[image], title="One")
    copy_of(link.items.get(), link)
    folder = f"thumbnails/guests/{image.sha256[:2]}"
    assert len(storages["renditions"].listdir(folder)[1]) == 1
    sweep = CopySweep()
    sweep()
    assert len(storages["renditions"].listdir(folder)[1]) == 1
    Image.objects.update(purged_at=timezone.now())
    sweep()
    assert storages["renditions"].listdir(folder)[1] == []


def _purged_with_copies(owner, count):
    """Make pictures that guests have seen and that are deleted for good."""
    images = [
        factories.image(author=owner, data=factories.picture_bytes(size=(60 + n, 48)))
        for n in range(count)
    ]
    link, _ = link_create(owner, images=images, title="Some")
    for item in link.items.all():
        copy_of(item, link)
    Image.objects.update(purged_at=timezone.now())
    return images


def test_every_copy_goes_in_its_turn_and_once(owner, monkeypatch):
    monkeypatch.setattr(copies, "MOST_DELETED", 2)
    images = _purged_with_copies(owner, 3)
    deleted: list[str] = []
    storage = storages["renditions"]
    real = type(storage).delete

    def delete(self, name):
        deleted.append(name)
        real(self, name)

    monkeypatch.setattr(type(storage), "delete", delete)
    sweep = CopySweep()
    for _ in range(3):
        sweep()
    assert len(set(deleted)) == len(deleted)
    assert {image.sha256 for image in images} == {
        name.split("/")[-1].split(".")[0] for name in deleted
    }


def test_a_copy_that_cannot_be_deleted_holds_up_no_other(owner, monkeypatch):
    images = _purged_with_copies(owner, 2)
    storage = storages["renditions"]
    real = type(storage).delete

    def delete(self, name):
        if images[0].sha256 in name:
            raise PermissionError(name)
        real(self, name)

    sweep = CopySweep()
    with monkeypatch.context() as patch:
        patch.setattr(type(storage), "delete", delete)
        sweep()
    folders = [f"thumbnails/guests/{image.sha256[:2]}" for image in images]
    there = [len(storage.listdir(folder)[1]) for folder in folders]
    assert there == [1, 0]
    sweep._begun -= copies.ANEW_AFTER_S
    sweep()
    assert storage.listdir(folders[0])[1] == []


def test_a_blind_link_takes_no_copy_that_was_made_for_an_open_one(owner, monkeypatch):
    """Those may weigh more than all of a blind link do, which would tell."""
    image = factories.image(author=owner)
    seeing, _ = link_create(owner, images=[image], title="Open")
    monkeypatch.setattr(copies, "WEIGHT", 2**12)
    monkeypatch.setattr(copies, "_encoded", lambda _, quality: bytes(50 * quality))
    assert len(copy_of(seeing.items.get(), seeing)) == 4500
    seeing.blind = True
    assert len(copy_of(seeing.items.get(), seeing)) == 2**12
