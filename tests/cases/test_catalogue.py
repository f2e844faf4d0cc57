"""The offence catalogue: dated, kept by administrators, chosen from by officers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases import catalogue
from cases.models import Offence
from kernel.errors import NotPermitted, NotReady
from ledger.models import Event
from policies.models import Portfolio
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()


def draft(**changes):
    return catalogue.OffenceDraft(
        **{
            "code": "GHOST_INVOICES",
            "names": {"en": "Ghost invoices"},
            "portfolios": [Portfolio.objects.get(pk="FRAUD")],
            "valid_from": TODAY,
        }
        | changes
    )


def test_an_administrator_s_entry_is_offered_to_officers(adler, amina, signed_in):
    catalogue.add(draft(), by=adler)

    assert "Ghost invoices" in browsing.text(signed_in(amina).get("/cases/new"))
    assert Event.objects.get(verb="offence.add").data["code"] == "GHOST_INVOICES"


def test_a_new_entry_of_the_code_ends_the_one_before(adler):
    first = catalogue.add(draft(valid_from=TODAY - timedelta(days=30)), by=adler)
    second = catalogue.add(draft(names={"en": "Invoices for nothing"}), by=adler)

    first.refresh_from_db()
    assert first.valid_to == TODAY
    assert list(Offence.objects.in_force().filter(code="GHOST_INVOICES")) == [second]


def test_a_case_keeps_an_entry_that_ended(adler, amina, signed_in):
    offence = catalogue.add(draft(valid_from=TODAY - timedelta(days=9)), by=adler)
    case = factories.case(amina, offences=[offence])
    catalogue.end(offence, TODAY - timedelta(days=1), by=adler)

    browser = signed_in(amina)
    assert "Ghost invoices" in browsing.text(browser.get(f"/cases/{case.reference}/edit"))
    assert "Ghost invoices" not in browsing.text(browser.get("/cases/new"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"names": {"fr": "Fausses factures"}}, "Write the name in English"),
        ({"portfolios": []}, "Choose at least one portfolio"),
        ({"excluded_for_red": "POLITICAL"}, "Say in English why"),
    ],
)
def test_an_incomplete_entry_is_refused(changes, sentence, adler):
    with pytest.raises(NotReady, match=sentence):
        catalogue.add(draft(**changes), by=adler)


def test_nothing_is_put_before_an_entry_that_is_there(adler):
    catalogue.add(draft(), by=adler)

    with pytest.raises(NotReady, match="Choose a later first day"):
        catalogue.add(draft(valid_from=TODAY - timedelta(days=1)), by=adler)


def test_an_entry_does_not_end_before_it_began(adler):
    offence = catalogue.add(draft(), by=adler)

    with pytest.raises(NotReady, match="lies before the first"):
        catalogue.end(offence, date(2020, 1, 1), by=adler)


@pytest.mark.parametrize("who", ["amina", "wanjiku", "sato", "auditor"])
def test_nobody_but_administrators_changes_the_catalogue(who, request, signed_in):
    officer = request.getfixturevalue(who)

    with pytest.raises(NotPermitted):
        catalogue.add(draft(), by=officer)
    assert signed_in(officer).get("/offences/new").status_code == 403


def test_an_entry_is_added_once_and_ended_in_the_browser(adler, signed_in):
    browser = signed_in(adler)
    form = {
        "once": browsing.token(browser.get("/offences/new")),
        "code": "GHOST_INVOICES",
        "portfolios": ["FRAUD"],
        "excluded_for_red": "",
        "valid_from": "2026-01-01",
        "name_en": "Ghost invoices",
        "name_ar": "فواتير وهمية",
    }
    for _ in range(2):
        browser.post("/offences/new", form)
    offence = Offence.objects.get(code="GHOST_INVOICES")
    assert offence.names == {"en": "Ghost invoices", "ar": "فواتير وهمية"}

    browser.post(f"/offences/{offence.pk}/end", {"last_day": "2026-06-30"}, follow=True)
    assert "Ghost invoices" not in browsing.text(browser.get("/offences/"))
    assert "Ghost invoices" in browsing.text(browser.get("/offences/?ended=1"))


def test_an_excluded_offence_says_so_and_why(amina, signed_in):
    page = browsing.text(signed_in(amina).get("/offences/"))

    assert "Excluded" in page
    assert "An unpaid cheque is a matter between private parties" in page
