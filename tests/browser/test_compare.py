import io
import itertools
import math
import re
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageChops
from playwright.sync_api import Page, expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def pictures(*qualities: str, size: tuple[int, int] = (800, 600)) -> list[Any]:
    colours = ["teal", "firebrick", "olive", "navy", "plum", "sienna"]
    return [
        factories.image(
            quality=quality,
            data=factories.picture_bytes(size=size, colour=colour),
            thumbnails=True,
        )
        for quality, colour in zip(qualities, colours, strict=False)
    ]


def compare(page: Page, images: list[Any], **more: Any) -> None:
    query = [f"image={image.code}" for image in images]
    query += [f"{name}={value}" for name, value in more.items()]
    page.goto("/compare/?" + "&".join(query))
    expect(page.locator(".zoomer output")).to_contain_text("%")
    page.locator(".panes").focus()


def look(page: Page) -> dict[str, float]:
    """Return where the panes look, as the style sheet sees it."""
    style = "(it, name) => Number(it.style.getPropertyValue(name))"
    panes = page.locator(".panes")
    return {
        name: panes.evaluate(f"(it) => ({style})(it, '--{name}')")
        for name in ("zoom", "x", "y")
    }


def settled(page: Page) -> None:
    expect(page.locator(".panes")).not_to_have_attribute("data-moving", "")


def boxes(page: Page) -> list[dict[str, float]]:
    """Return the plates in fractions of their panes."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".pane")].map((pane) => {
             const outer = pane.querySelector(".window").getBoundingClientRect();
             const inner = pane.querySelector(".plate").getBoundingClientRect();
             return {
               x: (outer.left + outer.width / 2 - inner.left) / inner.width,
               y: (outer.top + outer.height / 2 - inner.top) / inner.height,
               width: inner.width,
             };
           })"""
    )


# --- Looking ----------------------------------------------------------------


def test_all_panes_zoom_together_with_the_keys(page: Page) -> None:
    compare(page, pictures("low", "medium", "high"))
    page.keyboard.press("+")
    page.keyboard.press("+")
    settled(page)

    assert look(page)["zoom"] == pytest.approx(1.5625, abs=0.001)
    widths = {round(box["width"], 1) for box in boxes(page)}
    assert len(widths) == 1

    page.keyboard.press("-")
    settled(page)
    assert look(page)["zoom"] == pytest.approx(1.25, abs=0.001)
    page.keyboard.press("z")
    settled(page)
    assert look(page) == {"zoom": 1, "x": 0.5, "y": 0.5}
    page.keyboard.press("z")
    settled(page)
    expect(page.locator(".zoomer output")).to_have_text("100 %")
    assert boxes(page)[0]["width"] == pytest.approx(800, abs=1)


def test_at_its_real_size_a_picture_is_shown_pixel_for_pixel(new_context: Any) -> None:
    """Panes of half a pixel's width, and a picture put between pixels, would blur it."""
    page = new_context(viewport={"width": 1025, "height": 801}).new_page()
    noise = Pillow.effect_noise((1536, 1024), 60).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "PNG")
    images = [
        factories.image(data=file.getvalue(), quality=it) for it in ("low", "high")
    ]
    compare(page, images)
    page.keyboard.press("z")
    settled(page)
    shot = Pillow.open(io.BytesIO(page.screenshot())).convert("RGB")
    for window, plate in page.evaluate(
        """() => [...document.querySelectorAll(".pane")].map((pane) =>
             [".window", ".plate"].map((part) => {
               const { left, top, right, bottom } = pane.querySelector(part).getBoundingClientRect();
               return [left, top, right, bottom];
             }))"""
    ):
        assert plate[:2] == [round(it) for it in plate[:2]]
        seen = [math.ceil(it) for it in window[:2]] + [int(it) for it in window[2:]]
        left, top = seen[0] - round(plate[0]), seen[1] - round(plate[1])
        own = noise.crop((left, top, left + seen[2] - seen[0], top + seen[3] - seen[1]))
        difference = ImageChops.difference(shot.crop(tuple(seen)), own)
        assert max(high for _, high in difference.getextrema()) <= 1


