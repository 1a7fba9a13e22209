"""Judge two hundred pictures by keys in Review: from the key to the next original.

Run as ``python -m benchmarks.review_keys``. Serves the real application with originals
of one megapixel and drives Chromium. A time goes from the key's own event to the frame
in which the next original, decoded, is on the screen.
"""

import os
import shutil
import statistics
import sys
import tempfile
from io import BytesIO

from PIL import Image as Pillow
from playwright.sync_api import Page

from benchmarks.compare_fps import prepare, serve
from tests import chromium

COUNT = 200
EDGE = 1024
KEYS = "p4r2u5p3r1"
# The time of a key ends in the frame after the one in which its picture can be drawn.
WATCH = """() => {
  window.times = [];
  document.addEventListener("keydown", (event) => {
    const code = document.querySelector(".now").dataset.code;
    const look = () => {
      const holder = document.querySelector(".now");
      const picture = holder.querySelector(".stand img");
      if (holder.dataset.code === code || !picture?.complete) return requestAnimationFrame(look);
      return picture.decode().then(() => requestAnimationFrame(() => {
        window.times.push(performance.now() - event.timeStamp);
      }));
    };
    requestAnimationFrame(look);
  }, true);
}"""


def fill(count: int) -> None:
    """Originals that differ in every pixel: nothing can be drawn from a cache."""
    from tests import factories

    for number in range(count):
        noise = Pillow.effect_noise((EDGE // 4, EDGE // 4), 40 + number % 60)
        noise = noise.resize((EDGE, EDGE))
        picture = Pillow.merge("RGB", (noise, noise.transpose(0), noise.transpose(1)))
        buffer = BytesIO()
        picture.save(buffer, "PNG", compress_level=1)
        factories.image(data=buffer.getvalue(), prompt=f"picture {number}")


def judged(page: Page, count: int) -> list[float]:
    page.evaluate(WATCH)
    for number in range(count):
        page.keyboard.press(KEYS[number % len(KEYS)])
        page.wait_for_function("(it) => window.times.length > it", arg=number)
        # As long as a quick eye takes.
        page.wait_for_timeout(120)
    times: list[float] = page.evaluate("window.times")
    return times


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else COUNT
    folder = tempfile.mkdtemp(prefix="review-bench-")
    prepare(folder)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    fill(count + 1)
    server = serve()
    with chromium.started() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_port}/gallery/?review=1")
        page.locator(".ahead img").first.wait_for()
        page.wait_for_load_state("networkidle")
        times = judged(page, count)
    server.shutdown()
    shutil.rmtree(folder)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"{len(times)} originals of {EDGE} × {EDGE} judged: median "
        f"{statistics.median(times):.0f} ms, p95 {p95:.0f} ms, longest {max(times):.0f} ms"
    )


if __name__ == "__main__":
    main()
