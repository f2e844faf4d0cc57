"""Filing a case in the browser: checked before it is made, made once, nothing typed is lost."""

import re

import pytest
from django.utils import timezone

from cases.models import Case, Subject
from ledger.models import Event
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(amina, signed_in):
    return signed_in(amina)


def test_a_case_is_filed_after_a_check_and_found_by_a_name_in_another_script(amina, browser):
    filled = browsing.filled_in(browser, amina)

    check = browser.post("/cases/new", filled | {"check": "1"})
    assert "Щербаков Дмитрий" in browsing.text(check)
    assert not Case.objects.exists()

    done = browser.post("/cases/new", filled | {"create": "1"}, follow=True)
    case = Case.objects.get()
    assert case.reference == f"KEN-{timezone.now().year}-000001"
    assert done.redirect_chain[-1][0] == f"/cases/{case.reference}/"
    assert "Lantern Quay" in browsing.text(done)

    found = browsing.with_purpose(browser).get("/cases/", {"q": "Shcherbakov"})
    assert "Lantern Quay" in browsing.text(found)


def test_what_the_check_shows_can_be_sent_as_it_stands(amina, browser):
    filled = browsing.filled_in(browser, amina, **{"shares-0-office": "Lisbon"})
    check = browsing.text(browser.post("/cases/new", filled | {"check": "1"}))
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', check)
    sent: dict[str, list[str]] = {}
    for name, value in hidden:
        sent.setdefault(name, []).append(value)

    browser.post("/cases/new", sent | {"create": "1"})

    case = Case.objects.get()
    assert (case.title, case.lead_officer) == ("Lantern Quay", amina)
    assert [row.pk for row in case.portfolios.all()] == ["FRAUD"]
    assert [share.office.code for share in case.shares.all()] == ["PRT"]
    person = Subject.objects.get()
    assert person.main_identity.birth_text == "1979"
    assert [row.jurisdiction_id for row in person.nationalities.all()] == ["XXA"]


def test_the_same_form_sent_twice_files_one_case(amina, browser):
    filled = browsing.filled_in(browser, amina) | {"create": "1"}

    first = browser.post("/cases/new", filled)
    second = browser.post("/cases/new", filled)

    assert Case.objects.count() == 1
    assert first.url == second.url


def test_an_incomplete_form_keeps_what_was_typed_and_says_what_to_do(amina, browser):
    filled = browsing.filled_in(
        browser, amina, title="", portfolios=[], **{"people-0-birth": "08/07/1979"}
    )

    page = browsing.text(browser.post("/cases/new", filled | {"check": "1"}))

    assert "Choose at least one portfolio." in page
    assert "08/07/1979" in page and "Write the year first" in page
    assert "Invoices for goods that never sailed." in page
    assert not Case.objects.exists()


def test_a_row_is_added_without_javascript_and_nothing_is_called_wrong_yet(amina, browser):
    filled = browsing.filled_in(browser, amina, title="", add="people")

    page = browsing.text(browser.post("/cases/new", filled))

    assert 'name="people-1-as_written"' in page
    assert "Щербаков Дмитрий" in page
    assert "This cannot be saved yet" not in page


def test_an_office_that_does_not_take_part_is_refused_with_a_sentence(amina, browser):
    filled = browsing.filled_in(browser, amina, **{"shares-0-office": "Atlantis"})

    page = browsing.text(browser.post("/cases/new", filled | {"create": "1"}))

    assert "No office is called “Atlantis”." in page


def test_a_refusal_in_the_verb_is_shown_and_the_form_can_be_sent_again(amina, browser):
    filled = browsing.filled_in(browser, amina, **{"shares-0-office": "KEN"}) | {"create": "1"}

    page = browsing.text(browser.post("/cases/new", filled))
    assert "Your own office sees the case already" in page
    assert not Case.objects.exists()

    browser.post("/cases/new", filled | {"shares-0-office": "PRT"})
    assert Case.objects.count() == 1


def test_a_person_known_already_is_offered_and_not_entered_twice(amina, browser):
    known = factories.case(amina, "First", people=["Dmitri Shcherbakov"])
    subject = Subject.objects.get()
    filled = browsing.filled_in(browser, amina)

    check = browsing.text(browser.post("/cases/new", filled | {"check": "1"}))
    assert "Perhaps this person is known already" in check

    chosen = {"people-0-existing": str(subject.pk), "create": "1"}
    browser.post("/cases/new", filled | chosen)

    case = Case.objects.exclude(pk=known.pk).get()
    assert [link.subject for link in case.case_subjects.all()] == [subject]


def test_another_office_s_record_cannot_be_taken_into_a_case(amina, pierre, browser):
    factories.case(pierre, people=["Dmitri Shcherbakov"])
    subject = Subject.objects.get()
    chosen = {"people-0-existing": str(subject.pk), "create": "1"}

    page = browser.post("/cases/new", browsing.filled_in(browser, amina) | chosen)

    assert "not one that your office keeps" in browsing.text(page)


def test_filing_is_one_event_with_codes_and_counts_only(amina):
    case = factories.case(amina, people=["Dmitri Shcherbakov"])

    event = Event.objects.get(verb="case.open")
    assert (event.subject_id, event.after) == (case.pk, "OPEN")
    assert event.data == {"persons": 1, "shares": 0}


def test_an_officer_without_the_role_is_told_so(auditor, signed_in):
    page = signed_in(auditor).get("/cases/new")

    assert page.status_code == 403
    assert "You may not file cases." in browsing.text(page)


def test_references_count_up_per_office_and_year(amina, pierre):
    year = timezone.now().year
    references = [factories.case(one).reference for one in (amina, amina, pierre)]

    assert references == [f"KEN-{year}-000001", f"KEN-{year}-000002", f"PRT-{year}-000001"]