@pytest.mark.parametrize("width", [390, 768])
def test_the_panes_do_not_jump_while_the_page_loads(
    new_context: Any, width: int
) -> None:
    context = new_context(viewport={"width": width, "height": 844})
    context.add_init_script(
        """globalThis.moved = 0;
           new PerformanceObserver((list) => {
             for (const entry of list.getEntries()) globalThis.moved += entry.value;
           }).observe({ type: "layout-shift", buffered: true });"""
    )
    page = context.new_page()
    compare(page, pictures("low", "medium", "high"))
    settled(page)
    assert page.evaluate("moved") == pytest.approx(0, abs=0.001)


def test_pictures_of_other_sizes_stay_aligned_by_fraction(page: Page) -> None:
    small, large = pictures("low")[0], pictures("high", size=(1600, 1200))[0]
    compare(page, [small, large], zoom=4, x=0.3, y=0.6)
    settled(page)

    for box in boxes(page):
        assert box["x"] == pytest.approx(0.3, abs=0.01)
        assert box["y"] == pytest.approx(0.6, abs=0.01)


def test_the_zoom_of_other_sizes_is_a_range(page: Page) -> None:
    small, large = pictures("low")[0], pictures("high", size=(1600, 1200))[0]
    compare(page, [small, large])
    page.keyboard.press("z")
    settled(page)
    expect(page.locator(".zoomer output")).to_have_text("50–100 %")

    page.keyboard.press("z")
    expect(page.locator(".zoomer output")).to_have_text(
        re.compile(r"^fit · \d+–\d+ %$")
    )


@pytest.mark.parametrize(
    ("width", "size", "rows"),
    [
        (1440, (600, 600), 1),
        (1440, (600, 800), 1),
        (1440, (900, 600), 2),
        (800, (600, 600), 2),
        (390, (600, 600), 2),
    ],
)
def test_four_stand_in_one_row_where_that_makes_them_larger(
    page: Page, width: int, size: tuple[int, int], rows: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    compare(page, pictures("low", "medium", "high", "low", size=size))

    panes = [pane.bounding_box() for pane in page.locator(".pane").all()]
    assert len({box["y"] for box in panes if box}) == rows
    assert len({round(box["width"]) for box in panes if box}) == 1
    page.get_by_label("Wipe", exact=True).check()
    wiped = page.locator(".pane").first.bounding_box()
    assert wiped
    assert wiped["width"] == width


def test_arrows_and_dragging_move_all_panes(page: Page) -> None:
    compare(page, pictures("low", "high"), zoom=4)
    settled(page)
    page.keyboard.press("ArrowRight")
    settled(page)
    assert look(page)["x"] > 0.5

    box = page.locator(".pane").nth(1).bounding_box()
    assert box
    before = look(page)
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 160, steps=4)
    page.mouse.up()
    settled(page)
    after = look(page)
    assert after["x"] < before["x"]
    assert after["y"] > before["y"]
    first, second = boxes(page)
    assert first["x"] == pytest.approx(second["x"], abs=0.001)


def test_the_wheel_zooms_where_the_pointer_is(page: Page) -> None:
    compare(page, pictures("low", "high"))
    box = page.locator(".pane").first.bounding_box()
    assert box
    at = box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5
    under = """([x, y]) => {
      const plate = document.querySelector(".plate").getBoundingClientRect();
      return (x - plate.left) / plate.width;
    }"""
    before = page.evaluate(under, at)
    page.mouse.move(*at)
    page.mouse.wheel(0, -600)
    expect(page.locator(".panes")).to_have_attribute("data-zoomed", "")
    settled(page)

    assert look(page)["zoom"] > 1.5
    assert page.evaluate(under, at) == pytest.approx(before, abs=0.01)


def test_a_fitting_picture_lets_the_wheel_scroll_to_the_table(page: Page) -> None:
    compare(page, pictures("low", "high"))
    page.mouse.move(300, 300)
    page.mouse.wheel(0, 300)
    page.wait_for_function("window.scrollY > 0")
    assert look(page)["zoom"] == 1


