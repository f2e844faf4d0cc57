"""The design system in a real browser: no overflow, no blocked style, reachable for everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import specimen
from tests.plumbing.browser import eventually

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_is_wider_than_its_window(shown, amina, language):
    page = shown.open(specimen.render(amina, language))

    more = {}
    for width in (360, 500, 768, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        more[width] = page.evaluate(OVERFLOW)
    assert not any(more.values()), more


@pytest.mark.parametrize(
    "width, theme",
    [
        (360, "light"),
        (1440, "dark"),
        pytest.param(360, "dark", marks=pytest.mark.drill),
        pytest.param(1440, "light", marks=pytest.mark.drill),
    ],
)
def test_axe_finds_no_barrier(shown, amina, width, theme):
    shown.page.set_viewport_size({"width": width, "height": 900})
    amina.theme = theme

    page = shown.open(specimen.render(amina))

    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 15
    assert [
        f"{v['id']}: {[n['html'][:160] for n in v['nodes']]}" for v in found["violations"]
    ] == []


def test_a_swapped_fragment_breaks_no_rule_of_the_policy_and_takes_the_focus(shown, amina):
    shown.pages["/fragment"] = '<p>Done.</p><a id="next" href="#" data-focus>Go on</a>'
    page = shown.open(specimen.render(amina))

    page.click("#swapper")
    page.wait_for_selector("#next")

    eventually(page, "document.activeElement.id === 'next'")
    assert shown.violations() == []


def test_the_policy_would_report_a_style_attribute(shown, amina):
    """So that the test above means something."""
    page = shown.open(specimen.render(amina).replace("<h1>", '<h1 style="color:red">'))

    eventually(page, "(window.violations || []).length > 0")


def test_after_bad_input_the_focus_is_on_the_summary(shown, amina):
    page = shown.open(specimen.render(amina))

    assert page.evaluate("document.activeElement.className") == "summary"


@pytest.mark.parametrize("width", [360, 1440])
def test_an_open_list_of_choices_can_be_seen_whole(shown, amina, width):
    shown.page.set_viewport_size({"width": width, "height": 900})
    page = shown.open(specimen.render(amina, form=specimen.Every()))

    for facet in page.locator("details.facet").all():
        facet.locator("summary").click()
        choice = facet.locator("label").last
        choice.scroll_into_view_if_needed()
        box = choice.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        choice.click(trial=True)
        facet.locator("summary").click()


def test_minutes_are_counted_on_in_the_words_of_the_page(shown, amina):
    shown.page.clock.install()
    page = shown.open(specimen.render(amina))
    times = page.locator("main .data time.due")
    assert times.nth(1).inner_text() == "18 min left"

    page.clock.run_for(22 * 60_000)

    assert times.nth(1).inner_text() in {"2 min over", "3 min over"}  # counted at full minutes
    assert times.nth(1).get_attribute("class") == "due u-100 over"
    assert times.nth(2).inner_text() in {"3 h 57 min left", "3 h 58 min left"}
    assert times.nth(3).inner_text() == "3 days left"


def test_a_lost_answer_is_said_and_the_page_stays(shown, amina):
    shown.broken.add("/fragment")
    page = shown.open(specimen.render(amina))

    page.click("#swapper")

    page.get_by_text("There was no answer.").wait_for()
    assert page.locator("#swapper").is_visible()


def test_a_feed_that_went_quiet_turns_amber_and_comes_back(shown, amina):
    shown.page.clock.install()
    feed = '<span class="live">Live</span><div id="f" hx-get="/feed" hx-trigger="every 10s"></div>'
    shown.broken.add("/feed")
    page = shown.open(specimen.render(amina).replace("<h1>", f"{feed}<h1>"))

    for _round in range(3):
        with page.expect_event("requestfailed"):
            page.clock.run_for(10_000)
    page.wait_for_selector(".live.stale")

    shown.broken.clear()
    shown.pages["/feed"] = "<p>New</p>"
    page.clock.run_for(10_000)
    page.wait_for_selector(".live:not(.stale)")


def test_a_form_is_sent_once_however_often_one_clicks(shown, amina):
    sent = []
    page = shown.open(specimen.render(amina, form=specimen.Every()))
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else 0)
    with page.expect_navigation():
        page.evaluate("""() => { const form = document.querySelector('form.form[method=post]');
          for (let i = 0; i < 3; i++) form.requestSubmit(); }""")

    assert len(sent) == 1


def test_escape_closes_an_open_menu_and_returns_to_its_button(shown, amina):
    page = shown.open(specimen.render(amina, form=specimen.Every()))
    page.click("main .menu summary")
    assert page.locator("main .menu a").first.is_visible()

    page.keyboard.press("Escape")

    assert not page.locator("main .menu a").first.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
