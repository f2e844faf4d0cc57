"""A passkey in a real browser: added, used instead of the password, and before what is grave."""

import pytest
from django.conf import settings

from central_offices.accounts.proofs import PROOF_SECONDS
from central_offices.sign_in.session_store import SessionStore
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


def with_passkey(page, base, name):
    """Sign in by the password, add a passkey, and sign in anew with it."""
    page.goto(f"{base}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.fill("[name=login]", world.email(name))
    page.fill("[name=password]", world.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.check("[name=passwordless]")
    page.get_by_role("button", name="Add").click()
    page.get_by_text("The key was added.").wait_for()
    page.context.clear_cookies()
    page.goto(f"{base}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="My work").wait_for()


def five_minutes_pass(page):
    """The session was proven longer ago than a proof counts."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    for row in session["account_authentication_methods"]:
        row["at"] -= PROOF_SECONDS + 1
    session.modified = True
    session.save()


def test_a_passkey_signs_in_and_shows_who_is_there(with_device, live_server_url):
    # A passkey belongs to a name, never to an address.
    page, base = with_device, live_server_url.replace("127.0.0.1", "localhost")
    with_passkey(page, base, "wanjiku")
    five_minutes_pass(page)

    officer = f"{base}/officers/{world.officer('otieno').pk}/"
    page.goto(f"{officer}disable")
    page.fill("[name=reason]", "Has left the service")
    page.get_by_role("button", name="Disable", exact=False).last.click()
    page.get_by_text("use your key or passkey").first.wait_for()
    assert world.officer("otieno").is_active
    assert page.input_value("[name=reason]") == "Has left the service"

    page.get_by_role("button", name="Use your key or passkey").click()
    page.wait_for_url(officer)
    assert not world.officer("otieno").is_active
