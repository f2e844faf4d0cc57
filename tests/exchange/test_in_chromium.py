"""The duty board in a real browser: keys, news by itself, and the policy that allows no script."""

import pytest

from tests import world
from tests.exchange.conftest import cast, deliver_all, sent, side
from tests.plumbing.settle import until

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page, committed):
    """Pierre's browser at the duty desk in Lisbon; `desk.blocked` lists what the policy stopped."""
    page.add_init_script(
        "window.blocked = [];"
        "document.addEventListener('securitypolicyviolation', e => blocked.push(e.blockedURI));"
    )
    page.goto("/accounts/login/")
    page.fill("input[name=login]", world.email("pierre"))
    page.fill("input[name=password]", world.PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")
    return page


def test_keys_move_acknowledge_and_take(desk):
    request = sent(cast("amina"), "PRT")
    deliver_all()
    desk.goto("/duty")

    desk.keyboard.press("j")
    desk.keyboard.press("a")
    desk.wait_for_selector("text=Acknowledged.")
    desk.keyboard.press("j")
    desk.keyboard.press("t")
    desk.wait_for_selector("text=It is yours now.")

    assert side(request, "PRT").assigned_to.email == world.email("pierre")


BOARD = "document.getElementById('duty-board')"


def poll(desk) -> None:
    """What htmx does every ten seconds, now."""
    desk.evaluate(
        "htmx.ajax('GET', '/duty', {source: '#duty-board', target: '#duty-board',"
        " select: '#duty-board', swap: 'outerHTML'})"
    )


def test_news_comes_by_itself_and_the_policy_is_kept(desk):
    desk.goto("/duty")
    assert desk.locator("text=All clear").count() == 1
    sent(cast("amina"), "PRT", title="A canoe")
    deliver_all()

    poll(desk)
    desk.wait_for_selector("text=A canoe")

    assert desk.evaluate(f"{BOARD}.getAttribute('hx-trigger')") == "every 10s"
    assert desk.evaluate("document.querySelectorAll('#duty-board').length") == 1
    assert desk.evaluate("window.blocked") == []


def test_rows_do_not_move_while_one_has_the_focus(desk):
    sent(cast("amina"), "PRT", title="A canoe")
    deliver_all()
    desk.goto("/duty")
    asked = []
    desk.on("request", lambda request: request.url.endswith("/duty") and asked.append(request))

    desk.keyboard.press("j")
    poll(desk)
    assert asked == []

    desk.evaluate("document.activeElement.blur()")
    poll(desk)
    until(lambda: desk.evaluate("1") and asked, "it asks again once nobody reads")


@pytest.mark.parametrize("address", ["/duty", "/requests/", "/requests/new", "/requests/{}/"])
def test_no_page_is_wider_than_a_telephone(desk, address):
    request = sent(cast("amina"), "PRT", title="A canoe " * 12)
    deliver_all()
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto(address.format(request))

    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    until(lambda: desk.evaluate("window.blocked") == [], "nothing is blocked", patience=1)
