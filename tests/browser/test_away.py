"""What happens to a page whose server, session or token has gone meanwhile."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from playground.experiments.balloting import ballot_open
from playground.experiments.models import Vote
from playground.people.models import Membership, User, Workspace
from tests import factories
from tests.browser.steps import intercept

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"


def sign_in(page: Page) -> None:
    page.get_by_label("Login").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def anna(page: Page, settings) -> User:
    """Somebody who is signed in in the page."""
    settings.PLAYGROUND_ACCOUNTS = True
    user = User.objects.create_user("anna", "anna@example.org", PASSWORD)
    user.join(Workspace.objects.default(), Membership.Role.MAKER)
    page.goto("/accounts/login/?next=/review-links/")
    sign_in(page)
    page.wait_for_url("/review-links/")
    return user


def test_decisions_wait_for_a_server_that_is_away(page: Page, problems):
    first, second = factories.image(prompt="fox"), factories.image(prompt="fox")
    page.goto("/gallery/")
    intercept(page, "**/judge/", lambda route: route.abort())
    for image, key in ((first, "p"), (second, "3")):
        page.locator(f'.tile[data-code="{image.code}"] a').first.focus()
        page.keyboard.press(key)
        expect(page.locator("#toasts")).to_contain_text("cannot be reached")
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text("2 decisions are not kept yet")
    page.unroute("**/judge/")
    toasts.get_by_role("button", name="Try again").click()
    expect(toasts).to_contain_text("3 stars.")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.flag, second.stars) == ("pick", 3)
    problems.clear()


def test_votes_go_on_with_a_new_token(page: Page, problems):
    experiment = factories.experiment(draws=4)
    ballot_open(experiment, 12)
    page.goto(f"{experiment.get_absolute_url()}vote/")
    page.evaluate(
        "for (const it of document.getElementsByName('csrfmiddlewaretoken')) "
        "it.value = 'x'.repeat(64)"
    )
    expect(page.locator(".vote[data-ready]")).to_have_count(1)
    with page.expect_response(lambda it: it.request.method == "POST" and it.ok):
        page.keyboard.press("ArrowLeft")
    assert Vote.objects.count() == 1
    problems.forgive("403")


def test_a_comment_is_sent_again_after_signing_in(page: Page, anna: User, problems):
    image = factories.image(author=anna)
    address = f"/images/{image.code}/comments/"
    page.goto(address)
    words = "The second one: it is calmer\nand colder"
    page.locator("textarea[name=text]").last.fill(words)
    Session.objects.all().delete()
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    # Until its script is there, it is a form like any other.
    page.wait_for_load_state("load")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("still signed out")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in").click()
    sign_in(opened.value)
    opened.value.wait_for_url(f"**{address}")
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url(f"**/images/{image.code}/#comment-*")
    assert image.comments.get().text.splitlines() == words.splitlines()
    problems.clear()
