"""The mask painter alone, in a page of its own with the real parts and policy."""

import base64
import io

from django.conf import settings
from django.template import engines
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.steps import intercept

WIDTH, HEIGHT = 600, 400
HTML = """{% load static %}<!doctype html>
<html lang="en">
  <head>
    <title>Painter</title>
    <script src="{% static 'js/early.js' %}"></script>
    <link rel="stylesheet" href="{% static 'css/app.css' %}">
    <script type="module" src="{% static 'js/app.js' %}"></script>
  </head>
  <body>
    <main>
      <h1>Painter</h1>
      <button id="opener" type="button" data-opens="painter">Paint</button>
      <label>Result <input type="file" id="result"></label>
      {% include "components/mask_painter.html" with id="painter" src="/painter/source.png" width=600 height=400 input="result" %}
      {% include "components/keys_dialog.html" %}
      {% include "components/toasts.html" %}
      <div id="live" role="status"></div>
    </main>
  </body>
</html>
"""
RESULT = """async () => {
  const file = document.getElementById("result").files[0];
  if (!file) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def serve(page: Page, mode: str) -> None:
    html = engines["django"].from_string(HTML).render({"mode": mode})
    policy = "; ".join(f"{name} {' '.join(v)}" for name, v in settings.CSP.items())
    source = png(Image.new("RGB", (WIDTH, HEIGHT), "teal"))

    def answer(route: Route) -> None:
        if route.request.url.endswith(".png"):
            route.fulfill(body=source, content_type="image/png")
        else:
            route.fulfill(
                body=html,
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": policy},
            )

    intercept(page, "**/painter/**", answer)


def opened(page: Page, mode: str = "mask") -> Locator:
    serve(page, mode)
    page.goto("/painter/")
    page.click("#opener")
    frame = page.locator("[data-frame]")
    expect(page.locator("[data-size-text]")).to_have_text("38 px")
    return frame


def centre(frame: Locator) -> tuple[float, float]:
    box = frame.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def draw(page: Page, frame: Locator, start: int, stop: int, y: int = 0) -> None:
    """Draw a level line; offsets from the centre in pixels of the screen."""
    x0, y0 = centre(frame)
    page.mouse.move(x0 + start, y0 + y)
    page.mouse.down()
    page.mouse.move(x0 + stop, y0 + y, steps=8)
    page.mouse.up()


def result(page: Page) -> Image.Image:
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#painter")).to_be_hidden()
    encoded = page.evaluate(RESULT)
    assert encoded is not None
    picture = Image.open(io.BytesIO(base64.b64decode(encoded)))
    picture.load()
    return picture


def share_painted(mask: Image.Image) -> float:
    """Return which share of a mask is transparent."""
    histogram = mask.getchannel("A").histogram()
    return histogram[0] / sum(histogram)


def result_again(page: Page) -> Image.Image:
    page.click("#opener")
    return result(page)
