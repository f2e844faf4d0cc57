"""Filing a case in the browser and finding it again: the walking skeleton."""

import re

import pytest

from cases.models import Case

pytestmark = pytest.mark.django_db

ANSWERS = {
    "title": "Lantern Quay",
    "portfolios": ["FRAUD"],
    "summary": "Invoices for goods that never sailed.",
    "classification": "1",
    "shares-TOTAL_FORMS": "1",
    "shares-INITIAL_FORMS": "0",
    "shares-0-office": "PRT",
    "shares-0-role": "OBSERVER",
    "people-TOTAL_FORMS": "1",
    "people-INITIAL_FORMS": "0",
    "people-0-as_written": "Щербаков Дмитрий",
    "people-0-status_of_person": "SUSPECT",
    "people-0-sex": "M",
    "people-0-birth": "1979",
    "people-0-nationality": "XXA",
    "people-0-document_kind": "PASSPORT",
}


def answers(page, officer, **changes):
    token = re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]
    return ANSWERS | {"once": token, "lead_officer": officer.pk} | changes


def test_a_case_is_filed_after_a_check_and_found_by_a_name_in_another_script(amina, signed_in):
    browser = signed_in(amina)
    filled = answers(browser.get("/cases/new"), amina)

    check = browser.post("/cases/new", filled | {"check": "1"})
    assert "Щербаков Дмитрий" in check.content.decode()
    assert not Case.objects.exists()

    done = browser.post("/cases/new", filled | {"create": "1"}, follow=True)
    case = Case.objects.get()
    assert re.fullmatch(r"KEN-\d{4}-000001", case.reference)
    assert done.redirect_chain[-1][0] == f"/cases/{case.reference}/"
    assert "Lantern Quay" in done.content.decode()

    asked = browser.get("/cases/", {"q": "Shcherbakov"})
    assert "Why are you searching?" in asked.content.decode()
    found = browser.post(
        "/cases/purpose", {"purpose": "INFORMATION", "next": "/cases/?q=Shcherbakov"}, follow=True
    )
    assert "Lantern Quay" in found.content.decode()
