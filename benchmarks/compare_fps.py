"""Zoom and move six 4-megapixel pictures in Compare and say how smooth that was.

Run as ``python -m benchmarks.compare_fps``. Serves the real application with pictures
of its own and drives Chromium with wheel and mouse while its tracing runs. Prints a
line for each: frames a second (60 is all that the screen takes), frames later than
25 ms, and the longest task of the main thread. The same is measured for two other ways
of moving pictures, which is why Compare does it the way it does:

layout        width and position are set, as a slider of one's own would do first
no promotion  one transform for all, but without ``will-change`` while it moves
as it is      one transform for all, on layers of their own while it moves
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from PIL import Image as Pillow
from playwright.sync_api import CDPSession, Page

from benchmarks.painter_fps import COUNT_FRAMES, SECONDS, drive, measure, mouse
from tests import chromium

EDGE = 2048
COUNT = 6
VARIANTS = {
    "layout": """
      .panes .plate, .panes[data-moving] .plate {
        will-change: auto; transform: none;
        --w: calc(min(100cqi, 100cqb * var(--ar)) * var(--zoom));
        width: var(--w) !important; height: calc(var(--w) / var(--ar)) !important;
        left: calc(50% - var(--w) * var(--x)) !important;
        top: calc(50% - var(--w) / var(--ar) * var(--y)) !important;
      }""",
    "no promotion": ".panes[data-moving] .plate { will-change: auto; }",
    "as it is": "",
}
# The page's policy forbids style elements; a sheet made by script is no such thing.
STYLE = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}"""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


def prepare(folder: str) -> None:
    """Set up the application with data of its own."""
    os.environ |= {
        "PLAYGROUND_DATA_DIR": folder,
        "PLAYGROUND_DEBUG": "true",
        "PLAYGROUND_TODAY": "2026-11-21",
        "DJANGO_SETTINGS_MODULE": "playground.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def pictures() -> list[str]:
    """Keep pictures with something in every pixel, and return their codes."""
    from tests import factories

    codes = []
    for number in range(COUNT):
        noise = Pillow.effect_noise((EDGE // 2, EDGE // 2), 60 + number)
        noise = noise.resize((EDGE, EDGE))
        picture = Pillow.merge("RGB", (noise, noise.transpose(0), noise.transpose(1)))
        path = Path(tempfile.mkdtemp()) / "picture.png"
        picture.save(path, "PNG", compress_level=1)
        kept = factories.image(data=path.read_bytes(), thumbnails=True)
        codes.append(kept.code)
        shutil.rmtree(path.parent)
    return codes


def serve() -> Server:
    from playground.wsgi import application

    server = make_server(
        "127.0.0.1", 0, application, server_class=Server, handler_class=Handler
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server  # type: ignore[return-value]


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".pane").first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def zooming(page: Page, cdp: CDPSession) -> Callable[[], None]:
    x, y = middle(page)

    def turn(step: int, share: float) -> None:
        # In for a second and a half, out again, so that every size is passed.
        down = -14 if step // 180 % 2 == 0 else 14
        cdp.send(
            "Input.dispatchMouseEvent",
            {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": down},
        )

    return lambda: drive(page, turn)


def panning(page: Page, cdp: CDPSession) -> Callable[[], None]:
    x, y = middle(page)

    def work() -> None:
        mouse(cdp, "mousePressed", x, y)
        drive(
            page,
            lambda step, share: mouse(
                cdp, "mouseMoved", x + step % 160 - 80, y + step % 90 - 45
            ),
        )
        mouse(cdp, "mouseReleased", x, y)

    return work


def measured(page: Page, cdp: CDPSession, address: str) -> None:
    for name, style in VARIANTS.items():
        page.goto(address)
        page.wait_for_selector("[data-moving]", state="detached")
        page.evaluate(STYLE, style)
        page.evaluate(COUNT_FRAMES)
        # Real pixels, so that all six originals are there before it counts.
        page.keyboard.press("z")
        page.locator("[data-original=shown]").nth(COUNT - 1).wait_for(state="attached")
        page.wait_for_timeout(1500)
        measure(page, f"{name}: move", panning(page, cdp))
        page.keyboard.press("z")
        page.wait_for_timeout(800)
        measure(page, f"{name}: zoom", zooming(page, cdp))


def main() -> None:
    folder = tempfile.mkdtemp(prefix="compare-bench-")
    prepare(folder)
    codes = pictures()
    server = serve()
    address = f"http://127.0.0.1:{server.server_port}/compare/?" + "&".join(
        f"image={code}" for code in codes
    )
    print(f"{COUNT} pictures of {EDGE} × {EDGE}, {SECONDS} s each")
    with chromium.started() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        cdp = page.context.new_cdp_session(page)
        measured(page, cdp, address)
    server.shutdown()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
