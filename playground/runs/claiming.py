"""The queue: runs whose row says ``queued``, and how a worker takes them.

There is no other list. Who turns a row from ``queued`` to ``sending`` has it, and that
is on disk before a byte leaves.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now, RowNumber
from django.utils import timezone

from playground.library.models import Generation
from playground.runs.engines.calling import call_worker
from playground.runs.pacing import Pacer
from playground.runs.waits import BEYOND_BELIEF, LONGEST_WAIT_S

# How many runs are looked at at a time, at most.
AT_ONCE = 50
# Of each person; who has thousands of them keeps nobody waiting for the list.
OF_EACH = 4 * AT_ONCE
# Where a run stands in a list of their ids.
PLACE = "array_position(%s::bigint[], library_generation.id)"


def claim(limit: int, *, worker: str = "") -> list[Generation]:
    """Take up to ``limit`` runs that are due, in their order.

    What is urgent goes first; then one of each person after the other, counting what
    they have under way, so that nobody waits behind somebody else's hundred. A run
    whose pool has no room this minute is told when its turn is.
    """
    with transaction.atomic():
        pacer = Pacer()
        taken: list[Generation] = []
        waiting: list[Generation] = []
        for run in _locked(_in_order(), limit):
            run.turn_at = pacer.turn(run)
            (waiting if run.turn_at else taken).append(run)
            if len(taken) == limit:
                break
        pacer.save()
        _take(taken, worker)
        _let_wait(waiting)
    return taken


def claim_one(pk: int, *, worker: str = "") -> Generation | None:
    """Take this run, whenever it would be due; None when it is not in the queue."""
    with transaction.atomic():
        taken = list(_locked([pk], 1))
        _take(taken, worker)
    return taken[0] if taken else None


def _locked(pks: list[int], wanted: int) -> Iterator[Generation]:
    """Lock the runs that are still in the queue, in this order.

    Only as many as are wanted, since others who look meanwhile pass over what is locked
    and may find nothing; and more at a time when those that were found have to wait.
    Which of them are free the database knows: asking for one after the other would be
    a question for each claim that is under way.
    """
    size = min(wanted, AT_ONCE)
    # Where only one claims at a time, all are free.
    may_be_locked = connection.features.has_select_for_update_skip_locked
    while some := pks[: AT_ONCE if may_be_locked else size]:
        rows = queued().filter(pk__in=some).select_related("previous")
        if may_be_locked:
            # Not the run before it in a conversation, which is read along.
            rows = rows.select_for_update(skip_locked=True, of=("self",))
            rows = rows.order_by(RawSQL(PLACE, [some]))[:size]  # noqa: S611  (a constant)
        found = sorted(rows, key=lambda row: some.index(row.pk))
        yield from found
        last = found[-1].pk if len(found) == size else some[-1]
        pks = pks[pks.index(last) + 1 :]
        size = min(2 * size, AT_ONCE)


def _take(runs: list[Generation], worker: str) -> None:
    if not runs:
        return
    now = timezone.now()
    Generation.objects.filter(pk__in=[run.pk for run in runs]).update(
        state=Generation.State.SENDING,
        sent_at=now,
        heartbeat_at=Now(),
        retry_at=None,
        turn_at=None,
        worker=worker,
    )
    for run in runs:
        run.state, run.sent_at = Generation.State.SENDING, now
        run.retry_at = run.turn_at = None
        run.worker = worker


def _let_wait(runs: list[Generation]) -> None:
    """Look at them again at their turns, or before: others may go before them."""
    longest = timezone.now() + timedelta(seconds=LONGEST_WAIT_S)
    for run in runs:
        run.retry_at = min(run.turn_at or longest, longest)
    Generation.objects.bulk_update(runs, ["retry_at", "turn_at"])
    for run in runs:
        call_worker(run)


def queued() -> QuerySet[Generation]:
    """Return the runs that wait for a worker, whether they are due or not."""
    return Generation.objects.filter(state=Generation.State.QUEUED)


def _in_order() -> list[int]:
    """Return the runs that are due, by id: of each person only the first ones."""
    now = timezone.now()
    due = queued().filter(
        Q(retry_at=None) | Q(retry_at__lte=now) | Q(retry_at__gt=now + BEYOND_BELIEF)
    )
    place = Window(RowNumber(), partition_by="author", order_by=("priority", "pk"))
    first = due.order_by().annotate(place=place).filter(place__lte=OF_EACH)
    under_way = _under_way()
    order = sorted(
        (priority, under_way[author] + place, pk)
        for priority, place, pk, author in first.values_list(
            "priority", "place", "pk", "author_id"
        )
    )
    return [pk for *_, pk in order]


def _under_way() -> Counter[int | None]:
    """Return how many runs of each person are being worked on."""
    sending = Generation.objects.filter(state=Generation.State.SENDING)
    return Counter(sending.order_by().values_list("author_id", flat=True))


def anything_due() -> bool:
    """Look whether ``claim`` would find something.

    By hand, since the ORM takes a millisecond to write such a query and an idle worker
    asks several times a second. The state stands in the text so that SQLite knows that
    the index of queued runs is enough.
    """
    when = connection.ops.adapt_datetimefield_value
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM library_generation WHERE state = 'queued' AND "
            "(retry_at IS NULL OR retry_at <= %s OR retry_at > %s) LIMIT 1",
            [when(now), when(now + BEYOND_BELIEF)],
        )
        return cursor.fetchone() is not None
