"""Fixtures for a real browser: Debian's Chromium, headless, driven by Playwright."""

import os
import shutil

import pytest

from launch import setup

# Works as root, reaches out to nobody.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


EVENTUALLY = """() => new Promise((done, give_up) => {{
  setTimeout(() => give_up(new Error("never came true")), 60000);
  const look = () => {{ if ({}) done(); else setTimeout(look, 20); }};
  look();
}})"""


def eventually(page, expression: str) -> None:
    """Wait until the script expression is true on the page.

    Playwright's wait_for_function evaluates text at each look; the pages' content security policy
    refuses that from the second look on, so that it fails only where the first came too early.
    """
    page.evaluate(EVENTUALLY.format(expression))


@pytest.fixture(scope="session")
def chromium():
    """The running browser; skips the test where Chromium is not installed."""
    if missing := setup.missing_for_browser():
        pytest.skip(f"No headless Chromium here: {setup.INSTALL} {' '.join(missing)}")
    from playwright.sync_api import sync_playwright

    # Playwright's loop runs in this thread, so Django would refuse the database to the test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def profile(chromium, web_server):
    """One profile of the browser for all tests of this process, with a tab that stays open.

    A fresh one starts a process for its pages each time: most of what a short test costs.
    """
    context = chromium.new_context(base_url=web_server)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def page(request, chromium, profile, live_server_url):
    """An empty page at the live server; fails the test when a script on it raised an error.

    Nothing that another test left is there: no cookie, no storage, no file in the cache. A clock
    that a test holds stays for the whole profile: such a test is marked `own_profile`.
    """
    own = request.node.get_closest_marker("own_profile") is not None
    context = chromium.new_context(base_url=live_server_url) if own else profile
    page = context.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    if own:
        context.close()
    else:
        _leave_nothing(profile, live_server_url)
    assert errors == []


def _leave_nothing(profile, origin: str) -> None:
    stays, *others = profile.pages
    for other in others:
        other.close()
    profile.clear_cookies()
    profile.clear_permissions()
    devtools = profile.new_cdp_session(stays)
    devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    devtools.send("Network.clearBrowserCache")
    devtools.detach()
    held = not stays.evaluate("setTimeout.toString().includes('[native code]')")
    assert not held, "A test that holds the clock is marked own_profile."
