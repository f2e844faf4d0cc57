"""Nairobi adds an informant's word about a person to Lisbon's case; Lisbon passes the person on."""

import pytest

from cases import contributed_persons, filing, persons, sharing
from cases.drafts import CaseDraft, IdentityDraft, PartDraft, PersonDraft, ShareDraft
from cases.models import Subject
from cases.safeguards import protected_status
from central_offices.models import CentralOffice, Jurisdiction
from exchange.consents import asking
from exchange.models import Consent
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger.models import Message
from notices.workflow import drafting
from policies.models import Portfolio
from tests import systems
from tests.exchange.conftest import deliver_all, draft

pytestmark = pytest.mark.django_db
HELD = "not to be passed on without consent"


def office(code: str) -> CentralOffice:
    return CentralOffice.objects.get(code=code)


@pytest.fixture
def lisbon_s(pierre):
    """Lisbon's case, to which Nairobi contributes."""
    given = CaseDraft(
        "Boats",
        [Portfolio.objects.get(pk="FRAUD")],
        parts=[PartDraft("SUSPECT", PersonDraft([IdentityDraft("COSTA Rui")]))],
        shares=[ShareDraft(office("KEN"), "CONTRIBUTOR")],
    )
    return filing.open_case(given, by=pierre)


@pytest.fixture
def told(lisbon_s, amina) -> Subject:
    part = PartDraft("WITNESS", PersonDraft([IdentityDraft("OUMA Grace")]))
    return persons.add(lisbon_s, part, by=amina)


def consent(link, pierre, amina, *codes: str) -> Consent:
    row = asking.ask(
        link,
        by=pierre,
        use="SHARE",
        reason="Brasilia knows the boat.",
        offices=[office(code) for code in codes],
    )
    deliver_all()
    asking.grant(Consent.objects.get(pk=row.pk), by=amina)
    deliver_all()
    return row


def link_of(case, subject):
    return case.case_subjects.get(subject=subject)


def test_by_a_share_or_an_invitation(lisbon_s, told, pierre, joana):
    for attempt in (
        lambda: sharing.share(lisbon_s, office("BRA"), by=pierre),
        lambda: sharing.share(lisbon_s, office("BRA"), by=pierre, role="CONTRIBUTOR"),
        lambda: sharing.invite(lisbon_s, joana, by=pierre),
    ):
        with pytest.raises(NotReady, match=HELD):
            attempt()
    assert not Subject.objects.visible_to(joana).exists()


def test_by_a_request(lisbon_s, told, pierre):
    request = draft(pierre, "BRA", case=lisbon_s, subject_ids=[told.pk])
    with pytest.raises(NotReady, match=HELD):
        sending.send(request, by=pierre)
    own = lisbon_s.case_subjects.exclude(subject=told).get().subject_id
    sending.send(draft(pierre, "BRA", case=lisbon_s, subject_ids=[own]), by=pierre)
    sending.send(draft(pierre, "KEN", case=lisbon_s, subject_ids=[told.pk]), by=pierre)
    sent = Message.objects.filter(type="request.sent")
    assert all(
        "OUMA" not in str(row.data)
        for row in sent
        if row.deliveries.filter(destination__office__code="BRA")
    )


def test_by_an_office_s_system(lisbon_s, told):
    caller = systems.calling(systems.register(office("PRT")))
    body = {"type": "INFO", "recipients": ["BRA"], "title": "A boat", "ask": "Whose is it?"}
    body |= {"legal_basis": "Treaty", "case": lisbon_s.reference, "subject_ids": [str(told.pk)]}
    sent = caller.post("/api/v1/requests/", body)
    assert sent.status_code == 422 and HELD in str(sent.json())


def test_by_a_notice(lisbon_s, told, pierre):
    with pytest.raises(NotPermitted):
        drafting.start(lisbon_s, told, colour="RED", by=pierre)


def test_with_a_consent_it_goes_where_the_owner_said_and_no_further(
    lisbon_s, told, pierre, amina, joana
):
    consent(link_of(lisbon_s, told), pierre, amina, "BRA")

    sharing.share(lisbon_s, office("BRA"), by=pierre)
    assert told in Subject.objects.visible_to(joana)
    with pytest.raises(NotReady, match=HELD):
        sharing.share(lisbon_s, office("QMB"), by=pierre)


