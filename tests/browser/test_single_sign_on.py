"""Single sign-on in Chromium, which holds the page's policy against where a form leads."""

import pytest
from playwright.sync_api import Page

from playground.people.models import User
from tests.people.test_single_sign_on import server, sso

__all__ = ["server", "sso"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_person_signs_in_and_comes_to_the_page_that_was_wanted(
    page: Page, server, settings, problems
):
    settings.PLAYGROUND_OIDC_JOIN_DOMAINS = ["example.org"]
    server.person("gwen", email="gwen@example.org", email_verified=True)
    page.goto("/gallery/?q=kite")
    page.get_by_role("link", name="Studio Login").click()
    page.locator("input[name=sub]").fill("gwen")
    page.locator("button").first.click()
    page.wait_for_url("**/gallery/?q=kite")
    assert User.objects.filter(email="gwen@example.org").exists()
    # The organisation's server is another host, and its page is not ours.
    problems.clear()
