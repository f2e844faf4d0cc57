"""The duty board in a real browser: keys, news by itself, and the policy that allows no script."""

import pytest

from exchange.clocks import escalation
from exchange.conversation import answering
from tests import world
from tests.central_offices.test_agreements import agreement
from tests.exchange.conftest import cast, deliver_all, recipient, sent
from tests.pages.test_walk import sign_in
from tests.plumbing.browser import eventually
from tests.plumbing.settle import until

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page, committed):
    """Pierre's browser at the duty desk in Lisbon; `desk.blocked` lists what the policy stopped."""
    page.add_init_script(
        "window.blocked = [];"
        "document.addEventListener('securitypolicyviolation', e => blocked.push(e.blockedURI));"
    )
    sign_in(page, "pierre")
    return page


FOCUS = "document.activeElement.closest('tr') && document.activeElement.closest('tr').id"
BOARD = "document.getElementById('duty-board')"


def poll(desk) -> None:
    """Do now what htmx does every ten seconds."""
    desk.evaluate(f"htmx.trigger({BOARD}, 'board:show')")


def test_keys_acknowledge_take_and_put_back_and_the_focus_stays_on_the_row(desk):
    request = sent(cast("amina"), "PRT")
    sent(cast("amina"), "PRT")
    deliver_all()
    row = recipient(request, "PRT")
    desk.goto("/duty")

    desk.focus(f"#row-{row.pk} a.main")
    for key, words in [("a", "Acknowledged."), ("t", "It is yours now."), ("u", "nobody's again")]:
        desk.keyboard.press(key)
        desk.wait_for_selector(f"#duty-board .note:has-text('{request}: ') >> text={words}")
        # The part is swapped in first, the focus follows when it has settled.
        eventually(desk, f"{FOCUS} === 'row-{row.pk}'")

    row.refresh_from_db()
    assert (row.status, row.acknowledged_by.email) == ("ACKNOWLEDGED", world.email("pierre"))
    assert words in desk.locator("#list-status").inner_text()
    assert desk.evaluate("window.blocked") == []


def test_news_comes_by_itself_and_the_policy_is_kept(desk):
    desk.goto("/duty")
    assert desk.locator("text=All clear").count() == 1
    sent(cast("amina"), "PRT", title="A canoe")
    deliver_all()

    poll(desk)
    desk.wait_for_selector("text=A canoe")

    assert "every 10s" in desk.evaluate(f"{BOARD}.getAttribute('hx-trigger')")
    assert desk.evaluate("document.querySelectorAll('#duty-board').length") == 1
    assert desk.evaluate("window.blocked") == []


def test_rows_do_not_move_while_one_has_the_focus_but_news_wait_behind_a_button(desk):
    sent(cast("amina"), "PRT", title="A canoe")
    deliver_all()
    desk.goto("/duty")
    desk.keyboard.press("j")
    sent(cast("amina"), "PRT", title="A raft")
    deliver_all()

    poll(desk)
    desk.wait_for_selector("#duty-show:visible")
    assert "2 not acknowledged" in desk.inner_text("#duty-show")
    assert desk.locator("text=A raft").count() == 0

    desk.keyboard.press("n")
    desk.wait_for_selector("text=A raft")
    assert desk.locator("#duty-show:visible").count() == 0


@pytest.mark.own_profile
def test_a_feed_without_an_answer_says_since_when(desk):
    desk.clock.install()
    desk.route("**/duty/news*", lambda route: route.abort())
    desk.goto("/duty")
    assert desk.locator("#duty-stale:visible").count() == 0

    desk.clock.run_for(45_000)

    desk.wait_for_selector("#duty-stale:visible")
    assert "No answer since" in desk.inner_text("#duty-stale")
    assert desk.locator(".live.stale").count() == 1


def test_a_hidden_tab_asks_for_nothing(desk):
    desk.goto("/duty")
    asked = []
    desk.on("request", lambda request: "/duty/news" in request.url and asked.append(request))
    hidden = "Object.defineProperty(document, 'hidden', {get: () => %s, configurable: true})"

    desk.evaluate(hidden % "true")
    poll(desk)
    assert asked == []

    desk.evaluate(hidden % "false")
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(lambda: desk.evaluate("1") and asked, "it asks at once when it is seen again")


def test_an_ended_session_is_said_and_nothing_is_asked_any_more(desk):
    desk.goto("/duty")
    desk.context.clear_cookies()
    poll(desk)
    desk.wait_for_selector("#signed-out:visible")
    desk.wait_for_selector("#duty-stale:visible")
    asked = []
    desk.on("request", lambda request: asked.append(request.url))
    poll(desk)
    assert asked == []


def test_a_new_flash_rings_where_the_sound_was_turned_on(desk):
    desk.goto("/duty")
    assert desk.get_attribute("#duty-sound", "aria-pressed") == "false"
    desk.keyboard.press("m")
    desk.reload()
    assert desk.get_attribute("#duty-sound", "aria-pressed") == "true"
    desk.evaluate("document.addEventListener('duty:rang', () => { window.rang = true })")

    sent(cast("amina"), "PRT", title="A canoe")
    deliver_all()
    poll(desk)
    desk.wait_for_selector("text=A canoe")
    assert not desk.evaluate("window.rang")

    sent(cast("amina"), "PRT", title="A raft", urgency="FLASH", necessity="A life is at risk.")
    deliver_all()
    poll(desk)
    until(lambda: desk.evaluate("window.rang"), "it rings")
    assert desk.evaluate("window.blocked") == []


@pytest.mark.parametrize("address", ["/duty", "/requests/", "/requests/new", "/requests/{}/"])
def test_no_page_is_wider_than_a_telephone(desk, address):
    request = sent(cast("amina"), "PRT", title="A canoe " * 12)
    deliver_all()
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto(address.format(request))

    assert desk.evaluate("document.documentElement.scrollWidth") <= 360
    until(lambda: desk.evaluate("window.blocked") == [], "nothing is blocked", patience=1)


def test_a_proposed_office_is_added_to_what_was_typed(desk):
    agreement(cast("adler"), "KEN", "PRT", title="On boats", scope=["INFO"])
    desk.goto("/requests/new/INFO")
    desk.wait_for_load_state()
    desk.fill("[name=title]", "A canoe")
    desk.fill("[name=recipients]", "Brasília")

    for _ in range(2):
        desk.get_by_role("link", name="Kenya").click()

    desk.wait_for_selector("#cover >> text=On boats")
    assert desk.input_value("[name=recipients]") == "Brasília, KEN"
    assert desk.input_value("[name=title]") == "A canoe"
    assert desk.evaluate("window.blocked") == []


# By how much a table reaches beyond its card.
WIDER = """() => [...document.querySelectorAll(".card:has(table)")].flatMap(card =>
  [...card.querySelectorAll("table")].map(table =>
    table.getBoundingClientRect().right - card.getBoundingClientRect().right)
  .filter(beyond => beyond > 1))"""


def test_no_row_of_the_board_is_wider_than_its_card(desk):
    request = sent(cast("amina"), "PRT", title="A canoe that was seen at the pier before dawn")
    sent(cast("amina"), "PRT", urgency="FLASH", necessity="A life is at risk.")
    deliver_all()
    row = recipient(request, "PRT")
    escalation.raise_by_hand(row, by=cast("pierre"))
    answering.assign(row, by=cast("pierre"))
    desk.goto("/duty")

    for width in (360, 700, 768, 1024, 1130, 1345, 1400, 1440):
        desk.set_viewport_size({"width": width, "height": 800})
        assert desk.evaluate(WIDER) == [], width
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
