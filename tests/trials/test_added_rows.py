"""A row that is added begins as the first one did; an untouched one is as if it were not there."""

import re

import pytest
from django import forms
from django.http import QueryDict

from cases.forms.rows import BaseRows
from cases.models import Case, CaseShare, Subject
from tests.cases import browsing, factories
from tests.trials import walking

pytestmark = pytest.mark.django_db


def every_rows() -> list[type[BaseRows]]:
    found = {
        rows
        for module in walking.modules()
        for rows in vars(module).values()
        if isinstance(rows, type) and issubclass(rows, BaseRows) and rows is not BaseRows
    }
    assert len(found) >= 6
    return list(found)


def sent_for_one_more(rows: type[BaseRows], already: int) -> BaseRows:
    data = QueryDict(mutable=True)
    data.update({"r-TOTAL_FORMS": str(already), "r-INITIAL_FORMS": "0", "add": "r"})
    return rows(data, prefix="r")


def chosen(html: str, name: str) -> str:
    """Give the choice that a browser shows and would send."""
    choices = re.search(rf'<select name="{name}".*?</select>', html, re.DOTALL)[0]
    selected = re.search(r'<option value="([^"]*)" selected', choices)
    return (selected or re.search(r'<option value="([^"]*)"', choices))[1]


def test_every_added_row_shows_what_the_first_row_shows():
    for rows in every_rows():
        for already in (0, 1, 3):
            grown = sent_for_one_more(rows, already)
            fresh = rows.form(prefix=f"r-{already}")
            last = grown.forms[-1]
            assert len(grown.forms) == already + 1
            for field in fresh:
                assert str(last[field.name].value() or "") == str(
                    getattr(field.value(), "value", field.value()) or ""
                ), f"{rows.form.__name__}.{field.name}"


def test_an_added_row_that_nobody_touched_is_no_row():
    for rows in every_rows():
        data = sent_for_one_more(rows, 2).data.copy()
        del data["add"]
        again = rows(data, prefix="r")
        assert [form.has_changed() for form in again.forms[2:]] == [False]
        assert again.forms[2].is_valid(), again.forms[2].errors


def test_no_more_rows_than_a_form_may_have_and_no_row_for_nonsense():
    assert len(sent_for_one_more(every_rows()[0], 40).forms) == 40
    for nonsense in ("", "9" * 5000, "1e3", "0x10", "²"):
        data = QueryDict(mutable=True)
        data.update({"r-TOTAL_FORMS": nonsense, "r-INITIAL_FORMS": "0", "add": "r"})
        for rows in every_rows():
            assert not rows(data, prefix="r").is_valid()


def test_five_persons_are_filed_with_the_sex_that_nobody_said(amina, signed_in):
    browser = signed_in(amina)
    filled = browsing.filled_in(browser, amina, **{"people-0-sex": "U"})
    for number in range(1, 5):
        page = browsing.text(browser.post("/cases/new", filled | {"add": "people"}))
        assert chosen(page, f"people-{number}-sex") == "U"
        shown = {
            f"people-{number}-sex": chosen(page, f"people-{number}-sex"),
            f"people-{number}-document_kind": chosen(page, f"people-{number}-document_kind"),
            f"people-{number}-as_written": f"Person {number}",
            f"people-{number}-status_of_person": "WITNESS",
        }
        filled |= shown | {"people-TOTAL_FORMS": str(number + 1)}
    filled |= {"people-TOTAL_FORMS": "6", "people-5-sex": "U", "people-5-document_kind": ""}

    browser.post("/cases/new", filled | {"create": "1"})

    assert list(Subject.objects.values_list("sex", flat=True)) == ["U"] * 5


def test_another_office_may_read_until_somebody_says_more(amina, signed_in):
    browser = signed_in(amina)
    filled = browsing.filled_in(browser, amina, **{"shares-0-office": "PRT"})
    page = browsing.text(browser.post("/cases/new", filled | {"add": "shares"}))
    role = chosen(page, "shares-1-role")
    more = {"shares-TOTAL_FORMS": "2", "shares-1-office": "BRA", "shares-1-role": role}

    browser.post("/cases/new", filled | more | {"create": "1"})

    assert set(CaseShare.objects.values_list("role", flat=True)) == {"OBSERVER"}
    assert Case.objects.count() == 1


def test_another_identity_is_claimed_and_another_document_of_unknown_state(amina, signed_in):
    factories.case(amina, people=["Daniel Okello"])
    subject, browser = Subject.objects.get(), signed_in(amina)
    address = f"/persons/{subject.pk}/edit"
    page = browsing.text(browser.get(address))
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    defaults = {"identities-1-label": "CLAIMED", "nationalities-0-status": "CLAIMED"}
    defaults |= {"documents-0-status": "UNKNOWN"}

    for name, default in defaults.items():
        sent = hidden | {"add": name.split("-")[0]}
        grown = browsing.text(browser.post(address, sent))
        assert chosen(grown, name) == default


NEVER_FIRST = {
    # shown with what the record says, or with what the office has settled
    "cases.forms.person.SubjectForm.kind",
    "cases.forms.person.SubjectForm.sex",
    "central_offices.forms.accounts.ClearanceForm.clearance",
    "exchange.forms.shift_handover.ShiftHandoverForm.classification",
    "notices.forms.drafts.IdentityForm.second_language",
}


def test_no_list_of_choices_answers_before_somebody_has_chosen():
    for name, field in walking.form_fields():
        if not isinstance(field, forms.ChoiceField) or name in NEVER_FIRST:
            continue
        if isinstance(field.widget, forms.RadioSelect) or field.widget.allow_multiple_selected:
            continue  # a browser chooses none of several buttons
        if isinstance(field, forms.ModelChoiceField):
            assert field.empty_label is not None, name
            continue
        choices = list(field.choices)
        is_asked = not choices or choices[0][0] == "" or field.initial is not None
        assert is_asked, f"{name} begins with {choices[0]}"
