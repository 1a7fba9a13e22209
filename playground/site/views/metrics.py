"""Figures for Prometheus, read from the database when it asks.

So they are the same from every process, and survive a restart.
"""

import hmac
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db.models import Count as CountOf
from django.db.models import DurationField, ExpressionWrapper, F, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector

from playground.library.models import Generation
from playground.runs import beat
from playground.site.views.health import free_bytes, queue_state
from playground.spending.amounts import to_usd
from playground.spending.models import Count

# Each looks at all runs that there are, and is asked for every some seconds.
REMEMBERED_S = 60


def _remembered(name: str, read: Callable[[], Any]) -> Any:
    """What was read within the last minute, by any process: so that no count goes back."""
    return cache.get_or_set(f"metrics.{name}", read, REMEMBERED_S)


def _states() -> dict[str, int]:
    found = Generation.objects.order_by().values("state").annotate(n=CountOf("pk"))
    return {line["state"]: line["n"] for line in found}


def _ended() -> list[dict[str, Any]]:
    took = ExpressionWrapper(
        F("finished_at") - F("sent_at"), output_field=DurationField()
    )
    ended = Generation.objects.order_by().exclude(sent_at=None)
    ended = ended.exclude(finished_at=None)
    lines = ended.values("provider", "model", "state")
    return [dict(line) for line in lines.annotate(n=CountOf("pk"), took=Sum(took))]


class _Figures(Collector):
    def collect(self) -> Iterator[Metric]:
        yield self._runs()
        yield from self._queue()
        yield from self._calls()
        yield from self._money()
        free = free_bytes()
        if free is not None:
            yield GaugeMetricFamily(
                "playground_storage_free_bytes", "Room left for pictures", value=free
            )

    def _runs(self) -> Metric:
        family = GaugeMetricFamily("playground_runs", "Runs by state", labels=["state"])
        by_state = _remembered("states", _states)
        for state in Generation.State.values:
            family.add_metric([state], by_state.get(state, 0))
        return family

    def _queue(self) -> Iterator[Metric]:
        _, oldest_s = queue_state()
        yield GaugeMetricFamily(
            "playground_queue_oldest_seconds",
            "How long the oldest queued run has waited",
            value=oldest_s,
        )
        workers = beat.present()
        yield GaugeMetricFamily(
            "playground_workers", "Workers heard lately", value=len(workers)
        )
        yield GaugeMetricFamily(
            "playground_worker_slots",
            "Runs that all workers take at once",
            value=sum(worker.concurrency for worker in workers),
        )

    def _calls(self) -> Iterator[Metric]:
        calls = CounterMetricFamily(
            "playground_calls",
            "Calls that ended",
            labels=["provider", "model", "state"],
        )
        times = SummaryMetricFamily(
            "playground_call_seconds",
            "From the first byte sent to the pictures kept",
            labels=["provider", "model"],
        )
        for line in _remembered("ended", _ended):
            where = [line["provider"], line["model"]]
            calls.add_metric([*where, line["state"]], line["n"])
            if line["state"] == Generation.State.SUCCEEDED:
                times.add_metric(where, line["n"], line["took"].total_seconds())
        yield calls
        yield times

    def _money(self) -> Iterator[Metric]:
        rows = {
            row.simulated: row
            for row in Count.objects.filter(scope="everyone", period="total")
        }
        for name, words in (
            ("spent", "Dollars by receipt"),
            ("reserved", "Dollars set aside for runs that are not finished"),
            ("doubtful", "Dollars that were possibly charged"),
        ):
            family = GaugeMetricFamily(
                f"playground_usd_{name}", words, labels=["money"]
            )
            for simulated, label in ((False, "real"), (True, "simulated")):
                row = rows.get(simulated)
                nano = getattr(row, f"{name}_nano") if row else 0
                family.add_metric([label], float(to_usd(nano)))
            yield family


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer to whoever shows the token; without one set there is no such page."""
    token = settings.PLAYGROUND_METRICS_TOKEN
    if not token:
        raise Http404
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not hmac.compare_digest(shown.encode(), token.encode()):
        response = HttpResponse("A token is needed.\n", "text/plain", status=401)
        response["WWW-Authenticate"] = "Bearer"
        return response
    registry = CollectorRegistry()
    registry.register(_Figures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
