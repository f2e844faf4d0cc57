"""Notes and documents of a case under H1 and H2: not passed on, nor shown further, unasked."""

import io

import pytest

from cases import filing, sharing
from cases.drafts import Marks
from cases.models import Case
from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient, CentralOffice
from exchange.consents import asking, originator_control
from exchange.conversation import answering, attaching
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Consent
from exchange.requests import sending
from exchange.views import my_work
from kernel.errors import NotPermitted, NotReady
from ledger.models import Message
from tests import systems
from tests.cases import browsing, factories
from tests.exchange.conftest import deliver_all, draft, offices, recipient, sent

pytestmark = pytest.mark.django_db
SECRET = "Our source says that the crates leave Santos on the fourth of May."
BOTH = Marks(("H1", "H2"), "", "B", "3")


@pytest.fixture
def case(amina, joana):
    """Nairobi's case, to which Brasília contributes."""
    row = factories.case(amina, people=["Daniel Okello"])
    sharing.share(row, joana.office, by=amina, role="CONTRIBUTOR")
    return Case.objects.get(pk=row.pk)


@pytest.fixture
def document(case, joana):
    stream = io.BytesIO(b"extract of the register")
    return filing.add_document(case, stream, "extract.txt", by=joana, marks=BOTH)


@pytest.fixture
def note(case, joana):
    return filing.add_note(case, SECRET, by=joana, marks=BOTH)


def asked(source, amina, *codes: str, **words) -> Consent:
    more = {"use": "SHARE", "reason": "Lisbon needs it.", "offices": offices(*codes)} | words
    row = asking.ask(source, by=amina, **more)
    deliver_all()
    row.refresh_from_db()
    return row


def permitted(source, amina, joana, *codes: str, **words) -> Consent:
    row = asked(source, amina, *codes, **words)
    asking.grant(row, by=joana)
    deliver_all()
    return row


def test_a_document_of_the_case_is_known_again_in_a_request(document, amina):
    copy = attaching.upload(io.BytesIO(b"extract of the register"), "mine.txt", by=amina)
    with pytest.raises(NotReady, match="What Brazil gave|Brazil gave"):
        sending.send(draft(amina, "PRT", attachments=[copy]), by=amina)


def test_a_note_of_the_case_is_known_again_in_an_answer(note, amina, pierre):
    request = sent(pierre, "KEN")
    deliver_all()
    with pytest.raises(NotReady, match="not to be passed on"):
        answering.answer(
            recipient(request, "KEN"), ContributionDraft(f"We know: {SECRET}", "A", "1"), by=amina
        )


def test_back_to_its_owner_it_goes_freely(note, amina):
    assert sent(amina, "BRA", ask=f"You wrote: {SECRET} Since when?").status == "SENT"


def test_without_the_code_it_is_free(case, amina, joana):
    filing.add_note(case, SECRET, by=joana, marks=Marks(("H0",)))
    assert sent(amina, "PRT", ask=SECRET).status == "SENT"


def test_with_the_consent_it_goes_to_the_offices_named(note, amina, joana):
    permitted(note, amina, joana, "PRT")
    assert sent(amina, "PRT", ask=SECRET).status == "SENT"
    with pytest.raises(NotReady):
        sending.send(draft(amina, "QMA", ask=SECRET), by=amina)


def test_the_case_is_shown_to_one_more_office_only_with_it(case, document, amina, joana, pierre):
    with pytest.raises(NotReady, match="Brazil gave"):
        sharing.share(case, pierre.office, by=amina)
    with pytest.raises(NotReady, match="Brazil gave"):
        sharing.invite(case, pierre, by=amina)
    assert not Case.objects.visible_to(pierre).filter(pk=case.pk).exists()

    permitted(document, amina, joana, "PRT")
    sharing.share(case, pierre.office, by=amina)
    assert Case.objects.visible_to(pierre).filter(pk=case.pk).exists()


def test_who_sees_the_case_already_may_be_given_another_role(case, document, amina, joana):
    sharing.share(case, joana.office, by=amina, role="OBSERVER")
    sharing.invite(case, joana, by=amina)


def test_what_the_own_office_marks_hinders_it_not(case, amina, pierre):
    filing.add_note(case, SECRET, by=amina, marks=BOTH)
    sharing.share(case, pierre.office, by=amina)


def test_a_consent_that_was_refused_or_withdrawn_permits_nothing(case, note, amina, joana, pierre):
    asking.refuse(asked(note, amina, "PRT"), by=joana)
    deliver_all()
    with pytest.raises(NotReady):
        sharing.share(case, pierre.office, by=amina)
    asking.withdraw(permitted(note, amina, joana, "PRT"), by=joana)
    with pytest.raises(NotReady):
        sharing.share(case, pierre.office, by=amina)


def test_the_court_needs_a_consent_on_record(document, note, amina, joana):
    nairobi, brasilia = amina.office, joana.office
    for source in (document, note):
        assert not originator_control.may_be_evidence(source, nairobi)
        assert originator_control.may_be_evidence(source, brasilia)
    permitted(document, amina, joana, use="EVIDENCE")
    assert originator_control.may_be_evidence(document, nairobi)
    assert not originator_control.may_be_evidence(note, nairobi)


