"""What the house weighs: before it was moved into, and now.

Before is the commit 60410d3, whose tree is read from git; a dash where it is not there.
What only that commit's pages and worker could tell was noted while they were there.
Lines are those of Python files, comments and blank ones included, without tests and
migrations. Files that name a parameter are those of the product's own Python, templates
and scripts, without simulator, catalogue and migrations: so many know it by name and
would have to learn another one's. Write transactions are counted in what SQLite is told,
from the posted form to the small copies of the picture, the composer's draft included.
Requests are those of Chromium with an empty cache at the pages as they are served.

    python -m benchmarks.house
"""

import io
import os
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks import stage
from tests import chromium

BEFORE = "60410d3"
OWN = ("playground", "templates", "static/js")
LEFT_OUT = ("simulator", "catalog", "migrations")
PARAMETERS = ("moderation", "svg_effort", "frame_duration_ms")
# Noted of the house before.
NOTED_WRITES = 8
NOTED_SCRIPTS = "38 to 43"
PAGES = {"Studio": "/", "Gallery": "/gallery/", "Models": "/models/"}
Files = dict[str, str]


def main() -> None:
    before, now = _as_it_was(), _as_it_is()
    _lines(before, now)
    for name in PARAMETERS:
        counts = [len(list(_naming(name, files))) for files in (before, now)]
        print(f"files that name {name}: {counts[0] or '–'} -> {counts[1]}")
    print()
    with tempfile.TemporaryDirectory() as folder:
        stage.prepare(folder)
        _requests(folder)
        _transactions(folder)


def _as_it_was() -> Files:
    tar = subprocess.run(
        ["git", "archive", BEFORE, *OWN], cwd=stage.ROOT, capture_output=True
    )
    if tar.returncode:
        return {}
    with tarfile.open(fileobj=io.BytesIO(tar.stdout)) as archive:
        return {
            member.name: file.read().decode(errors="replace")
            for member in archive
            if (file := archive.extractfile(member))
        }


def _as_it_is() -> Files:
    paths = (path for top in OWN for path in (stage.ROOT / top).rglob("*"))
    return {
        str(path.relative_to(stage.ROOT)): path.read_text("utf-8", errors="replace")
        for path in paths
        if path.is_file() and path.suffix in (".py", ".html", ".js")
    }


def _lines(before: Files, now: Files) -> None:
    was, is_now = _by_room(before), _by_room(now)
    print(f"{'lines of Python':<24}{'before':>8}{'now':>8}")
    for room in sorted(was | is_now):
        print(f"{room:<24}{was[room] or '–':>8}{is_now[room] or '–':>8}")
    print(f"{'all':<24}{was.total() or '–':>8}{is_now.total():>8}\n")


def _by_room(files: Files) -> Counter[str]:
    lines: Counter[str] = Counter()
    for name, text in files.items():
        parts = Path(name).parts
        if name.endswith(".py") and "migrations" not in parts:
            room = parts[1] if len(parts) > 2 else "beside the rooms"
            lines[room] += text.count("\n")
    return lines


def _naming(word: str, files: Files) -> Iterator[str]:
    for name, text in files.items():
        if word in text and not set(LEFT_OUT) & set(Path(name).parts):
            yield name


def _requests(folder: str) -> None:
    print(f"style sheets and scripts of a cold page before: {NOTED_SCRIPTS}")
    port = stage.free_port()
    with (
        stage.running(folder, "serve", "--port", str(port)),
        chromium.started() as browser,
    ):
        stage.Browser(port).wait_until_well()
        for title, path in PAGES.items():
            page = browser.new_context().new_page()
            asked: list[str] = []
            page.on("request", lambda it, asked=asked: asked.append(it.resource_type))
            page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
            kinds = Counter(asked)
            told = ", ".join(f"{kind} {kinds[kind]}" for kind in sorted(kinds))
            print(f"{title}, cold: {len(asked)} requests ({told})")
            page.context.close()


def _transactions(folder: str) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="playground.settings",
        PLAYGROUND_DATA_DIR=folder,
        PLAYGROUND_SIMULATOR_LATENCY="instant",
    )
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from tests.worker import drain
    from tests.writes import told, write_transactions

    client = Client(SERVER_NAME="localhost", headers={"host": "localhost"})
    client.get("/")
    for which in ("first", "second"):
        with told(connection) as statements:
            client.post("/generations/", stage.REQUEST)
            assert drain() == 1
        count = len(write_transactions(statements))
        print(f"write transactions of the {which} picture: {NOTED_WRITES} -> {count}")


if __name__ == "__main__":
    main()