def test_two_fingers_zoom(new_context: Any, problems: Any) -> None:
    images = pictures("low", "high")
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    compare(page, images)
    box = page.locator(".pane").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = context.new_cdp_session(page)

    def touch(kind: str, apart: float) -> None:
        points = [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}]
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": points if kind != "touchEnd" else []},
        )

    touch("touchStart", 20)
    for apart in (30, 40, 60):
        touch("touchMove", apart)
    touch("touchEnd", 60)
    settled(page)

    assert look(page)["zoom"] == pytest.approx(3, abs=0.35)
    assert not problems


def test_pixels_are_not_smoothed_from_three_hundred_percent(page: Page) -> None:
    compare(page, pictures("low", "high", size=(64, 48)))
    page.keyboard.press("z")
    settled(page)
    expect(page.locator(".plate.pixels")).to_have_count(0)
    for _ in range(5):
        page.keyboard.press("+")
    settled(page)

    expect(page.locator(".zoomer output")).to_have_text("305 %")
    rendering = page.locator(".plate.pixels img").first.evaluate(
        "(it) => getComputedStyle(it).imageRendering"
    )
    assert rendering == "pixelated"


def test_the_originals_own_pixels_are_shown_each_loaded_once(page: Page) -> None:
    images = pictures("low", "high", size=(1600, 1200))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    compare(page, images)

    expect(page.locator('.plate[data-original="shown"]')).to_have_count(2)
    expect(page.locator(".plate img")).to_have_count(2)
    for key in ("1", "0", "1", "+"):
        page.keyboard.press(key)
        settled(page)
    originals = [url for url in asked if url.endswith("/file")]
    assert sorted(set(originals)) == sorted(originals)
    assert len(originals) == 2
    for image in images:
        shown = page.locator(f'[data-code="{image.code}"] .plate img')
        assert str(shown.get_attribute("src")).endswith(f"{image.code}/file")


def test_five_portraits_cover_more_than_two_thirds_of_the_stage(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    images = pictures("low", "medium", "high", "xhigh", "max", size=(640, 960))
    compare(page, images)
    settled(page)
    covered = page.evaluate(
        """() => {
          const stage = document.querySelector(".panes");
          const area = (it) => {
            const box = it.getBoundingClientRect();
            return box.width * box.height;
          };
          const plates = [...stage.querySelectorAll(".plate")];
          return plates.reduce((sum, it) => sum + area(it), 0) / area(stage);
        }"""
    )
    assert covered > 2 / 3


# --- The address ------------------------------------------------------------


def test_the_address_keeps_pictures_mode_and_zoom(page: Page) -> None:
    images = pictures("low", "high")
    compare(page, images)
    page.get_by_label("Wipe", exact=True).check()
    page.get_by_label("Black").check()
    page.keyboard.press("+")
    page.wait_for_url(re.compile("zoom=1.25"))

    query = page.url.split("?")[1]
    assert query.startswith("&".join(f"image={image.code}" for image in images))
    assert "mode=wipe" in query
    assert "background=black" in query

    page.goto(page.url)
    expect(page.get_by_label("Wipe", exact=True)).to_be_checked()
    expect(page.locator(".panes")).to_have_attribute("data-mode", "wipe")
    expect(page.locator(".panes")).to_have_attribute("data-background", "black")
    assert look(page)["zoom"] == 1.25


def test_swapping_and_stepping_keep_where_one_looks(page: Page) -> None:
    images = pictures("low", "medium", "high")
    compare(page, [images[1], images[2]], zoom=3, x=0.4, mode="overlay")
    page.keyboard.press("s")
    first = page.locator(".pane").first
    expect(first).to_have_attribute("data-code", images[2].code)
    settled(page)
    assert look(page) == {"zoom": 3, "x": 0.4, "y": 0.5}
    expect(page.locator(".panes")).to_be_focused()

    page.keyboard.press("s")
    expect(first).to_have_attribute("data-code", images[1].code)
    page.keyboard.press("Alt+ArrowRight")
    last = page.locator(".pane").last
    expect(last).to_have_attribute("data-code", images[0].code)
    expect(first).to_have_attribute("data-code", images[1].code)
    settled(page)
    assert look(page)["zoom"] == 3
    expect(page.locator(".panes")).to_have_attribute("data-mode", "overlay")
    assert "list=newest" in page.url

    # At the end of the list the key says so, and does not leave the page.
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#live")).to_have_text("No next picture in this list")


# --- Modes ------------------------------------------------------------------


def colour_at(page: Page, across: float, down: float = 0.5) -> tuple[int, int, int]:
    """Return the colour painted at a fraction of the panes."""
    from io import BytesIO

    from PIL import Image

    with Image.open(BytesIO(page.locator(".panes").screenshot())) as shot:
        found = shot.convert("RGB").getpixel(
            (round(shot.width * across), round(shot.height * down))
        )
    assert isinstance(found, tuple)
    return found  # type: ignore[return-value]


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 6 for a, b in zip(one, other, strict=True))