def test_only_the_owner_decides_and_only_who_sees_the_case_asks(note, amina, joana, pierre):
    with pytest.raises(NotPermitted):
        asked(note, pierre, "PRT")
    row = asked(note, amina, "PRT")
    for officer in (amina, pierre):
        with pytest.raises(NotPermitted):
            asking.grant(row, by=officer)
    assert not Consent.objects.visible_to(pierre).exists()


def test_the_owner_decides_though_the_case_is_shown_to_it_no_longer(case, note, amina, joana):
    row = asked(note, amina, "PRT")
    sharing.end_share(case, joana.office, by=amina)
    assert Consent.objects.visible_to(joana).get() == row
    asking.grant(row, by=joana)
    assert row.status == "GRANTED"


def test_after_the_refusal_an_answer_tells_nothing_else(note, amina, joana, pierre):
    request = sent(pierre, "KEN", ask="Who moved the crates?")
    deliver_all()
    lisbon = recipient(request, "KEN")
    asking.refuse(asked(note, amina, "PRT", answering=lisbon), by=joana)
    deliver_all()
    assert originator_control.only_silence(lisbon)
    told = str(list(Message.objects.filter(recipients=["PRT"]).values_list("data", flat=True)))
    assert "Brazil" not in told and SECRET not in told


def test_the_pages_lead_from_the_case_to_the_decision(case, document, amina, joana, signed_in):
    mine, theirs = signed_in(amina), signed_in(joana)
    page = mine.get(f"/cases/{case.reference}/").content.decode()
    address = f"/cases/{case.reference}/consents/new?document={document.pk}"
    assert address in page and "B3" in page
    assert address not in theirs.get(f"/cases/{case.reference}/").content.decode()
    form = mine.get(address).context["form"]
    words = {"once": form["once"].value(), "use": "SHARE", "offices": "Lisbon", "reason": "Asked."}
    assert mine.post(address, words).status_code == 302
    deliver_all()

    row = Consent.objects.get()
    items = dict(my_work.sections(joana))["Consents asked of your office"]
    assert [item.url for item in items] == [f"/consents/{row.pk}/"]
    shown = theirs.get(items[0].url).content.decode()
    assert "extract.txt" in shown and "Asked." in shown
    step = f"/consents/{row.pk}/grant"
    once = theirs.get(step).context["form"]["once"].value()
    answer = theirs.post(step, {"once": once, "conditions": "For this case only."})
    assert answer.url == f"/consents/{row.pk}/"
    deliver_all()
    assert "For this case only." in mine.get(f"/consents/{row.pk}/").content.decode()


def test_a_consent_about_a_confidential_case_is_opened_with_a_reason(
    document, case, amina, signed_in
):
    row = asked(document, amina, "PRT")
    Case.objects.filter(pk=case.pk).update(classification=2)
    browser = signed_in(amina)
    assert "Asked." not in browser.get(f"/consents/{row.pk}/").content.decode()

    browsing.with_reason(browser, f"/consents/{row.pk}/")
    assert browser.get(f"/consents/{row.pk}/").context["item"] == row


def test_others_find_neither_page_nor_form(case, document, pierre, amina, signed_in):
    row = asked(document, amina, "PRT")
    browser = signed_in(pierre)
    for address in (
        f"/consents/{row.pk}/",
        f"/consents/{row.pk}/grant",
        f"/cases/{case.reference}/consents/new?document={document.pk}",
    ):
        assert browser.get(address).status_code == 404
    own = signed_in(amina)
    for wrong in ("", "?document=x", "?note=00000000-0000-7000-8000-000000000007"):
        address = f"/cases/{case.reference}/consents/new{wrong}"
        assert own.get(address).status_code == 404


def test_systems_ask_and_decide_over_the_api(document, amina):
    nairobi = systems.calling(systems.register(CentralOffice.objects.get(code="KEN")))
    decides = systems.register(CentralOffice.objects.get(code="BRA"))
    ApiClient.objects.filter(pk=decides.pk).update(scopes=[*clients.SCOPES, clients.DECIDES])
    decides.refresh_from_db()
    brasilia = systems.calling(decides, "requests consents:decide")
    words = {"document": str(document.pk), "use": "SHARE", "reason": "Asked.", "offices": ["PRT"]}
    for wrong in ({"document": None}, {"note": str(document.pk), "document": None}):
        given = {name: value for name, value in (words | wrong).items() if value}
        assert nairobi.post("/api/v1/consents/", given).status_code in (400, 404)
    made = nairobi.post("/api/v1/consents/", words)
    assert made.status_code == 201, made.content
    assert made.json()["case"] == str(document.case_id) and made.json()["request"] is None
    deliver_all()
    address = f"/api/v1/consents/{made.json()['id']}/"
    assert brasilia.post(address + "grant/", {}).json()["status"] == "GRANTED"
    deliver_all()
    assert nairobi.get(address).json()["status"] == "GRANTED"
