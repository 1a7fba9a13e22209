"""The ledger, the budgets, and the counts that budgets are held against."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import Now

from playground.catalog.model import MODEL_NAME_MAX_CHARS
from playground.library.models.ownership import OwnedQuerySet
from playground.people.models import Workspace


class LedgerQuerySet(OwnedQuerySet["LedgerEntry"]):
    """Entries of the books. ``update`` and ``delete`` raise ``TypeError``."""

    def heads(self) -> "LedgerQuerySet":
        """Keep the first entry of each run."""
        return self.filter(kind=LedgerEntry.Kind.RESERVED)

    def in_doubt(self) -> "LedgerQuerySet":
        """Keep the last entry of each run of which nobody knows what all of it cost."""
        whole = LedgerEntry.objects.filter(run=OuterRef("run"))
        later = whole.filter(pk__gt=OuterRef("pk"))
        # Where an amount was ever stated, nobody can answer any more, but for what is
        # still held for pictures that did not arrive.
        held = whole.order_by().values("run").annotate(nano=Sum("doubtful_nano"))
        open_bill = models.Q(kind=LedgerEntry.Kind.SETTLED, complete=False) & (
            ~Exists(whole.exclude(spent_nano=0)) | Exists(held.filter(nano__gt=0))
        )
        doubted = models.Q(kind=LedgerEntry.Kind.DOUBTED)
        return self.filter(doubted | open_bill).filter(~Exists(later))

    def update(self, **values: Any) -> int:
        """Raises ``TypeError``: the ledger is append-only."""
        raise TypeError("The ledger is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises ``TypeError``: the ledger is append-only."""
        raise TypeError("The ledger is append-only.")


class LedgerEntry(models.Model):
    """One movement of money. Never changed, never deleted: the database refuses.

    Each amount is what the entry adds, so that a sum over any entries is the state
    they describe: setting aside adds to ``reserved_nano``; the receipt takes that
    away again and adds to ``spent_nano``. A run begins with one entry of the kind
    ``reserved``, and all its entries repeat what it was and lie on its ``day``: the
    day whose budgets it counts against, whenever the answer came.

    Nothing here depends on other rows: a run or a person may be deleted, and the
    books stay as they are.
    """

    class Kind(models.TextChoices):
        """``settled``: the bill came; ``released``: nothing was spent."""

        RESERVED = "reserved"
        SETTLED = "settled"
        RELEASED = "released"
        DOUBTED = "doubted", "possibly charged"
        CORRECTED = "corrected"

    at = models.DateTimeField(db_default=Now())
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Simulated money never meets real money in a sum.
    simulated = models.BooleanField()

    reserved_nano = models.BigIntegerField(default=0)
    spent_nano = models.BigIntegerField(default=0)
    doubtful_nano = models.BigIntegerField(default=0)
    # Whether the amount is all that the call cost; False where a price is missing.
    complete = models.BooleanField(default=True)

    # The run, by its public name and its row as long as that is there.
    run = models.CharField(max_length=16)
    generation = models.ForeignKey(
        "library.Generation",
        models.DO_NOTHING,
        db_constraint=False,
        related_name="ledger_entries",
    )
    workspace = models.ForeignKey(
        Workspace, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    person = models.CharField(max_length=150)
    provider = models.CharField(max_length=12)
    model = models.CharField(max_length=MODEL_NAME_MAX_CHARS)
    quality = models.CharField(max_length=16)
    size = models.CharField(max_length=16)
    route = models.CharField(max_length=16)
    # Code of the experiment that asked for it, null outside of one.
    experiment = models.CharField(max_length=16, null=True, blank=True)  # noqa: DJ001
    price_version = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("workspace", "day", name="ledger_workspace_day"),
            models.Index("run", name="ledger_run"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run"],
                condition=models.Q(kind="reserved"),
                name="ledger_one_head_a_run",
            ),
            models.UniqueConstraint(
                fields=["run"],
                condition=models.Q(kind="settled"),
                name="ledger_one_receipt_a_run",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.kind}"


class Budget(models.Model):
    """How much may be spent within a scope and a period.

    ``scope`` is "everyone", "person:<id of the user>" or "experiment:<code>".
    """

    class Period(models.TextChoices):
        DAY = "day"
        MONTH = "month"
        TOTAL = "total"

    scope = models.CharField(max_length=40)
    period = models.CharField(max_length=5, choices=Period.choices)
    limit_nano = models.PositiveBigIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="budgets",
    )
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["scope", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "period"], name="budget_once_a_scope_and_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} a {self.period}"


class Count(models.Model):
    """What the ledger adds up to within a scope and a period, kept up to date.

    Written with every entry of the ledger, in its transaction, behind a lock: what
    makes budgets exact however many ask at once. There is one for each scope and
    period whether it has a budget or not, so that a budget set later knows what has
    been spent before it. ``period`` is "2026-11-21", "2026-11" or "total".
    """

    scope = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    simulated = models.BooleanField()
    reserved_nano = models.BigIntegerField(default=0)
    spent_nano = models.BigIntegerField(default=0)
    doubtful_nano = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "period", "simulated"], name="count_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.period}"
