"""Who claims what: turns, waits, and two at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from playground.library.models import Generation
from playground.runs.claiming import anything_due, claim, claim_one
from tests import factories
from tests.worker import queue


@pytest.mark.django_db
def test_what_is_urgent_goes_first_and_persons_take_turns():
    one, other = factories.person(), factories.person()
    many = queue(3, author=one, priority=5)
    first = queue(3, author=one)
    second = queue(2, author=other)
    order = [run.pk for run in claim(8)]
    assert order == [
        run.pk for run in (first[0], second[0], first[1], second[1], first[2], *many)
    ]


@pytest.mark.django_db
def test_what_somebody_has_under_way_counts_in_the_turns():
    one, other = factories.person(), factories.person()
    for _ in range(2):
        factories.generation(state="sending", author=one)
    late = queue(2, author=one)
    soon = queue(3, author=other)
    assert [run.pk for run in claim(3)] == [run.pk for run in (*soon[:2], late[0])]


@pytest.mark.django_db
def test_a_wait_is_obeyed_unless_the_clock_was_set_back():
    now = timezone.now()
    (later,) = queue(retry_at=now + timedelta(seconds=60))
    assert not anything_due()
    assert claim(5) == []
    Generation.objects.update(retry_at=now + timedelta(hours=1))
    assert anything_due()
    assert claim(5) == [later]
    later.refresh_from_db()
    assert later.state == "sending"
    assert later.retry_at is None


@pytest.mark.django_db(transaction=True)
def test_who_claims_at_the_same_moment_finds_the_next_run():
    if connection.vendor == "sqlite":
        pytest.skip("One transaction writes at a time there.")
    first, second = queue(2)
    with transaction.atomic():
        (mine,) = claim(1)
        # Its token is spent: who finds nothing leaves a run without one.
        with ThreadPoolExecutor(1) as pool:
            (theirs,) = pool.submit(_claim_and_close).result()
    assert [mine.pk, theirs.pk] == [first.pk, second.pk]


def _claim_and_close() -> list[Generation]:
    try:
        return claim(1)
    finally:
        connection.close()


@pytest.mark.django_db
def test_only_what_is_queued_can_be_claimed():
    for state in ("sending", "succeeded", "failed", "cancelled", "unknown"):
        assert claim_one(factories.generation(state=state).pk) is None
    assert not anything_due()
