"""Voting, and a grid of 8 × 16 pictures, in Chromium against the real server.

Voting: pairs of 1024 × 1024, by keys, at the pace of somebody quick and as fast as the
page takes votes. From the key to the first frame in which the next pair is whole; 100 ms
at the 95th percentile are asked. That every vote has reached the server is counted.

Grid: 8 prompts × 16 values, one draw each. When the first pictures stood there, the
longest task of the main thread until all was quiet and while scrolling through it, and
what Chromium says the page holds.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
from typing import Any

from PIL import Image as Pillow
from playwright.sync_api import Page

from benchmarks import stage
from tests import chromium

VOTES = int(os.environ.get("EXPERIMENT_VOTES", "40"))
PAUSE_MS = 500
PROMPTS, VALUES = 8, 16
# Noted in the page: when a key went down, and when both pictures of a new pair were drawn.
WATCH = """() => {
  window.took = [];
  let down = 0;
  let before = null;
  document.addEventListener("keydown", (event) => {
    down = event.timeStamp;
    before = document.querySelector(".two:not([hidden])");
  }, true);
  const frame = () => {
    const shown = document.querySelector(".two:not([hidden])");
    const pictures = [...(shown?.querySelectorAll("img") ?? [])];
    const isWhole = pictures.length === 2 && pictures.every((it) => it.complete && it.naturalWidth);
    if (down && shown !== before && isWhole) {
      const began = down;
      down = 0;
      // What this frame draws is on the screen when the next one begins.
      requestAnimationFrame((now) => window.took.push(now - began));
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
LONG_TASKS = """
window.tasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.tasks.push([task.startTime, task.duration]);
}).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.largest = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""


def prepare(folder: str) -> tuple[str, str]:
    """Make an installation with both experiments; return their addresses."""
    stage.prepare(folder)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.experiments", "fill"],
        cwd=stage.ROOT,
        env=stage.environment(folder, DJANGO_SETTINGS_MODULE="playground.settings"),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    voting, grid = done.stdout.split()[-2:]
    return voting, grid


def fill() -> None:
    import django

    django.setup()
    from playground.experiments.balloting import ballot_open
    from playground.experiments.models import Draw
    from tests import factories

    def experiment(values: list[str], prompts: list[str], draws: int, edge: int) -> Any:
        made = factories.experiment(
            values=tuple(values), prompts=tuple(prompts), draws=draws, pictures=False
        )
        for draw in Draw.objects.filter(experiment=made):
            prompt = prompts[draw.prompt]
            run = factories.generation(
                prompt=prompt, quality=("low", "high")[draw.value % 2]
            )
            factories.image(
                generation=run, data=_picture(edge, draw.pk), thumbnails=True
            )
            draw.generation = run
            draw.save(update_fields=["generation"])
        return made

    voted = experiment(["low", "high"], ["a kite", "a boat"], 6, 1024)
    ballot_open(voted, 10_000)
    numbers = [str(number) for number in range(5, 5 + 5 * VALUES, 5)]
    wide = experiment(numbers, [f"prompt {at}" for at in range(PROMPTS)], 1, 512)
    wide.variable = "output_compression"
    wide.save(update_fields=["variable"])
    print(voted.get_absolute_url(), wide.get_absolute_url())


def _picture(edge: int, seed: int) -> bytes:
    """Return a picture that weighs about what a generated one does."""
    from io import BytesIO

    dice = random.Random(seed)
    small = Pillow.effect_noise((edge // 4, edge // 4), 40 + dice.random() * 40)
    bands = [small.rotate(90 * turn).resize((edge, edge)) for turn in range(3)]
    buffer = BytesIO()
    Pillow.merge("RGB", bands).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def vote(page: Page, address: str, pause_ms: int, name: str) -> None:
    page.goto(f"{address}vote/")
    page.evaluate(WATCH)
    number = page.locator("#vote .two:not([hidden])")
    for _ in range(VOTES):
        page.wait_for_selector("#vote[data-ready]")
        shown = number.get_attribute("data-pair")
        if pause_ms:
            page.wait_for_timeout(pause_ms)
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector(f"#vote .two:not([hidden], [data-pair='{shown}'])")
    page.wait_for_function(f"() => window.took.length === {VOTES}")
    took = page.evaluate("window.took")
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((it) => it.startsWith('votes:'))"
    )
    p95 = statistics.quantiles(took, n=20)[-1]
    print(
        f"vote to next pair, {name}: median {statistics.median(took):.0f} ms, "
        f"p95 {p95:.0f} ms, most {max(took):.0f} ms"
    )


def grid(page: Page, address: str) -> None:
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    cells = page.locator("table.grid td .shot").count()
    tasks = page.evaluate("window.tasks")
    first = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    )
    largest = page.evaluate("window.largest")
    loaded = "[...document.querySelectorAll('table.grid img')].filter((it) => it.complete && it.naturalWidth).length"
    early = page.evaluate(loaded)
    print(
        f"grid of {cells}: first paint {first:.0f} ms, largest {largest:.0f} ms, "
        f"{early} pictures fetched at first, longest task {_longest(tasks)} ms"
    )
    page.evaluate("window.tasks = []")
    box = page.locator(".grid-scroll").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for down, right in ((300, 0), (0, 300)):
        for _ in range(15):
            page.mouse.wheel(right, down)
            page.evaluate("new Promise(requestAnimationFrame)")
    page.wait_for_load_state("networkidle")
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable")
    cdp.send("HeapProfiler.collectGarbage")
    metrics = {
        it["name"]: it["value"] for it in cdp.send("Performance.getMetrics")["metrics"]
    }
    print(
        f"scrolled through: longest task {_longest(page.evaluate('window.tasks'))} ms, "
        f"{page.evaluate(loaded)} pictures, {metrics['JSHeapUsedSize'] / 1e6:.1f} MB of "
        f"script memory, {metrics['Nodes']:.0f} nodes"
    )


def _longest(tasks: list[list[float]]) -> str:
    # Only tasks of 50 ms and more are told.
    return f"{max(task[1] for task in tasks):.0f}" if tasks else "under 50"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium.started() as browser:
        voting, wide = prepare(folder)
        port = stage.free_port()
        with stage.running(folder, "serve", PLAYGROUND_PORT=str(port)):
            stage.Browser(port).wait_until_well()
            page = browser.new_page(
                viewport={"width": 1440, "height": 900},
                base_url=f"http://127.0.0.1:{port}",
            )
            page.add_init_script(LONG_TASKS)
            grid(page, wide)
            vote(page, voting, PAUSE_MS, f"a vote each {PAUSE_MS} ms")
            vote(page, voting, 0, "as fast as it goes")
            page.goto(f"{voting}vote/")
            given = page.get_attribute("#vote", "data-given")
            print(f"votes that the server has: {given} of {2 * VOTES}")


if __name__ == "__main__":
    fill() if sys.argv[1:] == ["fill"] else main()
