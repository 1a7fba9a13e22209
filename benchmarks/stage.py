"""A prepared installation in a folder of its own, and its real processes."""

import contextlib
import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
REQUEST = {
    "prompt": "a paper airplane over misty mountains",
    "model": "gpt-image-2.5-sunburst",
    "size": "1024x1024",
    "quality": "medium",
    "output_format": "png",
}
KEY = "sim-ok"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: str, **more: str) -> dict[str, str]:
    """Return an environment in which nothing of the caller's settings is left."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PLAYGROUND_", "OPENAI_", "DATABASE_URL", "DJANGO_"))
    }
    return {**kept, "PLAYGROUND_DATA_DIR": folder, "PYTHONUNBUFFERED": "1", **more}


def prepare(folder: str) -> None:
    """Make the database and the static files, as ``make run`` does."""
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=ROOT,
            env=environment(folder),
            check=True,
        )


@contextlib.contextmanager
def running(folder: str, *arguments: str, **more: str) -> Iterator[psutil.Process]:
    """Run a command of ``manage.py`` until the block ends."""
    process = psutil.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(folder, **more),
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextlib.contextmanager
def replay(folder: str, seconds: float, threads: int = 64) -> Iterator[dict[str, str]]:
    """Run an API that answers after so many seconds; yield the settings that lead there."""
    port = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "benchmarks.replay"),
            *(str(port), str(seconds), str(threads)),
        ],
        cwd=ROOT,
        env=environment(folder, DJANGO_SETTINGS_MODULE="playground.settings"),
    )
    try:
        yield {"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1", "OPENAI_API_KEY": KEY}
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def studio(folder: str, **settings: str) -> Iterator["Browser"]:
    """Serve without a worker; yield a browser with the Studio open.

    One generation has been made, so that the API has painted its answer.
    """
    port = free_port()
    with running(folder, "serve", "--port", str(port), "--no-worker", **settings):
        browser = Browser(port)
        browser.wait_until_well(worker=False)
        browser.open_studio()
        with running(folder, "work", **settings):
            browser.wait_until_finished(browser.submit(**REQUEST))
        yield browser


class _Stay(urllib.request.HTTPRedirectHandler):
    """Where a form leads is told, not followed: that page is no part of the path."""

    def redirect_request(self, *arguments: Any, **options: Any) -> None:
        return None


class Browser:
    """As much of a browser as a form needs: cookies, and the token in the page."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _Stay
        )
        self._token = ""

    def wait_until_well(self, *, worker: bool = True) -> None:
        """Wait until the server answers, and has a worker if it should."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                answer = self._opener.open(f"{self.url}/readyz", timeout=5)
                with answer:
                    return
            if not worker and self._answers():
                return
            time.sleep(0.1)
        raise TimeoutError("The server did not get well.")

    def _answers(self) -> bool:
        try:
            self._opener.open(f"{self.url}/readyz", timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def open_studio(self) -> None:
        page = self._opener.open(f"{self.url}/").read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, "The studio has no form."
        self._token = found[1]

    def submit(self, **fields: str) -> str:
        """Post the composer and return the generation's code."""
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": self._token, **fields})
        try:
            self._opener.open(f"{self.url}/generations/", data.encode()).close()
        except urllib.error.HTTPError as answer:
            if answer.code != 303:
                raise
            return str(answer.headers["Location"]).rstrip("/").rsplit("/", 1)[1]
        raise AssertionError("The form came back.")

    def state(self, code: str) -> dict[str, Any]:
        return self.json(f"/generations/{code}/")

    def json(self, page: str) -> dict[str, Any]:
        """Return the JSON twin of a page."""
        address = f"{self.url}{page.rstrip('/')}.json"
        with self._opener.open(address) as answer:
            found: dict[str, Any] = json.load(answer)
            return found

    def wait_until_finished(self, code: str) -> dict[str, Any]:
        while (found := self.state(code))["state"] in ("queued", "sending"):
            time.sleep(0.01)
        assert found["state"] == "succeeded", found
        return found
