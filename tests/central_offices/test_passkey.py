"""A passkey in a real browser: added, then used instead of the password."""

import pytest

from tests import world

pytestmark = pytest.mark.browser


@pytest.fixture
def with_device(page):
    """The browser has a fingerprint reader that always says yes."""
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return page


def test_an_officer_adds_a_passkey_and_signs_in_with_it(with_device, live_server_url):
    # A passkey belongs to a name, never to an address.
    page, base = with_device, live_server_url.replace("127.0.0.1", "localhost")
    page.goto(f"{base}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.fill("[name=login]", world.email("amina"))
    page.fill("[name=password]", world.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.check("[name=passwordless]")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("The key was added.").wait_for()

    page.context.clear_cookies()
    page.goto(f"{base}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="My work").wait_for()