TEAL, FIREBRICK = (0, 128, 128), (178, 34, 34)


def test_the_wipe_is_a_real_range_in_both_directions(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="wipe")
    wiper = page.get_by_role("slider", name="Where the wipe stands")

    assert near(colour_at(page, 0.4), TEAL)
    assert near(colour_at(page, 0.6), FIREBRICK)
    wiper.focus()
    page.keyboard.press("End")
    assert near(colour_at(page, 0.6), TEAL)
    page.keyboard.press("Home")
    assert near(colour_at(page, 0.4), FIREBRICK)

    page.get_by_label("Down").check()
    wiper.fill("50")
    assert near(colour_at(page, 0.4, 0.3), TEAL)
    assert near(colour_at(page, 0.4, 0.7), FIREBRICK)


def test_the_wipe_can_be_dragged_anywhere_along_its_line(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="wipe")
    box = page.locator(".panes").bounding_box()
    assert box
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 80, steps=3)
    page.mouse.up()

    assert near(colour_at(page, 0.6), TEAL)
    value = page.get_by_role("slider", name="Where the wipe stands").input_value()
    assert float(value) == pytest.approx(70, abs=1)


def test_overlay_blends_by_the_opacity(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="overlay")

    half = tuple((a + b) // 2 for a, b in zip(TEAL, FIREBRICK, strict=True))
    assert near(colour_at(page, 0.5), half)
    page.get_by_role("slider", name="Opacity").fill("0")
    assert near(colour_at(page, 0.5), TEAL)


def test_the_challenger_of_three_can_be_chosen(page: Page) -> None:
    compare(page, pictures("low", "medium", "high"), mode="overlay")
    page.get_by_role("slider", name="Opacity").fill("100")
    assert near(colour_at(page, 0.5), FIREBRICK)

    page.get_by_role("group", name="Which picture").get_by_label("high").check()
    assert near(colour_at(page, 0.5), (128, 128, 0))
    expect(page.locator("#live")).to_have_text("Overlay: low against high")


def test_the_difference_is_black_where_pictures_are_equal(page: Page) -> None:
    twins = pictures("low", "low")
    one = twins[0]
    same = factories.image(
        quality="low",
        data=factories.picture_bytes(size=(800, 600), colour="teal"),
        thumbnails=True,
    )
    compare(page, [one, same], mode="difference")
    assert near(colour_at(page, 0.5), (0, 0, 0))

    compare(page, twins, mode="difference")
    amplify = page.get_by_role("slider", name="Amplify")
    amplify.fill("1")
    assert near(colour_at(page, 0.5), (178, 94, 94))
    amplify.fill("2")
    assert near(colour_at(page, 0.5), (255, 188, 188))


def test_a_difference_names_its_pictures_and_keeps_the_background(page: Page) -> None:
    images = pictures("low", "high")
    compare(page, images, mode="difference", background="white")
    names = page.locator(".pane > .name")
    expect(names.nth(0)).to_be_visible()
    expect(names.nth(1)).to_be_visible()
    first, second = (name.bounding_box() for name in names.all())
    assert first
    assert second
    assert first["x"] + first["width"] < second["x"]
    expect(page.get_by_role("group", name="Behind the pictures")).to_be_hidden()

    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.locator(".pane").first).to_have_attribute("data-code", images[1].code)
    page.get_by_label("Side by side", exact=True).check()
    expect(page.locator(".panes")).to_have_attribute("data-background", "white")
    expect(page.get_by_role("group", name="Behind the pictures")).to_be_visible()


