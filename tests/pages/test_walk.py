"""Every page of the menu, on a real server in a real browser: whole and reachable."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import world
from tests.exchange.conftest import cast, deliver_all, sent
from tests.pages.conftest import WATCH
from tests.pages.test_in_chromium import OVERFLOW, RULES

pytestmark = pytest.mark.browser
TRANSFERRED = """() => ["navigation", "resource"].flatMap((kind) =>
  performance.getEntriesByType(kind)).reduce((sum, entry) => sum + entry.transferSize, 0)"""
_walked: set[str] = set()  # pages that many roles share are walked once
OWN = ["/settings/account/", "/accounts/sessions/", "/accounts/2fa/", "/accounts/password/change/"]


def sign_in(page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(world.email(name))
    page.get_by_label("Password").fill(world.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_selector("nav[aria-label=Main]")
    page.wait_for_load_state()  # only then do keys have a listener


def faults(page, path: str, *, barriers: bool) -> list[str]:
    """Faults of a page: its status, its width, blocked resources, `barriers` if asked.

    To look for barriers costs more than all the rest.
    """
    if path in _walked:
        return []
    _walked.add(path)
    reply = page.goto(path)
    found = [] if reply.status == 200 else [f"{path}: {reply.status}"]
    found += [f"{path}: {v}" for v in page.evaluate("window.violations || []")]
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if more := page.evaluate(OVERFLOW):
            found.append(f"{path}: {more} px too wide at {width}")
    rules = Axe().run(page, options=RULES).response["violations"] if barriers else []
    for rule in rules:
        found += [f"{path}: {rule['id']} {node['html'][:120]}" for node in rule["nodes"]]
    return found


def looked_at(paths: list[str], whole: bool) -> dict[str, bool]:
    """Every page, and whether barriers are looked for: each day on two of the menu and one own."""
    few = {*paths[:2], *OWN[:1]}
    return {path: whole or path in few for path in paths}


SIZES = pytest.mark.parametrize(
    "whole", [False, pytest.param(True, marks=pytest.mark.drill)], ids=["few", "all"]
)


@SIZES
@pytest.mark.parametrize("name", ["wanjiku", "adler", "sato"])
def test_every_page_of_the_menu_is_whole_for(name, whole, page):
    page.add_init_script(WATCH)
    sign_in(page, name)
    links = page.eval_on_selector_all(
        "nav[aria-label=Main] a", "list => list.map(a => a.getAttribute('href'))"
    )

    pages = looked_at([*links, *OWN], whole)
    found = [
        one for path, barriers in pages.items() for one in faults(page, path, barriers=barriers)
    ]

    assert found == []


@SIZES
def test_the_pages_for_everybody_are_whole(whole, page):
    page.add_init_script(WATCH)
    page.goto("/public/")
    links = page.eval_on_selector_all(
        "header nav:first-of-type a", "list => list.map(a => a.getAttribute('href'))"
    )
    own = ["/accounts/login/", "/public/?lang=ar", "/public/", "/accounts/password/reset/"]

    pages = looked_at([*own, *links], whole)
    assert [
        one for path, barriers in pages.items() for one in faults(page, path, barriers=barriers)
    ] == []


def test_a_first_visit_transfers_less_than_100_kb(page, live_server_url):
    sign_in(page, "amina")
    known = page.context.storage_state()

    for path in ["/cases/", "/offices/", "/notices/", "/duty"]:
        fresh = page.context.browser.new_context(base_url=live_server_url, storage_state=known)
        visit = fresh.new_page()
        visit.goto(path)
        size = visit.evaluate(TRANSFERRED)
        fresh.close()
        assert 5_000 < size <= 100_000


def test_keys_lead_through_the_pages_without_a_mouse(page):
    sign_in(page, "amina")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/offices/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("main .data tbody tr").first
    assert first.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/offices/*/")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "omni"


def test_keys_that_are_turned_off_do_nothing(page):
    sign_in(page, "amina")
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn off single keys").click()
    page.wait_for_selector("body[data-shortcuts=off]")

    page.keyboard.press("g")
    page.keyboard.press("o")
    page.keyboard.press("?")

    assert not page.locator("#keys").is_visible()
    assert page.url.endswith("/")


def test_an_ended_session_replaces_nothing_of_the_page(page):
    sign_in(page, "amina")
    page.goto("/offices/")
    page.fill("main input[type=search]", "Half a wor")
    page.context.clear_cookies()

    page.evaluate("htmx.ajax('GET', '/jobs/', {target: 'main table'})")

    page.get_by_text("You are signed out.").wait_for()
    assert page.input_value("main input[type=search]") == "Half a wor"
    assert page.locator("main table").is_visible()


def test_the_sheet_of_keys_names_each_key_once_and_begins_at_its_title(page, committed):
    for title in ("A canoe", "A raft"):
        sent(cast("pierre"), "KEN", title=title)
    deliver_all()
    sign_in(page, "amina")
    page.goto("/duty")
    page.wait_for_load_state()

    page.keyboard.press("?")

    keys = page.locator("#keys [data-page-keys] kbd").all_inner_texts()
    assert sorted(keys) == sorted(set(keys)) and {"a", "t", "s"} <= set(keys)
    assert page.evaluate("document.activeElement.id") == "keys-title"
