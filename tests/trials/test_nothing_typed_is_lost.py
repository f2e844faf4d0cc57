"""What was typed or chosen is still there afterwards, or the page says that it is not."""

import io
import re

import pytest

from notices.models import Proceeding
from tests.cases import browsing, factories
from tests.kernel import samples
from tests.notices import drafts
from tests.notices.test_draft_pages import address

pytestmark = pytest.mark.django_db
ONCE_MORE = "Choose this file once more"


def as_shown(page: str) -> dict[str, list[str]]:
    """Every field as a browser would send it: typed lines, chosen entries, ticked boxes."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        ticked = kind is None or kind[1] not in ("checkbox", "radio") or " checked" in tag
        if name and ticked and "DELETE" not in name[1]:
            value = re.search(r'value="([^"]*)"', tag)
            sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, choices in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', choices)
        sent[name] = [chosen[1] if chosen else ""]
    for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>\s?([^<]*)</textarea>', page):
        sent[name] = [text.strip()]
    return {name: values for name, values in sent.items() if name not in ("add", "warrant_file")}


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh-hans", "ar"])
def test_judicial_data_with_another_issuer_keep_their_days_in_every_language(
    language, amina, signed_in
):
    draft, browser = drafts.red(amina), signed_in(amina)
    before = Proceeding.objects.get(notice=draft)
    Proceeding.objects.filter(pk=before.pk).update(limitation_date="2041-05-06")
    at = f"{address(draft, 'judicial')}?lang={language}"

    sent = as_shown(browser.get(at).content.decode()) | {"warrant_issuer": "Another court"}
    assert browser.post(at, sent).status_code == 302

    after = Proceeding.objects.get(notice=draft)
    assert after.warrant_issuer == "Another court"
    assert str(after.limitation_date) == "2041-05-06"
    for name in ("warrant_issued_on", "kind", "jurisdiction_id", "warrant_reference"):
        assert getattr(after, name) == getattr(before, name) and getattr(after, name), name
    assert after.charges.count() == before.charges.count() > 0


def test_a_file_that_no_browser_sends_twice_is_asked_for_again(amina, signed_in):
    draft, browser = drafts.red(amina), signed_in(amina)
    at = address(draft, "judicial")
    sent = as_shown(browser.get(at).content.decode())

    def page(**changes) -> str:
        copy = io.BytesIO(samples.PDF)
        copy.name = "warrant.pdf"
        return browsing.text(browser.post(at, sent | {"warrant_file": copy} | changes))

    assert ONCE_MORE in page(add="charges")
    assert ONCE_MORE in page(warrant_issued_on="07/08/2019")
    assert ONCE_MORE not in browsing.text(browser.post(at, sent | {"warrant_issued_on": "x"}))


def test_an_added_row_is_where_the_page_opens(amina, signed_in):
    browser = signed_in(amina)
    filled = browsing.filled_in(browser, amina)
    for rows in ("people", "shares"):
        page = browsing.text(browser.post("/cases/new", filled | {"add": rows}))
        assert page.count(f'id="{rows}-added"') == 1
        assert f'formaction="#{rows}-added"' in page


def test_whether_a_person_is_known_already_is_asked_and_not_answered(amina, signed_in):
    case, browser = factories.case(amina, people=["Щербаков Дмитрий"]), signed_in(amina)
    filled = browsing.filled_in(browser, amina)
    check = browsing.text(browser.post("/cases/new", filled | {"check": "1"}))
    person = {"as_written": "Щербаков Дмитрий", "status_of_person": "SUSPECT", "sex": "U"}
    added = browsing.text(browser.post(f"/cases/{case.reference}/persons/", person))

    for page, name in ((check, "people-0-existing"), (added, "existing")):
        choices = [tag for tag in re.findall(r'<input type="radio"[^>]*>', page) if name in tag]
        assert len(choices) == 2
        assert all("required" in tag and "checked" not in tag for tag in choices)
    assert re.search(r'name="add" value="" formnovalidate', check)


def test_for_what_a_person_is_wanted_is_asked_until_it_is_said(amina, signed_in):
    draft, browser = drafts.red(amina), signed_in(amina)
    at = address(draft, "judicial")
    assert as_shown(browser.get(at).content.decode())["kind"] == [draft.proceeding.kind]
    Proceeding.objects.filter(notice=draft).update(
        warrant_reference="", warrant_issuer="", warrant_issued_on=None
    )

    shown = as_shown(browser.get(at).content.decode())

    assert "kind" not in shown
    assert browser.post(at, shown).status_code == 200
