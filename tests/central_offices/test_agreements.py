"""Agreements between countries and the authorities behind offices: who keeps them, and dates."""

from datetime import date, timedelta

import pytest

from central_offices.agreements import instruments
from central_offices.models import (
    CentralOffice,
    CompetentAuthority,
    CooperationInstrument,
    Jurisdiction,
)
from kernel.errors import NotPermitted, NotReady, Stale
from ledger.models import Event

pytestmark = pytest.mark.django_db
TODAY = date.today()


def office(code: str) -> CentralOffice:
    return CentralOffice.objects.get(code=code)


def agreement(by, *codes: str, **words) -> CooperationInstrument:
    given = {"kind": "TREATY", "title": "Agreement", "in_force_from": TODAY} | words
    row = CooperationInstrument(**given)
    parties = Jurisdiction.objects.filter(code__in=codes)
    instruments.keep_instrument(row, by=by, version=None, parties=parties)
    return row


def authority(by, code: str, **words) -> CompetentAuthority:
    given = {"kind": "COURT", "name": "Court of Lisbon", "valid_from": TODAY} | words
    row = CompetentAuthority(office=office(code), **given)
    instruments.keep_authority(row, by=by, version=None)
    return row


def covering(one: str, other: str, scope: str = "INFO") -> list[str]:
    return [str(row) for row in instruments.covering(office(one), office(other), scope)]


def test_it_covers_the_types_it_names_between_its_parties(adler):
    agreement(adler, "KEN", "PRT", title="On extradition", scope=["EXTRADITION"])
    agreement(adler, "KEN", "PRT", title="On everything")
    assert covering("KEN", "PRT") == ["On everything"]
    assert set(covering("PRT", "KEN", "EXTRADITION")) == {"On extradition", "On everything"}
    assert covering("KEN", "BRA") == []


def test_what_two_agreed_goes_before_what_many_did(adler):
    agreement(adler, "KEN", "PRT", "BRA", "QMA", title="Of four")
    agreement(adler, "KEN", "PRT", title="Of two")
    assert covering("KEN", "PRT") == ["Of two", "Of four"]


@pytest.mark.parametrize(
    "dates",
    [
        {"in_force_from": None, "signed_on": TODAY},
        {"in_force_from": TODAY + timedelta(days=1)},
        {"in_force_from": TODAY - timedelta(days=9), "in_force_to": TODAY},
        {"in_force_from": TODAY - timedelta(days=9), "suspended_from": TODAY},
    ],
)
def test_before_after_and_while_suspended_it_covers_nothing(adler, dates):
    row = agreement(adler, "KEN", "PRT", **dates)
    assert covering("KEN", "PRT") == []
    assert not row.is_in_force() and str(row.standing()) != "In force"


def test_only_administrators_keep_agreements(amina, wanjiku, auditor):
    for officer in (amina, wanjiku, auditor):
        with pytest.raises(NotPermitted):
            agreement(officer, "KEN", "PRT")
    assert not CooperationInstrument.objects.exists()


def test_an_agreement_has_two_parties(adler):
    with pytest.raises(NotReady, match="two countries"):
        agreement(adler, "KEN")


def test_a_change_keeps_what_stood_there_before(adler):
    row = agreement(adler, "KEN", "PRT")
    row.conditions = "Not for tax offences."
    instruments.keep_instrument(row, by=adler, version=1, parties=row.parties.all())
    event = Event.objects.get(verb="instrument.change")
    assert event.data == {"fields": ["conditions"]}
    assert event.detail.body["before"]["conditions"] == ""


def test_whoever_comes_second_is_told(adler):
    row = agreement(adler, "KEN", "PRT")
    instruments.keep_instrument(row, by=adler, version=1, parties=row.parties.all())
    with pytest.raises(Stale):
        instruments.keep_instrument(row, by=adler, version=1, parties=row.parties.all())


