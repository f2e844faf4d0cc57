"""The owner's conditions of use: what is held back, asked, given, and kept silent."""

import io

import pytest

from cases.safeguards import originator_control
from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient, CentralOffice
from exchange.consents import asking
from exchange.conversation import answering, attaching
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Consent, Contribution, RefusalGround
from exchange.requests import sending
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, Message
from tests import persons, systems
from tests.exchange.conftest import deliver_all, draft, offices, recipient, sent

pytestmark = pytest.mark.django_db
SECRET = "The account was opened by a courier named Abelardo in May 2024."


@pytest.fixture
def given(amina, joana):
    """Brasília's answer to Nairobi, not to be passed on and not for the court."""
    request = sent(amina, "BRA")
    deliver_all()
    file = attaching.upload(io.BytesIO(b"extract of the register"), "extract.txt", by=joana)
    words = ContributionDraft(SECRET, "A", "1", handling_codes=["H1", "H2"], attachments=[file])
    said = answering.answer(recipient(request, "BRA"), words, by=joana)
    deliver_all()
    return said


@pytest.fixture
def from_lisbon(pierre, given):
    """Lisbon asks Nairobi for what Nairobi has from Brasília."""
    request = sent(pierre, "KEN", ask="Who opened the account?")
    deliver_all()
    return recipient(request, "KEN")


def asked(given, amina, *codes: str, **words) -> Consent:
    more = {"use": "SHARE", "reason": "Lisbon needs it.", "offices": offices(*codes)} | words
    row = asking.ask(given, by=amina, **more)
    deliver_all()
    row.refresh_from_db()
    return row


def permitted(given, amina, joana, *codes: str, **words) -> Consent:
    row = asked(given, amina, *codes, **words)
    asking.grant(row, by=joana)
    deliver_all()
    return row


def ground(code: str) -> RefusalGround:
    return RefusalGround.objects.in_force().get(code=code)


def test_words_of_another_office_are_not_passed_on_in_an_answer(given, from_lisbon, amina):
    with pytest.raises(NotReady, match="not to be passed on"):
        answering.answer(from_lisbon, ContributionDraft(f"We know: {SECRET}", "A", "1"), by=amina)
    assert from_lisbon.status == "DELIVERED"


def test_nor_in_a_request_nor_a_question(given, amina, from_lisbon):
    with pytest.raises(NotReady, match="not to be passed on"):
        sending.send(draft(amina, "QMA", ask=f"Is this so? {SECRET}"), by=amina)
    with pytest.raises(NotReady, match="not to be passed on"):
        answering.ask(from_lisbon, ContributionDraft(SECRET), by=amina)


def test_a_file_is_known_again_under_any_name(given, amina, from_lisbon):
    copy = attaching.upload(io.BytesIO(b"extract of the register"), "mine.txt", by=amina)
    with pytest.raises(NotReady, match="not to be passed on"):
        answering.answer(
            from_lisbon, ContributionDraft("See.", "A", "1", attachments=[copy]), by=amina
        )
    request = draft(amina, "QMA", attachments=[copy])
    with pytest.raises(NotReady, match="not to be passed on"):
        sending.send(request, by=amina)


def test_back_to_its_owner_it_goes_freely(given, amina):
    answering.ask_again(
        recipient(given.request, "BRA"), ContributionDraft(f"You wrote: {SECRET} Since?"), by=amina
    )


def test_what_has_no_such_code_is_free(amina, joana, from_lisbon):
    request = sent(amina, "BRA")
    deliver_all()
    free = "The boat was sold in Santos to a company of two brothers."
    words = ContributionDraft(free, "A", "1", handling_codes=["H0"])
    answering.answer(recipient(request, "BRA"), words, by=joana)
    deliver_all()
    answering.answer(from_lisbon, ContributionDraft(free, "A", "1"), by=amina)


def test_with_the_owner_s_consent_it_goes_to_the_offices_named(given, from_lisbon, amina, joana):
    permitted(given, amina, joana, "PRT")
    answering.answer(from_lisbon, ContributionDraft(SECRET, "A", "1"), by=amina)
    assert from_lisbon.status == "ANSWERED"
    with pytest.raises(NotReady):
        sending.send(draft(amina, "PRT", "QMA", ask=SECRET), by=amina)


def test_a_consent_counts_once_it_has_arrived(given, from_lisbon, amina, joana):
    row = asked(given, amina, "PRT")
    asking.grant(row, by=joana)
    with pytest.raises(NotReady):
        answering.answer(from_lisbon, ContributionDraft(SECRET, "A", "1"), by=amina)


