"""Moments at the ends of the calendar, days that cannot be, hours that the clocks leave out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from rest_framework import serializers

from cases import persons
from cases.drafts import DocumentDraft
from cases.models import Subject
from exchange.models import Request
from kernel.api.bodies import OnlyKnown
from kernel.errors import NotReady
from kernel.values import bounds
from tests.cases import browsing, factories
from tests.trials import walking

pytestmark = pytest.mark.django_db
FAR = ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00Z"]
FAR += ["0001-01-01T00:00:00+14:00", "2200-01-01T00:00:00Z", "1799-12-31T23:59:59Z"]
TOMORROW = bounds.today_anywhere() + timedelta(days=2)


def test_a_reply_that_is_due_at_the_end_of_the_calendar_is_refused_with_the_bound(amina, over_api):
    api = over_api(amina)
    body = {"type": "INFO", "recipients": ["PRT"], "title": "A car", "ask": "Whose?"}
    for moment in FAR:
        answer = api.post("/api/v1/requests/", body | {"reply_due": moment, "send": False})
        assert answer.status_code == 400, moment
        (error,) = answer.json()["errors"]
        assert error["pointer"] == "#/reply_due"
    assert "2199-12-31" in str(api.post("/api/v1/requests/", body | {"reply_due": FAR[0]}).json())
    assert not Request.objects.from_us(amina).exists()


def test_every_day_and_moment_of_every_call_has_bounds():
    kinds = {serializers.DateField: "9999-12-31", serializers.DateTimeField: FAR[0]}
    fields = [
        (made.__name__, field)
        for made in walking.classes(serializers.Serializer)
        if issubclass(made, OnlyKnown)
        for field in made().fields.values()
        if type(field) in kinds and not field.read_only
    ]
    assert len(fields) >= 10
    for name, field in fields:
        with pytest.raises(serializers.ValidationError):
            field.run_validation(kinds[type(field)])
            pytest.fail(name)


def test_whatever_lies_within_the_bounds_can_be_counted_from_and_shown_in_any_zone():
    from zoneinfo import ZoneInfo, available_timezones

    for moment in (bounds.FIRST_MOMENT, bounds.LAST_MOMENT):
        for zone in available_timezones():
            assert moment.astimezone(ZoneInfo(zone))
        assert moment + timedelta(days=100 * 366) and moment - timedelta(days=100 * 366)


BIRTHS = ["2068-07-16", "2068", "2100..2150", str(TOMORROW), "1500 AH", "200 ROC"]


def test_nobody_is_born_in_the_future(amina, signed_in, over_api):
    browser, api = signed_in(amina), over_api(amina)
    for born in BIRTHS:
        filled = browsing.filled_in(browser, amina, **{"people-0-birth": born})
        page = browsing.text(browser.post("/cases/new", filled | {"create": "1"}))
        assert "This day is still to come." in page, born
        person = {"identities": [{"as_written": "Ana", "birth": born}]}
        part = {"status_of_person": "WITNESS", "person": person}
        body = {"title": "A", "portfolios": ["FRAUD"], "persons": [part]}
        answer = api.post("/api/v1/cases/", body | {"classification": "RESTRICTED"})
        assert answer.status_code == 400, born
        with pytest.raises(NotReady, match="still to come"):
            factories.case(amina, people=[factories.person("Ana", birth=born)])
    assert not Subject.objects.exists()


def test_a_year_that_has_begun_may_be_a_year_of_birth(amina):
    factories.case(amina, people=[factories.person("Newborn", birth=str(date.today().year))])


@pytest.mark.parametrize(
    ("issued", "expires", "field"),
    [
        ("2031-01-01", "2020-01-01", "expires"),
        ("2019-01-02", "2019-01-01", "expires"),
        (str(TOMORROW), "", "issued"),
    ],
)
def test_a_document_expires_after_it_was_issued_in_the_past(
    issued, expires, field, amina, over_api
):
    factories.case(amina, people=["Daniel Okello"])
    subject = Subject.objects.get()
    days = {"issued_on": date.fromisoformat(issued)}
    days["expires_on"] = date.fromisoformat(expires) if expires else None
    with pytest.raises(NotReady):
        draft = factories.person(
            "Daniel Okello", documents=[DocumentDraft("PASSPORT", "A1", **days)]
        )
        persons.edit(subject, draft, by=amina, version=subject.version)
    document = {"kind": "PASSPORT", "number": "A1", "issued_on": issued}
    document |= {"expires_on": expires or None}
    answer = over_api(amina).patch(
        f"/api/v1/persons/{subject.pk}/",
        {"documents": [document]},
        headers={"If-Match": f'"{subject.pk}.{subject.version}"', "X-Purpose": "LOCATE"},
    )
    assert answer.status_code == 400
    assert any(field in error["pointer"] for error in answer.json()["errors"])


def test_a_warrant_is_not_of_tomorrow_and_facts_do_not_end_before_they_began():
    from notices.api.inputs import FactsInput, JudicialInput
    from notices.forms.drafts import FactsForm, JudicialForm

    form = JudicialForm({"warrant_issued_on": str(TOMORROW), "version": "1"})
    assert "warrant_issued_on" in form.errors
    assert JudicialInput(data={"warrant_issued_on": str(TOMORROW)}).is_valid() is False
    for begun, ended in (("2025-03", "2025-01"), ("2025", "2024-12-31"), ("2190", "")):
        facts = {"facts_from": begun, "facts_to": ended, "version": "1"}
        assert {"facts_from", "facts_to"} & set(FactsForm(facts).errors)
        assert not FactsInput(data={"facts_from": begun, "facts_to": ended}).is_valid()
    assert not FactsForm({"facts_from": "2025-03", "facts_to": "2025", "version": "1"}).errors


def test_now_is_now():
    assert bounds.today_anywhere() >= datetime.now(UTC).date()


def test_no_statement_writes_a_document_that_ends_before_it_begins(amina):
    from django.db import IntegrityError, transaction

    from cases.models import IdDocument

    factories.case(amina, people=["Daniel Okello"])
    row = IdDocument(subject=Subject.objects.get(), kind="PASSPORT", number="A1")
    row.issued_on, row.expires_on = date(2031, 1, 1), date(2020, 1, 1)
    with pytest.raises(IntegrityError, match="document_expires_after_issue"):
        with transaction.atomic():
            row.save()