def test_a_consent_that_was_withdrawn_is_relied_on(lisbon_s, told, pierre, amina):
    row = consent(link_of(lisbon_s, told), pierre, amina, "BRA")
    asking.withdraw(Consent.objects.get(pk=row.pk), by=amina)
    deliver_all()
    with pytest.raises(NotReady, match=HELD):
        sharing.share(lisbon_s, office("BRA"), by=pierre)


def test_the_owner_consents_to_the_country_that_its_person_fled_from(
    lisbon_s, told, pierre, amina, over_api
):
    with acting.acting_as(amina):
        alpha = Jurisdiction.objects.get(pk="QMA")
        protected_status.claim(told, by=amina, source="Her own words", fled_from=alpha)
    row = asking.ask(
        link_of(lisbon_s, told), by=pierre, use="SHARE", reason="Why not.", offices=[office("QMA")]
    )
    deliver_all()
    with pytest.raises(NotReady, match="must not see a person"):
        asking.grant(Consent.objects.get(pk=row.pk), by=amina)
    with pytest.raises(NotReady, match=HELD):  # what Lisbon reads is what it always reads
        sharing.share(lisbon_s, office("QMA"), by=pierre)


def test_whoever_holds_the_case_takes_part_in_what_is_not_asked(lisbon_s, told, amina, signed_in):
    """The page of the record says to its own office where it is, and what was done there."""
    page = signed_in(amina).get(f"/persons/{told.pk}/").content.decode()
    assert lisbon_s.reference in page and "Take out" in page
    assert "Nobody else has been told" in page


def test_the_owner_sees_what_was_done_and_takes_its_person_out(
    lisbon_s, told, pierre, amina, joana, signed_in
):
    consent(link_of(lisbon_s, told), pierre, amina, "BRA")
    sharing.share(lisbon_s, office("BRA"), by=pierre)
    sending.send(draft(pierre, "BRA", case=lisbon_s, subject_ids=[told.pk]), by=pierre)
    waiting = draft(pierre, "BRA", case=lisbon_s, subject_ids=[told.pk])
    browser, link = signed_in(amina), link_of(lisbon_s, told)
    page = browser.get(f"/persons/{told.pk}/").content.decode()
    assert "The case was shared" in page and "Named in a request" in page

    browser.post(f"/persons/{told.pk}/take-out/{link.pk}")

    assert told not in Subject.objects.visible_to(pierre)
    assert told not in Subject.objects.visible_to(joana)
    assert told in Subject.objects.visible_to(amina)
    with pytest.raises(NotReady, match="taken out of the case"):
        sending.send(waiting, by=pierre)


def test_others_take_it_out_or_read_what_was_done(lisbon_s, told, pierre, joana, signed_in):
    link = link_of(lisbon_s, told)
    for reader in (pierre, joana):
        browser = signed_in(reader)
        for call in (browser.get, browser.post):
            assert call(f"/persons/{told.pk}/take-out/{link.pk}").status_code == 404
        with pytest.raises(NotPermitted):
            contributed_persons.take_out(lisbon_s, told, by=reader)
        assert contributed_persons.given(reader, told) == []
    assert "Given to" not in signed_in(pierre).get(f"/persons/{told.pk}/").content.decode()


def test_the_owner_of_the_case_ends_the_share_to_keep_the_person(lisbon_s, told, pierre, amina):
    sharing.end_share(lisbon_s, office("KEN"), by=pierre)

    contributed_persons.take_out(lisbon_s, told, by=amina)
    assert told in Subject.objects.visible_to(amina)
    assert told not in Subject.objects.visible_to(pierre)


def test_a_system_asks_for_the_consent(lisbon_s, told, pierre):
    caller = systems.calling(systems.register(office("PRT")))
    words = {"person": str(told.pk), "use": "SHARE", "reason": "The boat.", "offices": ["BRA"]}
    assert caller.post("/api/v1/consents/", words).status_code == 400
    asked = caller.post("/api/v1/consents/", words | {"case": str(lisbon_s.pk)})
    assert asked.status_code == 201 and asked.json()["person"] == str(told.pk)
    assert asked.json()["owner"] == "KEN"