def test_a_consent_that_was_withdrawn_permits_nothing(given, from_lisbon, amina, joana):
    row = permitted(given, amina, joana, "PRT")
    asking.withdraw(row, by=joana)
    with pytest.raises(NotReady):
        answering.answer(from_lisbon, ContributionDraft(SECRET, "A", "1"), by=amina)


def test_a_consent_withdrawn_while_an_approval_waits_counts(given, amina, joana, mutua):
    row = permitted(given, amina, joana, "PRT")
    words = {"type": "DNA_MATCH", "necessity": "Perishing.", "ask": SECRET}
    request = sent(amina, "PRT", **words)
    asking.withdraw(row, by=joana)
    with pytest.raises(NotReady, match="not to be passed on"):
        sending.approve(request, by=mutua, digest=request.content_digest)


def test_the_owner_alone_decides_and_once_it_has_arrived(given, amina, joana, pierre):
    row = asking.ask(given, by=amina, use="SHARE", reason="Needed.", offices=offices("PRT"))
    assert not Consent.objects.visible_to(joana).exists()
    for officer in (joana, amina, pierre):
        with pytest.raises(NotPermitted):
            asking.grant(row, by=officer)
    deliver_all()
    row.refresh_from_db()
    asking.refuse(row, by=joana)
    with pytest.raises(WrongState):
        asking.grant(row, by=joana)


def test_only_who_has_the_data_asks_and_only_what_must_be_asked(given, amina, pierre, joana):
    for officer in (pierre, joana):
        with pytest.raises((NotPermitted, NotReady)):
            asking.ask(given, by=officer, use="SHARE", reason="x", offices=offices("PRT"))
    with pytest.raises(NotReady, match="Name the offices"):
        asking.ask(given, by=amina, use="SHARE", reason="Needed.")
    Contribution.objects.filter(pk=given.pk).update(handling_codes=["H0"])
    given.refresh_from_db()
    with pytest.raises(NotReady, match="don't demand"):
        asking.ask(given, by=amina, use="SHARE", reason="Needed.", offices=offices("PRT"))


def test_after_the_owner_s_refusal_only_its_restriction_is_said(
    given, from_lisbon, amina, joana, pierre, signed_in
):
    row = asked(given, amina, "PRT", answering=from_lisbon)
    assert "answering" not in str(Message.objects.get(type="consent.asked").data)
    asking.refuse(row, by=joana, conditions="Our source is in peril.")
    deliver_all()

    page = signed_in(amina).get(f"/requests/{from_lisbon.request}/offices/KEN/refuse")
    assert [row.code for row in page.context["form"].fields["ground"].queryset] == [
        "OWNER_RESTRICTION"
    ]
    words = ContributionDraft("Brasília does not want it.", handling_note="Ask Joana")
    with pytest.raises(NotReady, match="owner's restriction"):
        answering.refuse(from_lisbon, words, by=amina, ground=ground("COST"), contact="Desk")
    restricted = ground("OWNER_RESTRICTION")
    answering.refuse(from_lisbon, words, by=amina, ground=restricted, contact="Desk")
    deliver_all()

    said = Contribution.objects.visible_to(pierre).get(request=from_lisbon.request)
    assert said.text == "The owner of the data restricts their use." and not said.handling_note
    seen = signed_in(pierre).get(f"/requests/{from_lisbon.request}/").content.decode()
    told = str(list(Message.objects.filter(recipients=["PRT"]).values_list("data", flat=True)))
    for trace in ("Brasília", "Brazil", "BRA", "Joana", "peril", str(given.request)):
        assert trace not in told
        assert trace == "BRA" or trace not in seen


def test_the_court_needs_a_consent_on_record(given, amina, joana, pierre):
    nairobi, brasilia = amina.office, joana.office
    assert not originator_control.may_be_evidence(given, nairobi)
    assert originator_control.may_be_evidence(given, brasilia)
    permitted(given, amina, joana, "PRT")
    assert not originator_control.may_be_evidence(given, nairobi)
    permitted(given, amina, joana, use="EVIDENCE")
    assert originator_control.may_be_evidence(given, nairobi)
    assert not originator_control.may_be_evidence(given, pierre.office)


@pytest.mark.parametrize(
    "codes, others", [([], False), (["H0"], False), (["H1"], True), (["H2"], True), (["H3"], False)]
)
def test_only_others_ask_the_owner_and_only_under_h1_or_h2(given, amina, joana, codes, others):
    given.handling_codes = codes

    assert originator_control.asks_owner(given, amina.office) is others
    assert not originator_control.asks_owner(given, joana.office)


