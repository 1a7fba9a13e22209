"""Money, deletions and exports stand in the audit log, by whoever they were done."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from playground.library.models import Image
from playground.library.trash import trash_sweep
from playground.people.models import AuditEntry, Workspace
from tests import factories

pytestmark = pytest.mark.django_db


def lines() -> list[tuple[str, str, str]]:
    found = AuditEntry.objects.order_by("pk")
    return list(found.values_list("action", "by_name", "what"))


def test_budgets_are_noted_from_the_page_and_from_the_command(client, owner):
    budget = {"scope": "everyone", "period": "day"}
    client.post("/spending/budgets/", {**budget, "usd": "5"})
    client.post("/spending/budgets/remove/", budget)
    call_command("budget", "set", "--scope=person:local", "--period=month", "--usd=2")
    assert lines() == [
        ("budget set", "local", "everyone, day: $5.00"),
        ("budget removed", "local", "everyone, day"),
        ("budget set", "", "person:local, month: $2.00"),
    ]
    assert AuditEntry.objects.latest("pk").about_name == "local"
    # What nobody did in a workspace is for the admins of the first one.
    assert {entry.workspace for entry in AuditEntry.objects.all()} == {
        Workspace.objects.default()
    }


def test_exports_and_deletions_are_noted(client, owner, settings):
    image = factories.image(author=owner)
    b"".join(client.get("/ledger.csv").streaming_content)
    lost = factories.image(author=owner)
    default_storage.delete(lost.file)
    codes = {"code": [image.code, lost.code]}
    b"".join(client.post("/gallery/download/", codes).streaming_content)
    assert lines()[-1][2] == "1 picture"
    Image.objects.update(trashed_at=timezone.now())
    client.post("/gallery/trash/empty/")
    assert [(action, by) for action, by, _ in lines()] == [
        ("ledger exported", "local"),
        ("pictures exported", "local"),
        ("deleted for good", "local"),
    ]
    old = factories.image(author=owner)
    Image.objects.filter(pk=old.pk).update(
        trashed_at=timezone.now() - timedelta(days=40)
    )
    trash_sweep()
    assert lines()[-1] == ("deleted for good", "", "1, after 30 days in the trash")
