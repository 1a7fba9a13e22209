"""What one change in the composer costs, the Studio with 24 cards in it, and Vary.

CPU time is that of this process, median of 100 requests, middleware and template
included. A check is the look at one parameter; all that there are: one evaluation of
the rules. Counted are the checks that had to be run, estimates and routings, for the
composer's request and for every choice that it offers. Models are priced when their
menu opens.

Before the house was moved into, one change took 58 evaluations of the rules, 40 estimates
and 117 routings, and the Studio with 24 cards 61 to 64 ms of CPU.
"""

import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

CARDS = 24
REQUESTS = 100
CHANGE = {
    "prompt": "A paper airplane over misty mountains",
    "model": "gpt-image-2.5-sunburst",
    "size": "1024x1024",
    "quality": "high",
    "composed": "gpt-image-2.5-sunburst png auto",
}
FIELDS = {"HX-Request": "true", "HX-Target": "composer-fields"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="playground.settings", PLAYGROUND_DATA_DIR=folder
        )
        django.setup()
        fill()
        measure()


def fill() -> None:
    from django.core.management import call_command

    from tests import factories

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    for number in range(CARDS):
        factories.image(prompt=f"a boat, number {number}", quality="low")


def measure() -> None:
    from django.test import Client

    from playground.library.models import Image

    client = Client(SERVER_NAME="localhost", headers={"host": "localhost"})
    picture = Image.objects.newest()[0].get_absolute_url()

    def change() -> Any:
        return client.post("/compose/", CHANGE, headers=FIELDS)

    def studio() -> Any:
        return client.get("/")

    asks: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("one change in the composer", change),
        (f"the Studio with {CARDS} cards", studio),
        ("the menu of models", lambda: client.post("/compose/models/", CHANGE)),
        ("all that Vary offers", lambda: client.get(f"{picture}vary/")),
    )
    for title, ask in asks:
        assert ask().status_code == 200
        with counted() as counts:
            ask()
        spent = []
        for _ in range(REQUESTS):
            started = time.process_time()
            ask()
            spent.append((time.process_time() - started) * 1000)
        whole = checks_of_one()
        print(f"{title}: {statistics.median(spent):.1f} ms of CPU")
        print(
            f"  {counts['checks']} checks ({counts['checks'] / whole:.1f} evaluations of "
            f"{whole}), {counts['estimates']} estimates, {counts['routings']} routings"
        )


def checks_of_one() -> int:
    """Return how many checks the rules of one request are."""
    from playground.imaging.parameters import PARAMETERS

    always = [each for each in PARAMETERS.values() if each.always]
    return len(PARAMETERS) + len(always)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count what is worked out in the block."""
    from playground.imaging import checking, context, rule_types

    counts: Counter[str] = Counter()
    find, estimate, choose = checking.Memory.find, context.estimate, rule_types.choose

    def finding(self: checking.Memory, *given: Any) -> Any:
        before = self.runs
        found = find(self, *given)
        counts["checks"] += self.runs - before
        return found

    def counting(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted_work(*given: Any, **named: Any) -> Any:
            counts[name] += 1
            return work(*given, **named)

        return counted_work

    checking.Memory.find = finding  # type: ignore[method-assign]
    context.estimate = counting("estimates", estimate)
    rule_types.choose = counting("routings", choose)
    try:
        yield counts
    finally:
        checking.Memory.find = find  # type: ignore[method-assign]
        context.estimate = estimate
        rule_types.choose = choose


if __name__ == "__main__":
    main()