def test_a_head_keeps_the_authorities_of_the_own_office(beatriz, adler, amina, pierre):
    authority(beatriz, "PRT")
    authority(adler, "KEN", name="Police")
    for officer, code in ((beatriz, "KEN"), (amina, "KEN"), (pierre, "PRT")):
        with pytest.raises(NotPermitted):
            authority(officer, code)


def test_an_authority_that_ended_handles_nothing(beatriz):
    past = TODAY - timedelta(days=9)
    authority(beatriz, "PRT", valid_from=past, valid_to=TODAY)
    assert instruments.authorities(office("PRT"), "INFO") == []


def test_the_pages_put_an_agreement_on_record_and_change_it(adler, amina, signed_in):
    browser = signed_in(adler)
    form = browser.get("/instruments/new").context["form"]
    words = {
        "once": form["once"].value(),
        "kind": "MOU",
        "title": "On boats",
        "parties": "Kenya, PRT",
        "in_force_from": "2026-01-01",
        "scope": ["INFO"],
    }
    wrong = browser.post("/instruments/new", words | {"parties": "Kenya, Atlantis"})
    assert "Atlantis" in wrong.content.decode() and "On boats" in wrong.content.decode()
    assert browser.post("/instruments/new", words).status_code == 302

    row = CooperationInstrument.objects.get()
    address = f"/instruments/{row.pk}/"
    form = browser.get(address + "edit").context["form"]
    again = {"once": form["once"].value(), "version": "1", "conditions": "None."}
    assert browser.post(address + "edit", words | again).status_code == 302
    page = signed_in(amina).get(address).content.decode()
    assert "On boats" in page and "Information" in page and "None." in page
    assert "Edit" not in signed_in(amina).get(address).content.decode()
    assert "On boats" in signed_in(amina).get("/instruments/?office=PRT&type=INFO").content.decode()
    assert "On boats" not in signed_in(amina).get("/instruments/?office=BRA").content.decode()


def test_the_pages_keep_an_authority(beatriz, amina, signed_in):
    browser = signed_in(beatriz)
    form = browser.get("/authorities/new").context["form"]
    words = {
        "once": form["once"].value(),
        "office": str(office("PRT").pk),
        "kind": "COURT",
        "name": "Court of Lisbon",
        "valid_from": "2026-01-01",
    }
    assert browser.post("/authorities/new", words).status_code == 302
    assert "Court of Lisbon" in signed_in(amina).get("/authorities/").content.decode()
    row = CompetentAuthority.objects.get()
    assert signed_in(amina).get(f"/authorities/{row.pk}/edit").status_code == 403


def test_a_stale_form_loses_nothing(adler, signed_in):
    row = agreement(adler, "KEN", "PRT")
    browser = signed_in(adler)
    form = browser.get(f"/instruments/{row.pk}/edit").context["form"]
    instruments.keep_instrument(row, by=adler, version=1, parties=row.parties.all())
    words = {
        "once": form["once"].value(),
        "version": "1",
        "kind": "TREATY",
        "title": "My title",
        "parties": "KEN, PRT",
        "in_force_from": "2026-01-01",
    }
    page = browser.post(f"/instruments/{row.pk}/edit", words).content.decode()
    assert "Somebody changed this" in page and "My title" in page


def test_the_api_lists_both(adler, beatriz, amina, over_api):
    agreement(adler, "KEN", "PRT", title="On boats", scope=["INFO"])
    authority(beatriz, "PRT")
    caller = over_api(amina)
    (found,) = caller.get("/api/v1/instruments/?country=KEN&type=INFO").json()["results"]
    assert (found["title"], found["parties"], found["in_force"]) == (
        "On boats",
        ["KEN", "PRT"],
        True,
    )
    assert caller.get("/api/v1/instruments/?type=LOCATE").json()["results"] == []
    (court,) = caller.get("/api/v1/authorities/?office=PRT").json()["results"]
    assert court["name"] == "Court of Lisbon"