def test_the_ledger_holds_no_reasons(given, amina, joana):
    row = asked(given, amina, "PRT", reason="Zanzibar")
    asking.refuse(row, by=joana, conditions="Zanzibar")
    assert all("Zanzibar" not in str(event.data) for event in Event.objects.all())


def test_the_pages_lead_from_the_question_to_the_decision(given, amina, joana, signed_in):
    mine, theirs = signed_in(amina), signed_in(joana)
    page = f"/requests/{given.request}/"
    assert "Ask the owner for consent" in mine.get(page).content.decode()
    address = f"{page}consents/new?answer={given.pk}"
    form = mine.get(address).context["form"]
    words = {
        "once": form["once"].value(),
        "use": "SHARE",
        "offices": "Lisbon",
        "reason": "They ask.",
    }
    assert mine.post(address, words).status_code == 302
    deliver_all()
    row = Consent.objects.get()
    assert "They ask." in theirs.get(page).content.decode()
    assert "Consents asked of your office" in theirs.get("/").content.decode()
    decision = f"{page}consents/{row.pk}/grant"
    form = theirs.get(decision).context["form"]
    theirs.post(decision, {"once": form["once"].value(), "conditions": "Police only."})
    assert "Police only." not in mine.get(page).content.decode()
    deliver_all()
    assert "Police only." in mine.get(page).content.decode()


def test_over_the_api_it_is_asked_and_decided(given, amina, over_api):
    caller = over_api(amina)
    body = {
        "request": str(given.request_id),
        "contribution": str(given.pk),
        "use": "SHARE",
        "reason": "They ask.",
        "offices": ["PRT"],
    }
    row = caller.post("/api/v1/consents/", body, format="json")
    assert (row.status_code, row.json()["status"]) == (201, "ASKED")
    deliver_all()
    system = deciding("BRA")
    address = f"/api/v1/consents/{row.json()['id']}/"
    assert system.get(address).json()["actions"] == ["grant", "refuse"]
    assert system.post(address + "grant/", {"conditions": "Police only."}).status_code == 200
    assert caller.get(address).json()["status"] == "ASKED"
    deliver_all()
    assert caller.get(address).json()["conditions"] == "Police only."
    assert over_api(amina).get("/api/v1/consents/").json()["results"]


def deciding(code: str, asked: str = "requests consents:decide"):
    """A caller of the office's system that was given the scope, with a token for these scopes."""
    client = systems.register(CentralOffice.objects.get(code=code))
    ApiClient.objects.filter(pk=client.pk).update(scopes=[*clients.SCOPES, clients.DECIDES])
    client.refresh_from_db()
    return systems.calling(client, asked)


def test_a_system_decides_for_its_office_only_where_it_was_given_the_scope(given, amina, joana):
    row = asked(given, amina, "PRT")
    usual = systems.register(CentralOffice.objects.get(code="BRA"))
    address = f"/api/v1/consents/{row.pk}/"
    caller = systems.calling(usual)
    assert caller.get(address).json()["actions"] == []
    for verb in ("grant", "refuse", "withdraw"):
        refused = caller.post(f"{address}{verb}/")
        assert (refused.status_code, "consents:decide" in refused.text) == (403, True)
    with pytest.raises(NotPermitted):
        asking.grant(row, by=usual.officer)
    narrow = deciding("BRA", "requests")  # the client may, this token may not
    assert narrow.post(f"{address}grant/").status_code == 403
    row.refresh_from_db()
    assert row.status == "ASKED"
    assert deciding("BRA").post(f"{address}grant/").status_code == 200


def test_no_client_gets_the_scope_unless_it_is_named(adler, amina):
    assert clients.DECIDES not in clients.SCOPES
    given = {"purposes": ["ARREST"], "default_purpose": "ARREST", "clearance": 1}
    words = given | {"name": "x", "scopes": ["requests", clients.DECIDES]}
    client, _secret = persons.make_client(amina.office, by=adler, **words)
    assert clients.holds(client.officer, clients.DECIDES)


def test_a_third_office_sees_nothing_of_it(given, amina, bela, over_api):
    row = asked(given, amina, "PRT")
    assert over_api(bela).get(f"/api/v1/consents/{row.pk}/").status_code == 404
    assert not Consent.objects.visible_to(bela).exists()
