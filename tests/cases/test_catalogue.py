"""The offence catalogue: dated, changed by two administrators, chosen from by officers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Offence
from central_offices.dated_rules import changes, tables
from central_offices.dated_rules.plans import Span
from kernel.errors import NotReady
from tests.cases import browsing, factories
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db

TODAY = timezone.now().date()
TOMORROW = TODAY + timedelta(days=1)
CODE = {"code": "GHOST_INVOICES"}


def draft(begins=TOMORROW, **changed):
    content = {
        "names": {"en": "Ghost invoices"},
        "portfolios": ["FRAUD"],
        "excluded_for_red": "",
        "exclusion_note": {},
    } | changed
    return changes.Draft(tables.by_slug("offences"), CODE, content, Span(begins))


def agreed(written, adler, benes):
    change = changes.propose(written, by=adler, reason="Agreed by the assembly.")
    changes.confirm(change, by=benes)
    return Offence.objects.filter(**CODE).order_by("-valid_from").first()


def in_force(**names):
    """An entry that began some days ago."""
    with by_the_owner():
        row = Offence.objects.create(
            **CODE, names={"en": "Ghost invoices"}, valid_from=TODAY - timedelta(days=9)
        )
        row.portfolios.set(["FRAUD"])
    return row


def test_an_entry_is_offered_to_officers_from_its_first_day_on(adler, benes, amina, signed_in):
    row = agreed(draft(), adler, benes)
    assert [one.pk for one in row.portfolios.all()] == ["FRAUD"]
    assert "Ghost invoices" not in browsing.text(signed_in(amina).get("/cases/new"))
    assert list(Offence.objects.in_force(TOMORROW).filter(**CODE)) == [row]


def test_a_new_entry_of_the_code_ends_the_one_before(adler, benes):
    first = in_force()
    second = agreed(draft(portfolios=["FRAUD", "GRAFT"]), adler, benes)

    first.refresh_from_db()
    assert first.valid_to == TOMORROW
    assert [one.pk for one in first.portfolios.all()] == ["FRAUD"]
    assert sorted(one.pk for one in second.portfolios.all()) == ["FRAUD", "GRAFT"]


def test_an_entry_that_has_not_begun_is_taken_back_with_its_portfolios(adler, benes):
    agreed(draft(begins=TODAY + timedelta(days=20)), adler, benes)
    agreed(draft(names={"en": "Invoices for nothing"}), adler, benes)
    assert [row.names["en"] for row in Offence.objects.filter(**CODE)] == ["Invoices for nothing"]


def test_a_case_keeps_an_entry_that_ended(amina, signed_in):
    offence = in_force()
    case = factories.case(amina, offences=[offence])
    with by_the_owner():
        Offence.objects.filter(pk=offence.pk).update(valid_to=TODAY)

    browser = signed_in(amina)
    assert "Ghost invoices" in browsing.text(browser.get(f"/cases/{case.reference}/edit"))
    assert "Ghost invoices" not in browsing.text(browser.get("/cases/new"))
    assert "Ghost invoices" not in browsing.text(browser.get("/offences/"))
    assert "Ghost invoices" in browsing.text(browser.get("/offences/?ended=1"))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"portfolios": []}, "Choose at least one portfolio"),
        ({"excluded_for_red": "POLITICAL"}, "Say in English why"),
    ],
)
def test_an_incomplete_entry_is_refused(changed, sentence, adler):
    with pytest.raises(NotReady, match=sentence):
        changes.propose(draft(**changed), by=adler, reason="Agreed.")


def test_sql_as_the_application_moves_no_offence_under_another_portfolio(adler):
    row = in_force()
    for attempt in (
        lambda: row.portfolios.add("GRAFT"),
        lambda: row.portfolios.clear(),
        lambda: Offence.objects.filter(pk=row.pk).update(excluded_for_red="POLITICAL"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_administrators_are_led_from_the_catalogue_to_its_rules(adler, amina, signed_in):
    row = Offence.objects.in_force().first()
    page = browsing.text(signed_in(adler).get("/offences/"))
    assert f"/rules/offences/rows/{row.pk}/" in page and "/rules/offences/new" in page
    assert "/rules/offences/" not in browsing.text(signed_in(amina).get("/offences/"))


def test_an_excluded_offence_says_so_and_why(amina, signed_in):
    page = browsing.text(signed_in(amina).get("/offences/"))

    assert "Excluded" in page
    assert "An unpaid cheque is a matter between private parties" in page
