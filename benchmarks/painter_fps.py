"""Draw on a 4-megapixel source in Chromium and say how smooth that was.

Serves the real component, style sheets and modules under the real content security
policy, then draws, erases, pans and zooms while Chromium's tracing runs. Prints a line
for each: frames a second (60 is all that the screen takes), frames later than 25 ms,
what the script of a frame took (99 of 100 frames took less), and the longest task of
the main thread. Chromium draws without a graphics card here: late frames beside short
scripts are those of a machine that had other things to do.
"""

import io
import json
import math
import tempfile
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from PIL import Image
from playwright.sync_api import CDPSession, Page

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
EDGE = 2048
SECONDS = 4
MOVES_A_SECOND = 120
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob:; connect-src 'self'; manifest-src 'self'"
)
PAGE = """{% load static %}<!doctype html><html lang="en"><title>Painter</title>
<script src="{% static 'js/early.js' %}"></script>
<link rel="stylesheet" href="{% static 'css/app.css' %}">
<script type="module" src="{% static 'js/app.js' %}"></script>
<button data-opens="painter">Paint</button><input type="file" id="mask">
{% include "components/mask_painter.html" with id="painter" mode="mask" src="/source.png" width=edge height=edge input="mask" %}
"""
COUNT_FRAMES = """() => {
  window.frames_at = [];
  const note = (now) => { window.frames_at.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


def configure() -> None:
    settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles"],
        STATIC_URL="/static/",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [ROOT / "templates"],
            }
        ],
    )
    django.setup()


def source() -> bytes:
    """Return a picture with something in every pixel."""
    noise = Image.effect_noise((EDGE // 4, EDGE // 4), 80).resize((EDGE, EDGE))
    picture = Image.merge("RGB", (noise, noise.transpose(0), noise.transpose(1)))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def serve() -> ThreadingHTTPServer:
    from django.template import engines

    page = engines["django"].from_string(PAGE).render({"edge": EDGE}).encode()
    picture = source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            file = ROOT / path.lstrip("/")
            if path == "/":
                self.answer(page, "text/html; charset=utf-8")
            elif path == "/source.png":
                self.answer(picture, "image/png")
            elif path.startswith("/static/") and file.is_file():
                kind = guess_type(path)[0] or "application/octet-stream"
                self.answer(file.read_bytes(), kind)
            else:
                self.send_error(404)

        def answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", CSP)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def drive(page: Page, send: Callable[[int, float], None]) -> None:
    """Call ``send(step, share)`` at an even pace for some seconds."""
    total = SECONDS * MOVES_A_SECOND
    start = page.evaluate("performance.now()")
    for step in range(total):
        send(step, step / total)
        ahead = (
            start + 1000 * step / MOVES_A_SECOND - page.evaluate("performance.now()")
        )
        if ahead > 1:
            page.wait_for_timeout(ahead)


def mouse(cdp: CDPSession, kind: str, x: float, y: float, button: str = "left") -> None:
    cdp.send(
        "Input.dispatchMouseEvent",
        {
            "type": kind,
            "x": x,
            "y": y,
            "button": button,
            "buttons": 0
            if kind == "mouseReleased"
            else (4 if button == "middle" else 1),
            "clickCount": 1,
        },
    )


def measure(page: Page, name: str, work: Callable[[], None]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.json"
        browser = page.context.browser
        assert browser is not None
        browser.start_tracing(page=page, path=trace)
        page.evaluate("window.frames_at.length = 0")
        work()
        frames = page.evaluate("window.frames_at")
        browser.stop_tracing()
        events = json.loads(trace.read_text())["traceEvents"]
    gaps = [later - earlier for earlier, later in pairwise(frames)]
    fps = 1000 * len(gaps) / sum(gaps)
    late = sum(gap > 25 for gap in gaps)
    print(
        f"{name:<28} {fps:5.1f} fps   {late:3d} of {len(gaps):4d} frames late   "
        f"script {script_ms(events):4.1f} ms   "
        f"longest task {longest_task_ms(events):5.1f} ms"
    )


def longest_task_ms(events: list[dict[str, Any]]) -> float:
    """Return the longest task on the main thread of the page's renderer."""
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name"
        and event["args"].get("name") == "CrRendererMain"
    }
    tasks = [
        event["dur"] / 1000
        for event in events
        if event.get("name") in ("RunTask", "ThreadControllerImpl::RunTask")
        and (event["pid"], event["tid"]) in main
        and "dur" in event
    ]
    return max(tasks, default=math.nan)


def script_ms(events: list[dict[str, Any]]) -> float:
    """Return what the script of a frame took at most, but for one in a hundred."""
    took = sorted(
        event["dur"] / 1000
        for event in events
        if event.get("name") == "FireAnimationFrame" and "dur" in event
    )
    return took[int(0.99 * len(took))] if took else math.nan


def main() -> None:
    configure()
    server = serve()
    with chromium.started() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.click("[data-opens=painter]")
        page.wait_for_function("document.querySelector('[data-picture]').complete")
        page.wait_for_timeout(500)
        page.evaluate(COUNT_FRAMES)
        cdp = page.context.new_cdp_session(page)
        run(page, cdp)
    server.shutdown()


def run(page: Page, cdp: CDPSession) -> None:
    box = page.locator("[data-frame]").bounding_box()
    assert box is not None
    middle_x = box["x"] + box["width"] / 2
    middle_y = box["y"] + box["height"] / 2

    def spiral(share: float) -> tuple[float, float]:
        angle, radius = 40 * share, 300 * share
        return middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)

    def stroke(button: str = "left") -> Callable[[], None]:
        def work() -> None:
            mouse(cdp, "mousePressed", middle_x, middle_y, button)
            drive(
                page, lambda _, share: mouse(cdp, "mouseMoved", *spiral(share), button)
            )
            mouse(cdp, "mouseReleased", middle_x, middle_y, button)

        return work

    def wheel() -> None:
        def turn(step: int, share: float) -> None:
            x, y = spiral(share)
            down = 40 if step // 60 % 2 else -40
            cdp.send(
                "Input.dispatchMouseEvent",
                {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": down},
            )

        drive(page, turn)

    print(
        f"Source of {EDGE} × {EDGE}, frame of {box['width']:.0f} × {box['height']:.0f}"
    )
    measure(page, "Nothing", lambda: page.wait_for_timeout(1000 * SECONDS))
    measure(page, "Brush of 128 px", stroke())
    for _ in range(7):
        page.keyboard.press("]")
    measure(page, "Brush of 460 px", stroke())
    page.keyboard.press("e")
    measure(page, "Eraser of 460 px", stroke())
    measure(page, "Pan", stroke("middle"))
    measure(page, "Zoom", wheel)


if __name__ == "__main__":
    main()
