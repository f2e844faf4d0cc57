"""The design system in a real browser: no overflow, no blocked style, reachable for everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import specimen

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 500, 768, 1024, 1440])
def test_no_page_is_wider_than_its_window(shown, amina, width, language):
    shown.page.set_viewport_size({"width": width, "height": 900})

    page = shown.open(specimen.render(amina, language))

    assert page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
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

    page.wait_for_function("document.activeElement.id === 'next'")
    assert shown.violations() == []


def test_the_policy_would_report_a_style_attribute(shown, amina):
    """So that the test above means something."""
    page = shown.open(specimen.render(amina).replace("<h1>", '<h1 style="color:red">'))

    page.wait_for_function("(window.violations || []).length > 0")


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
