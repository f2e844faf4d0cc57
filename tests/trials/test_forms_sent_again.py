"""Back in the browser, something changed, sent again: nothing is lost, nothing is doubled."""

import re

import pytest

from cases.models import Case, CaseEntry
from kernel.ids import new_id
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db
BEFORE = "You sent this form before"


def test_case_a_is_filed_then_back_and_the_title_is_changed(amina, signed_in):
    browser = signed_in(amina)
    first = browsing.filled_in(browser, amina, title="Lantern Quay") | {"create": "1"}
    made = browser.post("/cases/new", first).url

    page = browsing.text(browser.post("/cases/new", first | {"title": "Copper Wharf"}))

    assert BEFORE in page and f'href="{made}"' in page
    assert "Copper Wharf" in page and "Invoices for goods that never sailed." in page
    assert list(Case.objects.values_list("title", flat=True)) == ["Lantern Quay"]
    fresh = re.search(r'name="once" value="([^"]+)"', page)[1]
    again = first | {"title": "Copper Wharf", "once": fresh}
    assert browser.post("/cases/new", again).url != made
    assert browser.post("/cases/new", first).url == made
    assert sorted(Case.objects.values_list("title", flat=True)) == ["Copper Wharf", "Lantern Quay"]


@pytest.mark.parametrize(
    "change",
    [
        {"people-0-as_written": "Somebody else"},
        {"people-0-sex": "F"},
        {"classification": "0"},
        {"shares-0-office": "PRT"},
        {"portfolios": ["FRAUD", "TERRORISM"]},
        {"summary": "Invoices for goods that never sailed"},
        {"summary": ""},
    ],
)
def test_whatever_was_changed_is_told_and_kept(change, amina, signed_in):
    browser = signed_in(amina)
    first = browsing.filled_in(browser, amina) | {"create": "1"}
    browser.post("/cases/new", first)

    assert BEFORE in browsing.text(browser.post("/cases/new", first | change))
    assert Case.objects.count() == 1


def test_the_same_words_with_another_proof_or_another_csrf_token_are_the_same_form(
    amina, signed_in
):
    browser = signed_in(amina)
    first = browsing.filled_in(browser, amina) | {"create": "1"}
    made = browser.post("/cases/new", first).url

    for more in ({"csrfmiddlewaretoken": "a"}, {"proof": "123456"}, {"proof_credential": "{}"}):
        assert browser.post("/cases/new", first | more).url == made


def test_a_note_is_written_then_back_and_another_one(amina, signed_in):
    case, browser, token = factories.case(amina), signed_in(amina), str(new_id())
    address = f"/cases/{case.reference}/note"
    page = browsing.text(browser.get(f"/cases/{case.reference}/"))
    address = re.search(r'action="([^"]+)"[^>]*>(?:(?!</form>).)*name="text"', page, re.DOTALL)[1]
    note = {"once": token, "text": "The lorry left at noon."}
    note |= {"source_evaluation": "B", "information_evaluation": "2"}

    browser.post(address, note)
    browser.post(address, note)
    assert CaseEntry.objects.filter(case=case, text__startswith="The lorry").count() == 1
    page = browsing.text(browser.post(address, note | {"text": "The lorry left at one."}))

    assert BEFORE in page and "The lorry left at one." in page
    assert CaseEntry.objects.filter(case=case, text__startswith="The lorry").count() == 1
