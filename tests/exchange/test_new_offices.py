"""A new office and its country: added by two persons, joins, is not asked before it is live."""

import pytest
from django.utils import timezone

from central_offices.directory import as_typed
from central_offices.models import AccessChange, CentralOffice
from central_offices.two_persons import changes, proposing
from exchange.requests import sending
from kernel.errors import NotReady, WrongState
from ledger.models import Destination
from tests import persons
from tests.exchange.conftest import draft
from tests.exchange.going_live import promises_kept

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date().isoformat()
NEW = {
    "code": "QNA",
    "alpha2": "QX",
    "names": {"en": "New Alpha"},
    "city": "Alphaville",
    "time_zone": "Africa/Nairobi",
    "languages": ["en"],
}


def joined(office, by) -> CentralOffice:
    persons.decided(changes.propose("JOIN", office, by=by, day=TODAY))
    promises_kept()
    return CentralOffice.objects.get(pk=office.pk)


def test_a_new_office_is_added_joins_and_is_not_asked_before_it_is_live(adler, amina, over_api):
    agency = CentralOffice.objects.secretariat()
    most = max(CentralOffice.objects.values_list("number", flat=True))
    persons.decided(changes.propose("NEW_OFFICE", agency, by=adler, **NEW))
    promises_kept()
    office = CentralOffice.objects.get(code="QNA")
    assert (office.number, office.standing, office.jurisdiction.kind) == (
        most + 1, "NOT_JOINED", "STATE"
    )  # fmt: skip
    assert not Destination.objects.filter(office=office).exists()
    with pytest.raises(NotReady, match="has not joined"):
        as_typed.office("New Alpha")
    office = joined(office, adler)
    assert office.standing == "NOT_LIVE" and Destination.objects.filter(office=office).exists()
    with pytest.raises(NotReady, match="not live yet"):
        sending.send(draft(amina, "QNA"), by=amina)
    with pytest.raises(WrongState, match="joined already"):
        changes.propose("JOIN", office, by=adler, day=TODAY)


def test_what_is_wrong_with_a_new_office_is_said_at_its_field(adler, signed_in):
    agency = CentralOffice.objects.secretariat()
    wrong = [
        ({"code": "ken"}, "code"),
        ({"code": "KEN"}, "code"),
        ({"code": "YUCS"}, "code"),
        ({"alpha2": ""}, "alpha2"),
        ({"names": {"fr": "Alpha"}}, "name_en"),
        ({"city": ""}, "city"),
        ({"time_zone": "Nowhere/City"}, "time_zone"),
    ]
    for other, field in wrong:
        with pytest.raises(NotReady) as refusal:
            changes.propose("NEW_OFFICE", agency, by=adler, **(NEW | other))
        assert [name for name, _sentence in refusal.value.missing] == [field]
    browser = signed_in(adler)
    once = browser.get("/offices/new").context["form"]["once"].value()
    typed = {"once": once, "code": "qna", "name_en": "New Alpha", "city": "Alphaville"}
    reply = browser.post("/offices/new", typed | {"time_zone": "Mars/Base", "reason": "Founded"})
    text = reply.content.decode()
    assert "Mars/Base” is no time zone" in text and 'value="New Alpha"' in text
    assert "Founded" in text


def test_two_at_once_get_one_office_each(adler, benes):
    agency = CentralOffice.objects.secretariat()
    first = changes.propose("NEW_OFFICE", agency, by=adler, **NEW)
    with pytest.raises(WrongState, match="proposed already"):
        changes.propose("NEW_OFFICE", agency, by=benes, **NEW)
    with pytest.raises(WrongState, match="proposed already"):
        proposing.save_alone(
            AccessChange(kind="NEW_OFFICE", office=agency, proposed_by=benes, content=NEW)
        )
    second = changes.propose(
        "NEW_OFFICE", agency, by=benes, **(NEW | {"code": "QNB", "alpha2": "QY"})
    )
    for change in (first, second):
        persons.decided(change)
    numbers = CentralOffice.objects.filter(code__in=["QNA", "QNB"]).values_list("number", flat=True)
    assert len(set(numbers)) == 2
