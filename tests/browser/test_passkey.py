"""A passkey, made and used with the authenticator that Chromium itself offers."""

import pytest
from playwright.sync_api import Page, expect

from playground.people.models import AuditEntry, Membership, User, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"


def test_a_passkey_is_made_and_signs_in_without_a_password(page: Page, settings):
    settings.PLAYGROUND_ACCOUNTS = True
    anna = User.objects.create_user("anna", "anna@example.org", PASSWORD)
    anna.join(Workspace.objects.default(), Membership.Role.MAKER)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto("/accounts/login/")
    page.get_by_label("Login").fill("anna")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("/")

    page.goto("/accounts/2fa/webauthn/add/")
    # What opens the account is changed only after the password was given once more.
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    expect(page.locator("main")).not_to_contain_text("Add Security Key")
    page.context.clear_cookies()

    page.goto("/accounts/login/?next=/gallery/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("/gallery/")
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["second factor added", "signed in"]
