"""The gallery in Chromium with very many pictures, held against one with a hundred.

Run as ``python -m benchmarks.long_gallery``, with other sizes as arguments. The rows are
those of ``benchmarks.library``, and share one small file. The pages come from the real
server with its bundles, as ``manage.py serve`` does it. In each gallery the newest
pictures stand equally close in time, so that the first pages look the same, and the
oldest one is two years old, so that the scale of dates does. Printed for each size, at a
device pixel ratio of 1 and 2: when the first tile's picture was there; how many actions
(clicks) led to a month two years ago; how many elements of tiles were in the page at
most, after any change of it, how long the longest task was and how much moved (CLS) while
some thousand tiles were scrolled through; how long the longest task was before that,
while the page loaded; and whether the first, a middle and the last picture could be
reached.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile

from playwright.sync_api import Page

from benchmarks.stage import (
    ROOT,
    Browser,
    environment,
    free_port,
    prepare,
    running,
)
from tests import chromium

SIZES = (100, 1_000_000)
# The largest one: as close in time as its pictures are those of the others.
MOST = 1_000_000
TILES = 3000
RUNS = 5
OBSERVE = """() => {
  window.tasks = []; window.shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach((it) => window.tasks.push([it.startTime, it.duration])))
    .observe({type: "longtask", buffered: true});
  new PerformanceObserver((list) => list.getEntries().forEach((it) => it.hadRecentInput || window.shifts.push(it.value)))
    .observe({type: "layout-shift", buffered: true});
}"""
# From the beginning of the navigation to the first tile's pixels.
FIRST = """() => new Promise((done) => {
  const look = async () => {
    const picture = document.querySelector(".tile img");
    if (!picture?.complete) return requestAnimationFrame(look);
    await picture.decode();
    return requestAnimationFrame(() => done(performance.now()));
  };
  look();
})"""
SCROLL = """async (wanted) => {
  const seen = new Set(); let most = 0;
  const began = performance.now();
  const end = began + 180000;
  // Also what is in the page for a moment only, while a task goes on.
  const count = () => (most = Math.max(most, document.querySelectorAll(".tile, .tile *, .parked").length));
  new MutationObserver(count).observe(document.querySelector("tile-grid"), {childList: true, subtree: true});
  count();
  while (seen.size < wanted && performance.now() < end) {
    for (const tile of document.querySelectorAll(".tile")) seen.add(tile.dataset.code);
    const before = scrollY;
    scrollBy({top: 500, behavior: "instant"});
    await new Promise((done) => setTimeout(done, 60));
    if (scrollY === before && !document.querySelector("#more")) break;
  }
  // The last of them are told of a moment later.
  await new Promise((done) => setTimeout(done, 300));
  return {seen: seen.size, most, began};
}"""

IN_SIGHT = """(month) => [...document.querySelectorAll("section[data-day]")].some((it) => {
  const { top, bottom } = it.getBoundingClientRect();
  return it.dataset.day.startsWith(month) && bottom > 200 && top < innerHeight;
})"""


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        print(json.dumps(measured(int(sys.argv[2]))))
        return
    for size in [int(it) for it in sys.argv[1:]] or SIZES:
        for ratio, found in one(size).items():
            print(f"{size:>9,} pictures, {ratio}: {found}", flush=True)


def one(size: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.long_gallery", "--child", str(size)],
            cwd=ROOT,
            env=environment(folder),
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(size: int) -> dict[str, str]:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "playground.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.library_rows import SPAN, fill

    call_command("migrate", verbosity=0)
    fill(size, SPAN * min(1, size / MOST))
    date_oldest(SPAN)
    return seen(os.environ["PLAYGROUND_DATA_DIR"])


def seen(folder: str) -> dict[str, str]:
    """Look at the gallery of a filled installation; return what was found, by ratio."""
    prepare(folder)
    port = free_port()
    found = {}
    # A worker would empty the trash, and with it the file that all pictures share.
    serve = running(folder, "serve", "--no-worker", "--port", str(port))
    with serve, chromium.started() as browser:
        Browser(port).wait_until_well(worker=False)
        for ratio in (1, 2):
            page = browser.new_page(
                base_url=f"http://127.0.0.1:{port}",
                viewport={"width": 1440, "height": 900},
                device_scale_factor=ratio,
            )
            found[f"ratio {ratio}"] = looked_at(page)
            page.close()
    return found


def date_oldest(age: datetime.timedelta) -> None:
    from django.utils import timezone

    from playground.library.models import Image
    from playground.library.search.documents import documents_write

    oldest = Image.objects.oldest()[:1].get()
    oldest.created_at = min(oldest.created_at, timezone.now() - age)
    oldest.save(update_fields=["created_at"])
    documents_write([oldest])


def looked_at(page: Page) -> str:
    firsts = []
    for _ in range(RUNS + 1):
        page.goto("/gallery/")
        firsts.append(page.evaluate(FIRST))
    # The first one has warmed up the server and the cache.
    first_ms = sorted(firsts[1:])[RUNS // 2]
    page.evaluate(OBSERVE)
    scrolled = page.evaluate(SCROLL, TILES)
    began = scrolled["began"]
    tasks = page.evaluate("window.tasks")
    longest = max((it for at, it in tasks if at >= began), default=0)
    loading = max((it for at, it in tasks if at < began), default=0)
    moved = sum(page.evaluate("window.shifts"))
    actions = month_reached(page)
    reached = [reaches(page, at) for at in (0.0, 0.5, 1.0)]
    return (
        f"first picture {first_ms:.0f} ms, {scrolled['seen']} tiles scrolled with at "
        f"most {scrolled['most']} nodes of tiles, longest task {longest:.0f} ms "
        f"({loading:.0f} ms while it loaded), "
        f"CLS {moved:.4f}, a far month in {actions} actions, first, middle and last "
        f"{'reached' if all(reached) else f'reached: {reached}'}"
    )


def month_reached(page: Page) -> int:
    """Click to a month of the oldest year; return how many clicks it took."""
    page.goto("/gallery/")
    page.locator(".scrubber a.year").last.click()
    actions = 1
    months = page.locator(".scrubber a.month")
    months.first.wait_for()
    # The one with the oldest picture: between, a small gallery has none.
    wanted = months.last.get_attribute("href") or ""
    if months.last.get_attribute("aria-current") is None:
        months.last.click()
        actions += 1
    month = wanted.partition("at=")[2][:7]
    # What stands above it comes as well; in sight it is what begins below the search.
    page.wait_for_function(IN_SIGHT, arg=month)
    return actions


def reaches(page: Page, share: float) -> bool:
    """Go to the day of one picture by the address of its day, and on to its tile."""
    from django.utils import timezone

    from playground.library.models import Image
    from playground.people.models import User

    mine = Image.objects.visible_to(User.objects.local()).kept()
    count = mine.count()
    wanted = mine.newest()[min(count - 1, int(count * share))]
    day = timezone.localtime(wanted.created_at).date()
    page.goto(f"/gallery/?at={day}")
    tile = page.locator(f'.tile[data-code="{wanted.code}"]')
    for _ in range(200):
        if tile.count():
            return True
        page.mouse.wheel(0, 1200)
        page.wait_for_timeout(80)
    return False


if __name__ == "__main__":
    main()
