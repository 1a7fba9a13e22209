"""Judging by keys, in the gallery and in review, in a real browser."""

import pytest
from playwright.sync_api import expect

from playground.library import organising
from playground.library.models import Image
from tests.browser.steps import intercept
from tests.factories import image, local

pytestmark = pytest.mark.django_db(transaction=True)


def first_tile(page):
    """Return the first tile's link, once the list has taken its tiles in hand."""
    expect(page.locator(".tile > a:first-of-type[tabindex='0']")).to_have_count(1)
    return page.locator(".tile > a:first-of-type").first


def _decided(kept):
    found = Image.objects.get(pk=kept.pk)
    return found.flag, found.stars


def _settled(page, code, marks):
    tile = page.locator(f'.tile[data-code="{code}"] .marks')
    expect(tile).to_have_text(marks)


def test_a_tile_is_judged_by_keys_and_each_is_undone(page):
    kept = image()
    page.goto("/gallery/")
    first_tile(page).focus()
    page.keyboard.press("p")
    _settled(page, kept.code, "✓")
    page.keyboard.press("4")
    _settled(page, kept.code, "✓ 4★")
    assert _decided(kept) == ("pick", 4)
    page.keyboard.press("ControlOrMeta+z")
    _settled(page, kept.code, "✓")
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator(".tile .marks")).to_have_count(0)
    assert _decided(kept) == ("", 0)


def test_the_pane_at_hand_in_compare_is_judged_by_the_same_keys(page):
    one, two = image(quality="low"), image(quality="high")
    page.goto(f"/compare/?image={one.code}&image={two.code}")
    expect(page.locator(".zoomer output")).to_contain_text("%")
    page.mouse.move(0, 0)
    page.keyboard.press("p")
    expect(page.locator(".toast")).to_contain_text("Point at the picture")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("p")
    marks = page.locator(".pane .name .marks")
    expect(marks).to_have_text(["✓"])
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("4")
    expect(marks).to_have_text(["4★", "✓"])
    page.locator(".pane .window").last.hover()
    page.keyboard.press("3")
    expect(marks).to_have_text(["4★", "✓ 3★"])
    # What is at hand stays so, over the controls and in the next comparison.
    page.keyboard.press("s")
    expect(page.locator(".pane").first).to_have_attribute("data-code", two.code)
    page.locator(".verdict").hover()
    page.keyboard.press("r")
    expect(marks).to_have_text(["✓ 3★", "✕ 4★"])
    page.keyboard.press("ControlOrMeta+z")
    expect(marks).to_have_text(["✓ 3★", "4★"])
    assert (_decided(one), _decided(two)) == (("", 4), ("pick", 3))


def test_a_decision_on_its_way_is_undone_when_it_has_arrived(page):
    kept = image()
    page.goto("/gallery/")
    first_tile(page).focus()
    held = []
    intercept(page, "**/judge/", lambda route: held.append(route), times=1)
    with page.expect_request("**/judge/"):
        page.keyboard.press("p")
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator(".tile .marks")).to_have_count(0)
    with page.expect_response(lambda it: "before=" in (it.request.post_data or "")):
        held[0].continue_()
    expect(page.locator(".tile .marks")).to_have_count(0)
    assert _decided(kept) == ("", 0)


def test_review_goes_on_with_each_key_and_back_with_undo(page):
    made = [image(pixels=(900, 600)) for _ in range(4)][::-1]
    page.goto("/gallery/?review=1")
    place = page.locator(".place")
    expect(place).to_have_text("1 of 4")
    # The rest of the search is known as soon as the strip is there.
    expect(page.locator(".ahead li")).to_have_count(3)
    page.keyboard.press("p")
    expect(place).to_have_text("2 of 4")
    expect(page.locator(".stand img")).to_have_attribute(
        "src", f"/images/{made[1].code}/file"
    )
    page.keyboard.press("r")
    expect(place).to_have_text("3 of 4")
    page.keyboard.press("5")
    expect(place).to_have_text("4 of 4")
    page.keyboard.press("s")
    expect(page.locator(".survey a")).to_have_count(4)
    expect(page.locator(".survey span").first).to_have_text("✓ picked")
    page.keyboard.press("s")
    page.keyboard.press("ControlOrMeta+z")
    expect(place).to_have_text("3 of 4")
    assert [_decided(it) for it in made] == [
        ("pick", 0),
        ("reject", 0),
        ("", 0),
        ("", 0),
    ]
    # A reload stays at the picture, from where one also gets before it.
    page.reload()
    expect(place).to_have_text("3 of 4")
    expect(page.locator(".ahead li")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("4 of 4")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("3 of 4")
    for number in "21":
        with page.expect_navigation():
            page.get_by_role("link", name="Before").click()
        expect(place).to_have_text(f"{number} of 4")
    expect(page.get_by_role("link", name="Before")).to_be_hidden()
    expect(page.locator(".ahead li")).to_have_count(3)
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("2 of 4")
    expect(page.get_by_role("link", name="Before")).to_be_visible()
    # The gallery is there where one has come to.
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/gallery/?near={made[1].code}")


def test_review_works_without_script(new_context):
    made = [image() for _ in range(2)][::-1]
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/gallery/?review=1")
    page.get_by_role("button", name="Pick as good").click()
    expect(page.locator(".place")).to_have_text("2 of 2")
    assert _decided(made[0]) == ("pick", 0)


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_in_review(new_context, check_accessibility, width):
    for _ in range(3):
        image()
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto("/gallery/?review=1")
    expect(page.locator(".ahead li")).to_have_count(2)
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_lightbox_walks_the_search_zooms_and_judges(page):
    """By keys; a note too, which then stands on the tile that one comes back to."""
    first, second, third = [image(pixels=(900, 600), prompt="fox") for _ in range(3)]
    image(prompt="owl")
    page.goto("/gallery/?q=fox")
    first_tile(page).focus()
    page.keyboard.press("f")
    picture = page.locator("#lightbox .sight img")
    for shown in (third, second, first):
        expect(picture).to_have_attribute("src", f"/images/{shown.code}/file")
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(picture).to_have_attribute("src", f"/images/{second.code}/file")
    page.keyboard.press("+")
    expect(page.locator("#lightbox [data-zooms]")).to_have_text("125 %")
    page.keyboard.press("4")
    page.keyboard.press("n")
    page.locator("dialog textarea").fill("too dark")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator("#lightbox .note-of")).to_have_text("too dark")
    page.keyboard.press("Escape")
    tile = page.locator(f'.tile[data-code="{second.code}"]')
    expect(tile.locator("a").first).to_be_focused()
    expect(tile.locator(".marks")).to_have_text("4★ ✎")
    assert _decided(second) == ("", 4)


