"""The frame around every page: theme, keys, messages, and how it fits a screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from playground.library.models import Image
from playground.library.organising import collection_add, collection_create
from playground.library.saved_searches import search_save
from tests.browser.conftest import Problems
from tests.browser.steps import intercept
from tests.factories import image, local

pytestmark = pytest.mark.django_db(transaction=True)
Contexts = Callable[..., BrowserContext]
BACKGROUND = """() => {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data];
}"""


def lightness(page: Page) -> float:
    """Return how light the page is, which has to be a grey without a tint."""
    red, green, blue, alpha = page.evaluate(BACKGROUND)
    assert red == green == blue
    assert alpha == 255
    return float(red) / 255


def test_the_theme_follows_the_system(new_context: Contexts) -> None:
    for scheme, is_dark in (("light", False), ("dark", True)):
        page = new_context(color_scheme=scheme).new_page()
        page.goto("/models/")
        assert (lightness(page) < 0.5) is is_dark


def test_a_chosen_theme_stays_and_is_there_before_the_first_paint(
    page: Page, problems: Problems
) -> None:
    page.goto("/models/")
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("radio", name="Dark").check(force=True)
    assert lightness(page) < 0.5
    # Nothing but the small script in the head can have run.
    intercept(page, "**/app*.js", lambda route: route.abort())
    intercept(page, "**/htmx*.js", lambda route: route.abort())
    page.goto("/gallery/", wait_until="commit")
    page.wait_for_selector("html[data-theme=dark]", state="attached")
    page.wait_for_load_state()
    problems.forgive("ERR_FAILED")


def test_the_system_can_be_followed_again(page: Page) -> None:
    page.goto("/models/")
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("radio", name="Dark").check(force=True)
    page.get_by_role("radio", name="System").check(force=True)
    assert lightness(page) > 0.5
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_a_question_mark_lists_the_keys_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/models/")
    opener = page.get_by_role("button", name="List all keys")
    opener.focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("List all keys")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(opener).to_be_focused()
    # Whoever speaks to the machine switches off what single letters do.
    opener.click()
    keys.get_by_role("checkbox", name="Keys of one letter").uncheck()
    expect(keys).not_to_contain_text("Search the gallery")
    page.reload()
    page.keyboard.press("?")
    page.keyboard.press("/")
    opener.click()
    expect(keys.get_by_role("checkbox")).not_to_be_checked()
    expect(page).to_have_url(re.compile("/models/$"))
    keys.get_by_role("checkbox").check()
    expect(keys).to_contain_text("Search the gallery")


def test_keys_never_fire_while_somebody_types(page: Page) -> None:
    page.goto("/")
    page.locator("#prompt").press_sequentially("what? never/")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.locator("#prompt")).to_have_value("what? never/")


def test_a_key_acts_on_the_picture_with_the_focus_even_from_a_closed_menu(
    page: Page,
) -> None:
    page.goto("/models/")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend",
             ["one", "two"].map((name) => `<article data-key-area>
                <button id="${name}">${name}</button>
                <div popover><button data-key="b" value="${name}">Pin</button></div>
              </article>`).join(""));
           document.addEventListener("click", (event) => {
             if (event.target.value) document.body.dataset.pinned = event.target.value;
           });"""
    )
    page.focus("#two")
    page.keyboard.press("b")
    expect(page.locator("body[data-pinned=two]")).to_have_count(1)
    page.focus("#one")
    page.keyboard.press("b")
    expect(page.locator("body[data-pinned=one]")).to_have_count(1)


def test_the_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto("/models/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_lost_connection_is_told_once_and_taken_back(
    page: Page, problems: Problems
) -> None:
    page.goto("/help/requests/")  # It asks for nothing later, which would succeed.
    intercept(page, "**/nowhere/", lambda route: route.abort())
    for _ in range(2):
        page.evaluate("htmx.ajax('GET', '/nowhere/', {swap: 'none'}).catch(() => {})")
    toast = page.locator(".toast")
    expect(toast).to_have_count(1)
    expect(toast).to_contain_text("cannot be reached")
    page.evaluate("htmx.ajax('GET', '/models/', {swap: 'none'})")
    expect(toast).to_have_count(0)
    problems.forgive("ERR_FAILED")
    problems.forgive("htmx:")


