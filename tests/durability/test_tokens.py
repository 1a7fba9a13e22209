"""Tokens of Procrastinate: none waits for longer than a run may."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from playground.library.models import Generation
from playground.runs.engines.jobs import job_defer, jobs_sweep
from tests import factories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.mark.parametrize(("hours", "is_due"), [(5, True), (0.01, False)])
def test_a_token_of_a_clock_that_was_wrong_comes_at_once(owner, hours, is_due):
    at = timezone.now() + datetime.timedelta(hours=hours)
    run = factories.generation(state=Generation.State.QUEUED, retry_at=at)
    job_defer(run)
    jobs_sweep()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at <= now() FROM procrastinate_jobs "
            "WHERE queueing_lock = %s",
            [run.code],
        )
        assert cursor.fetchall() == [(is_due,)]
