"""Thirty people at once, as a multiple of one person: browsing, submitting, voting.

The pages are served by granian with two processes, the runs are drawn by two workers from
the simulator (instant), all over one PostgreSQL. Each of the people is signed in with an
account of their own and does one thing after the other, with a second's pause in
between: look at the Studio, the gallery, a search, a picture; ask for a picture; vote in a
blind experiment. First one person does it alone, then thirty at once. Times are those of
whole answers; what is told are the 95th percentiles, and every answer that was no success.

    python -m benchmarks.team [PEOPLE] [SECONDS]
"""

import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from contextlib import ExitStack
from http.cookiejar import CookieJar

from benchmarks.stage import ROOT, environment, free_port, running
from tests import databases

PEOPLE = 30
SECONDS = 60.0
PAUSE_S = 1.0
PICTURES = 2000
PROCESSES, WORKERS = "2", 2
CHOICES = ("left", "right", "tie")
NAME = "person{}"
PASSWORD = "correct horse battery"

# Makes people, pictures and an experiment to vote in; prints its code and a picture's.
PREPARE = """
import sys
import django
django.setup()
from playground.experiments.balloting import ballot_open
from playground.people.models import Membership, User, Workspace
from tests import factories
workspace = Workspace.objects.default()
people = [
    User.objects.create_user(f"person{number}", password=sys.argv[2])
    for number in range(int(sys.argv[1]))
]
for person in people:
    person.join(workspace, Membership.Role.MAKER)
factories.images_many(int(sys.argv[3]), author=people[0])
made = factories.experiment(author=people[0], prompts=("a kite", "a pot"), draws=10)
ballot_open(made, 10_000)
print(made.code, factories.image(author=people[0], thumbnails=True).code)
"""


class Person:
    """One browser: cookies, tokens, and the times of its answers by what was asked."""

    def __init__(self, url: str, name: str) -> None:
        self.url, self.name = url, name
        self.times: dict[str, list[float]] = defaultdict(list)
        self.failed: list[str] = []
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, what: str, path: str) -> str:
        return self._ask(what, path, None)

    def post(self, what: str, path: str, page: str, **fields: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        token = found[1] if found else ""
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields})
        return self._ask(what, path, data.encode())

    def _ask(self, what: str, path: str, data: bytes | None) -> str:
        started = time.perf_counter()
        try:
            with self._opener.open(f"{self.url}{path}", data, timeout=60) as answer:
                text = answer.read().decode("utf-8", "replace")
        except (OSError, urllib.error.URLError) as error:
            self.failed.append(f"{what}: {error}")
            return ""
        self.times[what].append(time.perf_counter() - started)
        return text

    def sign_in(self) -> None:
        page = self.get("sign in", "/accounts/login/")
        self.post(
            "sign in", "/accounts/login/", page, login=self.name, password=PASSWORD
        )

    def live(self, experiment: str, picture: str, end: float) -> None:
        """Do one thing after the other until the end."""
        dice = random.Random(self.name)
        while time.monotonic() < end:
            page = self.get("studio", "/")
            self._pause(dice, end)
            form = {
                "prompt": f"a kite over {self.name}",
                "model": "gpt-image-2.5-sunburst",
                "size": "1024x1024",
                "quality": "low",
            }
            self.post("submit", "/generations/", page, **form)
            self._pause(dice, end)
            for what, path in (
                ("gallery", "/gallery/"),
                ("search", "/gallery/?q=kite"),
                ("picture", f"/images/{picture}/"),
            ):
                self.get(what, path)
                self._pause(dice, end)
            vote = f"/experiments/{experiment}/vote/"
            page = self.get("vote page", vote)
            hidden = dict(re.findall(r'name="(pair|seal)" value="([^"]+)"', page))
            if hidden:
                self.post("vote", vote, page, **hidden, choice=dice.choice(CHOICES))
            self._pause(dice, end)

    def _pause(self, dice: random.Random, end: float) -> None:
        time.sleep(max(0.0, min(end - time.monotonic(), dice.uniform(0, 2 * PAUSE_S))))


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        more = {
            "DATABASE_URL": databases.new_database(
                stack.enter_context(databases.server()), "team"
            ),
            "PLAYGROUND_ACCOUNTS": "true",
            "PLAYGROUND_SECRET_KEY": "for this benchmark only, and for nothing else",
            "PLAYGROUND_SERVER_PROCESSES": PROCESSES,
            "PLAYGROUND_SIMULATOR_LATENCY": "instant",
        }
        experiment, picture = _prepare(folder, more, people)
        port = free_port()
        serve = ("serve", "--server", "granian", "--no-worker", "--port", str(port))
        stack.enter_context(running(folder, *serve, **more))
        for _ in range(WORKERS):
            stack.enter_context(running(folder, "work", **more))
        url = f"http://127.0.0.1:{port}"
        _wait_until_well(url)
        everybody = [Person(url, NAME.format(number)) for number in range(people)]
        for person in everybody:
            person.sign_in()
            person.times.clear()
        alone = _together(everybody[:1], experiment, picture, seconds / 2)
        all_at_once = _together(everybody, experiment, picture, seconds)
        _tell(alone, all_at_once, people)
        failed = [words for person in everybody for words in person.failed]
        print(f"answers that failed: {len(failed)} {failed[:3] or ''}")


def _prepare(folder: str, more: dict[str, str], people: int) -> tuple[str, str]:
    env = environment(folder, **more, DJANGO_SETTINGS_MODULE="playground.settings")
    upgrade = [sys.executable, "manage.py", "upgrade", "--verbosity", "0"]
    subprocess.run(upgrade, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-c", PREPARE, str(people), PASSWORD, str(PICTURES)]
    told = subprocess.run(
        command, cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    experiment, picture = told.stdout.split()
    return experiment, picture


def _wait_until_well(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("The server did not get well.")


def _together(
    people: list[Person], experiment: str, picture: str, seconds: float
) -> dict[str, list[float]]:
    """Let them live for so long; return the times by what was asked."""
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=person.live, args=(experiment, picture, end))
        for person in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found: dict[str, list[float]] = defaultdict(list)
    for person in people:
        for what, times in person.times.items():
            found[what] += times
            times.clear()
    return found


def _tell(
    alone: dict[str, list[float]], together: dict[str, list[float]], people: int
) -> None:
    print(f"{'':12}  one person  {people:3} at once  multiple   answers")
    together["all"] = [time for times in together.values() for time in times]
    alone["all"] = [time for times in alone.values() for time in times]
    for what, times in together.items():
        one, many = _p95(alone[what]), _p95(times)
        print(
            f"{what:12}  {one * 1000:7.0f} ms  {many * 1000:8.0f} ms  {many / one:7.1f} x"
            f"  {len(times):8,}"
        )


def _p95(times: list[float]) -> float:
    if len(times) < 2:
        return times[0] if times else float("nan")
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
