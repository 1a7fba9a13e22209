"""Whether Compare keeps the order of pictures by their fine detail: pictures of noise, each
4 % stronger than the one before, pair by pair in two panes, as Chromium paints them. A
flip is a pair whose finer picture looks the coarser one. At 1:1 every pixel is held
against the original's; equal panes are those in which none differs by more than rounding."""

import io
import math
import os
import shutil
import tempfile
from itertools import combinations
from typing import Any

from PIL import Image as Pillow
from PIL import ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Page

from benchmarks.compare_fps import prepare, serve
from tests import chromium

COUNT = 7
EDGE = 1024
SCREENS = ((1, 1366), (1, 1025), (1.5, 1280), (2, 1440))
_LAPLACE = ImageFilter.Kernel((3, 3), (0, -1, 0, -1, 4, -1, 0, -1, 0), 1, 128)
_BOXES = """() => [...document.querySelectorAll(".pane")].map((pane) =>
  [".window", ".plate"].map((part) => {
    const { left, top, right, bottom } = pane.querySelector(part).getBoundingClientRect();
    return [left, top, right, bottom];
  }))"""


def detail(picture: Pillow.Image) -> float:
    """The spread of what differs between a pixel and its neighbours."""
    width, height = picture.size
    edges = picture.convert("L").filter(_LAPLACE).crop((2, 2, width - 2, height - 2))
    return ImageStat.Stat(edges).stddev[0]


def pictures() -> list[tuple[Pillow.Image, str]]:
    from tests import factories

    base = Pillow.radial_gradient("L").resize((EDGE, EDGE))
    made = []
    for number in range(COUNT):
        noise = Pillow.effect_noise((EDGE, EDGE), 20 + number)
        noise = noise.filter(ImageFilter.GaussianBlur(0.8))
        picture = Pillow.merge("RGB", [Pillow.blend(base, noise, 0.5)] * 3)
        file = io.BytesIO()
        picture.save(file, "PNG")
        kept = factories.image(data=file.getvalue(), thumbnails=True)
        made.append((picture, kept.code))
    return made


def panes(page: Page, scale: float) -> list[tuple[Pillow.Image, tuple[int, int]]]:
    """Return what each pane shows, and where in the picture that begins."""
    shot = Pillow.open(io.BytesIO(page.screenshot())).convert("RGB")
    found = []
    for window, plate in page.evaluate(_BOXES):
        seen = [
            max(a, b) if at < 2 else min(a, b)
            for at, (a, b) in enumerate(zip(window, plate, strict=True))
        ]
        # A pane may end within a pixel: that one is a mixture.
        box = [math.ceil(it * scale + 0.5) for it in seen[:2]]
        box += [math.floor(it * scale - 0.5) for it in seen[2:]]
        begin = (box[0] - round(plate[0] * scale), box[1] - round(plate[1] * scale))
        found.append((shot.crop((box[0], box[1], box[2], box[3])), begin))
    return found


def measured(
    browser: Any, made: list[Any], server: str, scale: float, width: int
) -> str:
    page = browser.new_page(
        viewport={"width": width, "height": 900}, device_scale_factor=scale
    )
    fit = actual = equal = pairs = 0
    for one, other in combinations(made, 2):
        pairs += 1
        page.goto(f"{server}/compare/?image={one[1]}&image={other[1]}")
        page.locator("[data-original=shown]").nth(1).wait_for(state="attached")
        page.wait_for_timeout(400)
        finer = detail(one[0]) < detail(other[0])
        left, right = (detail(shown) for shown, _ in panes(page, scale))
        fit += (left < right) != finer
        page.keyboard.press("z")
        page.wait_for_timeout(500)
        shown = panes(page, scale)
        left, right = (detail(picture) for picture, _ in shown)
        actual += (left < right) != finer
        for (picture, (x, y)), (own, _) in zip(shown, (one, other), strict=True):
            part = own.crop((x, y, x + picture.width, y + picture.height))
            difference = ImageChops.difference(part, picture).getextrema()
            equal += max(high for _, high in difference) <= 1
    page.close()
    return (
        f"{scale:6} x  {width:5}  {pairs:5}  {fit:12}  {actual:12}  "
        f"{equal:5} of {2 * pairs}"
    )


def main() -> None:
    folder = tempfile.mkdtemp(prefix="detail-bench-")
    prepare(folder)
    made = pictures()
    server = serve()
    print("screen    width  pairs  flips at fit  flips at 1:1  equal panes at 1:1")
    with chromium.started() as browser:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        for scale, width in SCREENS:
            address = f"http://127.0.0.1:{server.server_port}"
            print(measured(browser, made, address, scale, width), flush=True)
    server.shutdown()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