def test_the_lightbox_says_what_it_cannot_fetch(page, problems):
    """One on the way at a time, where the search goes on; it can be tried again."""
    first, second = image(prompt="fox"), image(prompt="fox")
    far = []
    broken = [True]

    def answer(route):
        if "more" in route.request.url:
            rest = {"images": far, "before": None, "after": None}
            route.abort() if broken else route.fulfill(json=rest)
            return
        found = route.fetch().json()
        far[:] = found["images"][1:]
        more = f"{route.request.url}&more=1"
        route.fulfill(json={**found, "images": found["images"][:1], "after": more})

    intercept(page, "**/gallery/walk.json*", answer)
    page.goto("/gallery/?q=fox")
    first_tile(page).focus()
    page.keyboard.press("f")
    picture = page.locator("#lightbox .sight img")
    expect(picture).to_have_attribute("src", f"/images/{second.code}/file")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#toasts")).to_contain_text("cannot be reached")
    broken.clear()
    page.get_by_role("button", name="Next").click()
    expect(picture).to_have_attribute("src", f"/images/{first.code}/file")
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    problems.clear()


def test_a_picture_is_dragged_into_a_collection_and_into_the_studio(page):
    kept = image()
    organising.collection_create(kept.author, "Spring")
    page.goto("/gallery/")

    def drag_to(place):
        page.locator(".tile img").hover()
        page.mouse.down()
        page.mouse.move(600, 500, steps=4)
        target = page.locator(f".drop-tray li:has-text('{place}')")
        box = target.bounding_box()
        page.mouse.move(box["x"] + 9, box["y"] + 9, steps=4)
        page.mouse.up()

    drag_to("Spring")
    expect(page.locator("#toasts")).to_contain_text("1 picture put into “Spring”.")
    expect(page.locator(".drop-tray")).to_have_count(0)
    assert [it.name for it in kept.collections.all()] == ["Spring"]
    drag_to("the Studio")
    expect(page.locator(".source-list li")).to_have_count(1)


def test_a_collection_is_put_in_order_by_dragging_and_by_keys(page):
    made = [image() for _ in range(3)]
    spring = organising.collection_create(local(), "Spring")
    for kept in made:
        organising.collection_add(spring, Image.objects.filter(pk=kept.pk))
    page.goto(f"/collections/{spring.code}/")
    first_tile(page)

    def shows(*order):
        for tiles in (".tiles .tile", ".arrange li"):
            held = page.locator(tiles)
            for place, number in enumerate(order):
                expect(
                    held.nth(place).locator(f'[value="{made[number].code}"]')
                ).not_to_have_count(0)

    last = page.locator(".tile img").nth(2)
    last.drag_to(page.locator(".tile").first, target_position={"x": 5, "y": 20})
    expect(page.locator(".toast")).to_contain_text("Moved to place 1")
    shows(2, 0, 1)
    page.locator(".tile > a").first.focus()
    page.keyboard.press(">")
    shows(0, 2, 1)
    page.keyboard.press("ControlOrMeta+z")
    shows(2, 0, 1)
    page.reload()
    shows(2, 0, 1)
    # Faster than the answers come.
    page.locator(".tile > a").first.focus()
    page.keyboard.press(">")
    page.keyboard.press(">")
    shows(0, 1, 2)
    page.reload()
    shows(0, 1, 2)
