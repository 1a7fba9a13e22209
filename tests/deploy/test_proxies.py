"""The examples for proxies, run by the real nginx and Caddy before a real server."""

import contextlib
import functools
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
NGINX = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
CADDY = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
HOST = "pictures.example.org"


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert process.poll() is None, "It ended at once."
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def wait_for_tls(port: int) -> None:
    """Caddy makes its certificate when it listens already."""
    context = ssl._create_unverified_context()
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), 5) as plain,
            context.wrap_socket(plain, server_hostname=HOST),
        ):
            return
        time.sleep(0.05)
    raise TimeoutError


class Site:
    """The installation as somebody outside sees it."""

    def __init__(
        self, proxy: str, port: int, plain: int, prefix: str, folder: Path
    ) -> None:
        self.proxy, self.prefix, self.folder = proxy, prefix, folder
        self.port, self.plain = port, plain
        self.context = ssl._create_unverified_context()

    def get(self, path, *, method="GET", data=None, **headers):
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *args, **kwargs):
                return None

        opener = urllib.request.build_opener(
            Stay, urllib.request.HTTPSHandler(context=self.context)
        )
        request = urllib.request.Request(
            f"https://127.0.0.1:{self.port}{path}",
            data,
            {"Host": HOST, **headers},
            method=method,
        )
        try:
            with opener.open(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read()


def program(name: str) -> str:
    found = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")
    if found is None:
        assert os.environ.get("CI") != "true", f"{name} is not installed."
        pytest.skip(f"{name} is not installed: see tests/proxies.sh")
    return found


def nginx(folder: Path, *, port: int, plain: int, upstream: int, prefix: str):
    """Put the example into a whole configuration that needs no root."""
    site = NGINX.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    site = site.replace("listen 80", f"listen 127.0.0.1:{plain}")
    site = re.sub(r"(?m)^ *listen \[::\].*\n", "", site)
    site = site.replace("/var/log/nginx", str(folder))
    site = re.sub(r"/etc/ssl/[\w.]+\.(pem|key)", rf"{folder}/site.\1", site)
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    if prefix:
        site = site.replace("location / {", f"location {prefix}/ {{")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; error_log {folder}/error.log; daemon off;"
        f"events {{}} http {{ access_log off; {temporary} {site} }}"
    )
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout site.key -out site.pem"
    subprocess.run(
        ["openssl", *request.split(), "-subj", f"/CN={HOST}"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return [program("nginx"), "-p", str(folder), "-c", "nginx.conf"]


def caddy(folder: Path, *, port: int, plain: int, upstream: int, prefix: str):
    """Put options before the example that need neither root nor the internet."""
    site = CADDY.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    if prefix:
        site = site.replace(
            "\treverse_proxy", f"handle_path {prefix}/* {{\nreverse_proxy"
        )
        site += "}\n"
    options = (
        f"admin off\nhttp_port {plain}\nhttps_port {port}\ndefault_bind 127.0.0.1\n"
        f"local_certs\nskip_install_trust\ndefault_sni {HOST}\n"
    )
    (folder / "Caddyfile").write_text(f"{{\n{options}}}\n{site}")
    return [
        *("env", f"HOME={folder}", f"XDG_DATA_HOME={folder}"),
        *(program("caddy"), "run", "--adapter", "caddyfile"),
        *("--config", str(folder / "Caddyfile")),
    ]


@pytest.fixture(scope="module")
def upstream(installation, tmp_path_factory):
    """The servers behind the proxies: their ports by the path they are told to be under.

    Each is started once, whichever proxies come before it in whatever order.
    """
    with contextlib.ExitStack() as stack:

        @functools.cache
        def port_under(prefix: str) -> int:
            port = free_port()
            data = tmp_path_factory.mktemp("site") / "data"
            shutil.copytree(installation, data)
            environment = {
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "tests.deploy.quick_settings",
                "PLAYGROUND_DATA_DIR": str(data),
                "PLAYGROUND_ACCOUNTS": "true",
                "PLAYGROUND_HTTPS": "true",
                "PLAYGROUND_ALLOWED_HOSTS": HOST,
                "PLAYGROUND_SECRET_KEY": "x" * 60,
                "PLAYGROUND_PORT": str(port),
                "PLAYGROUND_PATH_PREFIX": prefix,
            }
            command = [sys.executable, "manage.py", "serve", "--no-worker"]
            stack.enter_context(running(command, port, environment))
            return port

        yield port_under


@pytest.fixture(scope="module", params=["", "/pictures"])
def prefix(request):
    return request.param


@pytest.fixture(scope="module", params=[nginx, caddy], ids=lambda proxy: proxy.__name__)
def site(request, prefix, upstream, tmp_path_factory):
    port, plain = free_port(), free_port()
    folder = tmp_path_factory.mktemp("proxy")
    command = request.param(
        folder,
        port=port,
        plain=plain,
        upstream=upstream(prefix),
        prefix=prefix,
    )
    with running(command, port):
        wait_for_tls(port)
        yield Site(request.param.__name__, port, plain, prefix, folder)


@contextlib.contextmanager
def running(command, port, environment=None):
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(60)


def test_a_stranger_signs_in_over_tls(site):
    status, headers, _ = site.get(f"{site.prefix}/gallery/")
    assert status == 302
    assert headers["Location"].startswith(f"{site.prefix}/accounts/login/")
    status, headers, page = site.get(headers["Location"])
    assert status == 200
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    cookie = headers["Set-Cookie"]
    assert "Secure" in cookie
    assert f"Path={site.prefix}/" in cookie
    assert b"Sign in" in page


def test_static_files_follow_the_prefix(site):
    _, _, page = site.get(f"{site.prefix}/accounts/login/")
    found = re.findall(r'(?:href|src)="([^"]*static/[^"]+)"', page.decode())
    assert found
    for path in found:
        assert path.startswith(f"{site.prefix}/static/")
        status, headers, body = site.get(path)
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        assert body


def test_no_link_leaves_the_prefix(site):
    _, _, page = site.get(f"{site.prefix}/accounts/login/")
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page.decode())
    assert links
    assert all(link.startswith(f"{site.prefix}/") for link in links)


def test_plain_http_is_sent_to_tls(site):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args, **kwargs):
            return None

    request = urllib.request.Request(
        f"http://127.0.0.1:{site.plain}/x", headers={"Host": HOST}
    )
    with pytest.raises(urllib.error.HTTPError) as redirect:
        urllib.request.build_opener(Stay).open(request)
    redirect.value.close()
    assert redirect.value.code == 308
    assert redirect.value.headers["Location"] == f"https://{HOST}/x"


