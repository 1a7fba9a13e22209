"""A database that is away or stands still, and the pages that are served meanwhile."""

import contextlib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psutil
import psycopg

from tests.durability.stand import ROOT, Stand
from tests.processes import free_port


@contextlib.contextmanager
def pages(stand: Stand) -> Iterator[Callable[[str], tuple[int, str]]]:
    """Serve the pages; yield what asks for one of them."""
    port = free_port()
    manage = (sys.executable, "manage.py")
    collect = [*manage, "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env=stand.environment, check=True)

    def ask(path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def is_there() -> bool:
        with contextlib.suppress(OSError):
            return ask("/gallery/")[0] == 200
        return False

    serve = [*manage, "serve", "--no-worker", "--port", str(port)]
    with stand.log.open("a") as log:
        server = subprocess.Popen(
            serve, cwd=ROOT, env=stand.environment, stdout=log, stderr=log
        )
        try:
            stand.wait(is_there, "served")
            yield ask
        finally:
            server.terminate()
            server.wait(60)


@contextlib.contextmanager
def away(stand: Stand) -> Iterator[None]:
    """Cut all connections, and let nobody in again."""
    name = urlsplit(stand.more["DATABASE_URL"]).path.strip("/")
    other = stand.more["DATABASE_URL"].replace(f"/{name}?", "/postgres?")
    with psycopg.connect(other, autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def reachable(stand: Stand) -> bool:
    try:
        psycopg.connect(stand.more["DATABASE_URL"]).close()
    except psycopg.OperationalError:
        return False
    return True


@contextlib.contextmanager
def standing_still(stand: Stand) -> Iterator[None]:
    """Stop all processes of the server: it neither answers nor refuses."""
    with psycopg.connect(stand.more["DATABASE_URL"]) as own:
        server = psutil.Process(own.info.backend_pid).parent()
    assert server
    # The first to stand still is the one that starts and ends the others.
    server.suspend()
    still = server.children()
    for process in still:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in (*still, server):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