def test_the_server_can_show_a_message_with_an_action(page: Page) -> None:
    page.goto("/models/")
    page.evaluate(
        """document.body.dispatchEvent(new CustomEvent("toast", {bubbles: true, detail: {
             message: "Moved to the trash", level: "success",
             action: {label: "Undo", run: () => document.body.dataset.undone = ""}}}))"""
    )
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("body[data-undone]")).to_have_count(1)
    expect(page.locator(".toast")).to_have_count(0)


def test_messages_are_read_heard_and_pressed_in_an_open_dialog(page: Page) -> None:
    page.goto("/models/")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    message = keys.get_by_role("region", name="Messages")
    say = """(label) => document.body.dispatchEvent(new CustomEvent("toast", {bubbles: true,
      detail: {message: "Still here", action: label && {label, run: () => {}}}}))"""
    page.evaluate(say, "Undo")
    # Nothing of it lies outside, where all is inert.
    message.get_by_role("button", name="Dismiss").focus()
    expect(message.get_by_role("button", name="Dismiss")).to_be_focused()
    message.get_by_role("button", name="Undo").click()
    expect(message).to_be_empty()
    expect(keys.get_by_role("status")).to_have_count(1)
    page.evaluate(say)
    page.keyboard.press("Escape")
    expect(page.locator("body > #toasts:popover-open")).to_have_text("Still here")
    expect(page.locator("body > #live")).to_have_count(1)


def test_a_late_answer_does_not_sweep_an_open_dialog_away(page: Page) -> None:
    page.goto("/models/")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend",
             '<div id="late"><dialog>Work</dialog></div>')"""
    )
    intercept(
        page,
        "**/late/",
        lambda route: route.fulfill(
            body='<div id="late" hx-swap-oob="outerHTML">Swept</div>'
        ),
    )
    send = "htmx.ajax('GET', '/late/', {swap: 'none'})"
    page.evaluate("document.querySelector('#late dialog').showModal()")
    page.evaluate(send)
    expect(page.locator("#late dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.evaluate(send)
    expect(page.locator("#late")).to_have_text("Swept")


def test_fingers_get_targets_of_44_pixels(new_context: Contexts) -> None:
    context = new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto("/models/")
    for control in page.locator("header.bar :is(a, button)").all():
        if not control.is_visible():
            continue
        box = control.bounding_box()
        assert box is not None
        assert box["width"] >= 44, control.evaluate("e => e.outerHTML")
        assert box["height"] >= 44, control.evaluate("e => e.outerHTML")


def test_axe_finds_nothing_in_the_open_dialog_and_the_menu(
    page: Page, check_accessibility: Callable[..., None]
) -> None:
    page.goto("/models/")
    page.get_by_role("button", name="Theme").click()
    page.emulate_media(color_scheme="light")
    check_accessibility(page, "header.bar")
    page.emulate_media(color_scheme="dark")
    check_accessibility(page, "header.bar")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    check_accessibility(page, "dialog[open]")
    page.emulate_media(color_scheme="light")
    check_accessibility(page, "dialog[open]")


def test_forced_colours_keep_what_is_current_visible(new_context: Contexts) -> None:
    page = new_context(forced_colors="active").new_page()
    page.goto("/models/")
    line = page.locator("nav a[aria-current]").evaluate(
        "e => getComputedStyle(e).textDecorationLine"
    )
    assert line == "underline"


def test_an_unknown_address_is_answered_calmly(
    page: Page, problems: Problems, check_accessibility: Callable[[Page], None]
) -> None:
    page.goto("/nowhere/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    check_accessibility(page)
    problems.forgive("404")


TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? []
  : [...document.querySelectorAll("body *")]
      .filter((it) => it.getBoundingClientRect().right > innerWidth + 0.5)
      .filter((it) => !it.closest("header, .scroll-x"))
      .slice(0, 5)
      .map((it) => `${it.tagName}.${it.className} ${it.getBoundingClientRect().right}`)"""


def test_the_pages_can_be_reached_at_every_width(page: Page) -> None:
    kept, name = image(), "Donaudampfschifffahrtsgesellschaft " * 2
    collection_add(collection_create(local(), name), Image.objects.all())
    search_save(local(), name=name, query="fox")
    of_picture = kept.get_absolute_url()
    for path in ("/", "/gallery/", "/models/", of_picture, "/generations/"):
        page.goto(path)
        for width in (850, 800, 710, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert not page.evaluate(TOO_WIDE), (path, width)
    for link in page.locator("header.bar nav a").all():
        link.click(trial=True)