def test_a_claimed_address_does_not_count(site):
    """Guesses are counted by who really asks, whatever the headers claim."""
    path = f"{site.prefix}/accounts/login/"
    _, headers, page = site.get(path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.decode())
    cookie = headers["Set-Cookie"].split(";")[0]

    def is_refused(number: int) -> bool:
        # Each time another name: what is counted by name does not matter.
        words = f"login={site.proxy}-{number}&password=wrong"
        _, _, answer = site.get(
            path,
            method="POST",
            data=f"csrfmiddlewaretoken={token[1]}&{words}".encode(),
            Cookie=cookie,
            Referer=f"https://{HOST}{path}",
            **{"X-Forwarded-For": f"203.0.113.{number}"},
        )
        return b"Too many" in answer

    # Twenty a minute, of which the proxy before at this server may have taken some.
    assert any(is_refused(number) for number in range(25))


def test_the_log_holds_no_address_that_opens_something(site):
    for path in ("/r/s3cret/", "/accounts/join/s3cret/?next=/", "/gallery/?q=boat"):
        site.get(f"{site.prefix}{path}")
    log = site.folder / "image-playground.log"
    if site.proxy == "caddy":
        assert not log.exists()
        return
    # A line is written after its answer was sent.
    end = time.monotonic() + 60
    while "/gallery/?q=boat" not in (text := log.read_text()):
        assert time.monotonic() < end, text
    assert f"{site.prefix}/r/*" in text
    assert f"{site.prefix}/accounts/join/*" in text
    assert "s3cret" not in text