def test_holding_shows_the_next_picture_and_letting_go_the_first(page: Page) -> None:
    compare(page, pictures("low", "high"), mode="flicker")
    button = page.get_by_role("button", name="Hold for the next")
    button.focus()
    page.keyboard.down("Space")
    assert near(colour_at(page, 0.5), FIREBRICK)
    page.keyboard.up("Space")
    assert near(colour_at(page, 0.5), TEAL)

    button.hover()
    page.mouse.down()
    assert near(colour_at(page, 0.5), FIREBRICK)
    page.mouse.up()
    assert near(colour_at(page, 0.5), TEAL)


def test_nothing_flickers_by_itself_under_reduced_motion(page: Page) -> None:
    page.clock.install()
    compare(page, pictures("low", "high"), mode="flicker")

    expect(page.get_by_role("button", name="Flicker", exact=True)).to_be_disabled()
    expect(page.get_by_text("your system asks for less motion")).to_be_visible()
    page.keyboard.press("f")
    page.clock.run_for(800)
    assert near(colour_at(page, 0.5), TEAL)


def test_flicker_changes_at_most_three_times_a_second(
    new_context: Any, problems: Any
) -> None:
    images = pictures("low", "high")
    page = new_context(reduced_motion="no-preference").new_page()
    page.clock.install()
    compare(page, images, mode="flicker")
    slider = page.get_by_role("slider", name="Changes a second")
    assert float(slider.get_attribute("max") or 0) <= 3
    slider.fill("3")
    page.evaluate(
        """() => {
             window.changes = 0;
             new MutationObserver((all) => {
               window.changes += all.filter((it) => it.target.dataset.role === "base").length;
             }).observe(document.querySelector(".panes"), {
               subtree: true, attributes: true, attributeFilter: ["data-role"],
             });
           }"""
    )
    page.locator(".panes").focus()
    page.keyboard.press("f")
    page.clock.run_for(2000)
    page.keyboard.press("f")

    assert 4 <= page.evaluate("window.changes") <= 8
    expect(page.get_by_role("button", name="Flicker", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    assert not problems


# --- The selection ----------------------------------------------------------


def test_from_a_picture_to_three_side_by_side_with_the_keys(page: Page) -> None:
    images = pictures("low", "medium", "high")
    page.goto("/gallery/")
    for image in images:
        page.locator(f'[data-code="{image.code}"] a').first.focus()
        page.keyboard.press("x")
        expect(page.locator(f'[data-code="{image.code}"]')).to_have_attribute(
            "data-selected", ""
        )
    expect(page.locator("#selection")).to_contain_text("3 selected")
    expect(page.locator("#live")).to_have_text("3 selected")

    page.reload()
    expect(page.locator("#selection")).to_contain_text("3 selected")
    page.keyboard.press("c")
    page.wait_for_url(re.compile("/compare/"))
    assert [
        pane.get_attribute("data-code") for pane in page.locator(".pane").all()
    ] == [image.code for image in images]


def test_a_picture_is_selected_with_the_mouse_and_deselected_in_the_bar(
    page: Page,
) -> None:
    image = pictures("low")[0]
    page.goto("/gallery/")
    tile = page.locator(f'[data-code="{image.code}"]')
    tile.hover()
    tile.get_by_role("button", name="Select this picture").click()
    expect(tile.locator(".pick")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#selection")).to_be_visible()

    page.get_by_role("button", name="Deselect picture 1").click()
    expect(tile.locator(".pick")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#selection")).to_be_hidden()
    expect(page.locator("#main")).to_be_focused()


def test_clearing_can_be_undone(page: Page) -> None:
    images = pictures("low", "high")
    page.goto("/gallery/")
    for image in images:
        page.locator(f'[data-code="{image.code}"]').hover()
        page.keyboard.press("x")
    expect(page.locator("#selection")).to_contain_text("2 selected")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("[data-selected]")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#selection")).to_contain_text("2 selected")
    expect(page.locator(".tile[data-selected]")).to_have_count(2)


def test_keys_do_not_fire_while_typing(page: Page) -> None:
    image = pictures("low")[0]
    page.goto("/")
    page.get_by_role("textbox").first.press_sequentially("x c x")

    expect(page.locator("#selection")).to_be_hidden()
    assert image.code not in page.url


# --- For everybody ----------------------------------------------------------


def test_the_keys_of_the_page_are_listed(page: Page) -> None:
    compare(page, pictures("low", "high"))
    page.keyboard.press("?")

    keys = page.get_by_role("dialog")
    for label in (
        "Zoom in",
        "Real pixels, or fit",
        "Next challenger",
        "Next background",
    ):
        expect(keys.get_by_text(label, exact=True)).to_be_visible()


def test_without_script_it_is_a_plain_page_with_the_table(
    new_context: Any, problems: Any
) -> None:
    images = pictures("low", "high")
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/compare/?" + "&".join(f"image={image.code}" for image in images))

    for pane in page.locator(".pane img").all():
        box = pane.bounding_box()
        assert box
        assert box["width"] > 300
    expect(page.locator("tr[data-row=quality]")).to_contain_text("high")
    assert not page.get_by_label("Wipe", exact=True).is_visible()
    page.get_by_role("link", name="Swap").click()
    expect(page.locator(".pane").first).to_have_attribute("data-code", images[1].code)
    assert not problems


def test_axe_finds_nothing_in_any_mode(
    page: Page, problems: Any, check_accessibility: Any
) -> None:
    compare(page, pictures("low", "medium", "high"))
    schemes = itertools.cycle(("light", "dark"))
    for mode in ("Side by side", "Wipe", "Overlay", "Flicker", "Difference"):
        page.get_by_label(mode, exact=True).check()
        settled(page)
        page.emulate_media(color_scheme=next(schemes))  # type: ignore[arg-type]
        check_accessibility(page, "main")
    assert not problems


def test_axe_finds_nothing_where_one_begins(
    page: Page, check_accessibility: Any
) -> None:
    images = pictures("low", "high")
    for address in ("/compare/", f"/compare/?image={images[0].code}"):
        page.goto(address)
        check_accessibility(page)
    page.keyboard.press("Tab")


def test_nothing_runs_out_of_the_page(page: Page, problems: Any) -> None:
    images = pictures("low", "medium", "high", "low", "medium", "high")
    for count in (2, 6):
        compare(page, images[:count])
        for width in (1920, 1024, 390):
            page.set_viewport_size({"width": width, "height": 800})
            settled(page)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not wide
    assert not problems


def test_the_table_of_four_shows_on_a_phone_that_there_is_more(
    new_context: Any, problems: Any
) -> None:
    images = pictures("low", "medium", "high", "low")
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    compare(page, images)
    page.locator(".rest summary").click()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

    table = page.get_by_role("region", name="Parameters, price")
    third = table.get_by_role("columnheader").nth(3).bounding_box()
    assert third
    assert third["x"] < 390 - 40
    fade = "(it) => getComputedStyle(it).getPropertyValue('--fade')"
    assert table.evaluate(fade) == "32px"
    table.evaluate("(it) => it.scrollTo(it.scrollWidth, 0)")
    page.wait_for_function(
        f"(it) => ({fade})(it) === '0px'", arg=table.element_handle()
    )
    compare(page, images[:2])
    assert page.locator(".facts-below > .scroll-x").evaluate(fade) == "0px"
    assert not problems


@pytest.mark.parametrize("width", [390, 800, 1024, 1440])
def test_the_buttons_stand_at_the_end_of_the_head(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    compare(page, pictures("low", "medium", "high", "low"))

    head = page.locator(".cmphead")
    padding = head.evaluate("(it) => parseFloat(getComputedStyle(it).paddingRight)")
    add = head.locator("> .row > :last-child").bounding_box()
    assert add
    assert add["x"] + add["width"] == pytest.approx(width - padding, abs=1)
