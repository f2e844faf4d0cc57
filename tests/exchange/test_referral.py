"""An office names the one that is competent: nothing is sent, whoever asks decides."""

import io

import pytest

from central_offices.models import CentralOffice
from exchange.conversation import attaching, referral
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Contribution, Request
from exchange.requests import sending
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Message
from tests import systems
from tests.exchange.conftest import deliver_all, draft, offices, recipient, sent

pytestmark = pytest.mark.django_db
PAPER = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def lisbon(amina):
    paper = attaching.upload(io.BytesIO(PAPER), "boat.pdf", by=amina)
    request = draft(amina, "PRT", title="A canoe", attachments=[paper], handling_codes=["H2"])
    sending.send(request, by=amina)
    deliver_all()
    return recipient(request, "PRT")


def to(code: str, text: str = "The boat is on their register.") -> ContributionDraft:
    return ContributionDraft(text, instead=offices(code)[0])


@pytest.fixture
def said(lisbon, pierre):
    row = referral.refer(lisbon, to("BRA"), by=pierre)
    deliver_all()
    return row


def test_the_office_that_asked_learns_which_one_is_competent(lisbon, pierre, amina):
    said = referral.refer(lisbon, to("BRA"), by=pierre)
    assert not Contribution.objects.visible_to(amina).exists()

    deliver_all()

    assert Contribution.objects.visible_to(amina).get().instead.code == "BRA"
    lisbon.refresh_from_db()
    assert (lisbon.status, lisbon.refusal_ground.code) == ("REFUSED", "NOT_COMPETENT")
    message = Message.objects.get(type="request.referred")
    assert message.data["instead"] == "BRA" and message.pk == said.message_id


def test_the_named_office_gets_nothing_and_sees_nothing(said, joana, over_api):
    assert not Request.objects.visible_to(joana).exists()
    assert not Contribution.objects.visible_to(joana).exists()
    assert not Message.objects.filter(recipients__contains=["BRA"]).exists()
    address = f"/api/v1/requests/{said.request_id}/"
    assert over_api(joana).get(address).status_code == 404


def test_it_names_another_office_that_can_be_asked(lisbon, pierre):
    for code, sentence in (("PRT", "Name one office"), ("KEN", "Name one"), ("CCF", "be asked")):
        with pytest.raises(NotReady, match=sentence):
            referral.refer(lisbon, to(code), by=pierre)
    with pytest.raises(NotReady, match="Name one office"):
        referral.refer(lisbon, ContributionDraft("Somebody else."), by=pierre)
    with pytest.raises(NotReady, match="what you want to say"):
        referral.refer(lisbon, to("BRA", " "), by=pierre)


def test_only_the_requested_office_refers_and_once(lisbon, pierre, amina, joana):
    for officer in (amina, joana):
        with pytest.raises(NotPermitted):
            referral.refer(lisbon, to("BRA"), by=officer)
    referral.refer(lisbon, to("BRA"), by=pierre)
    with pytest.raises(WrongState):
        referral.refer(lisbon, to("BRA"), by=pierre)


def test_the_request_is_prepared_word_by_word_and_sent_by_nobody(said, amina):
    sent_before = Message.objects.count()

    made = referral.prepare(said, by=amina)

    assert (made.status, made.prepared_from) == ("DRAFT", said)
    assert [row.office.code for row in made.recipients.all()] == ["BRA"]
    for name in referral.SAME:
        assert getattr(made, name) == getattr(said.request, name)
    files = [row.attachments.get().file for row in (made, said.request)]
    assert files[0].sha256 == files[1].sha256 and files[0].pk != files[1].pk
    assert Message.objects.count() == sent_before
    sending.send(made, by=amina)
    deliver_all()
    assert Request.objects.visible_to(offices("BRA")[0].officers.get(name="Joana")).get() == made


def test_it_is_prepared_once_unless_it_was_thrown_away(said, amina, otieno):
    made = referral.prepare(said, by=amina)
    assert referral.prepare(said, by=otieno) == made
    sending.discard(made, by=amina)
    assert referral.prepare(said, by=otieno) != made


def test_nobody_else_prepares_it(said, pierre, joana, okello, adler):
    for officer in (pierre, joana, okello, adler):
        with pytest.raises(NotPermitted):
            referral.prepare(said, by=officer)


def test_who_was_asked_already_is_not_asked_twice(amina, pierre):
    request = sent(amina, "PRT", "BRA")
    deliver_all()
    said = referral.refer(recipient(request, "PRT"), to("BRA"), by=pierre)
    deliver_all()
    with pytest.raises(NotReady, match="asked in this request already"):
        referral.prepare(said, by=amina)


def test_over_the_api_a_system_refers_and_reads_it(lisbon, amina, over_api):
    system = systems.calling(systems.register(CentralOffice.objects.get(code="PRT"), clearance=2))
    address = f"/api/v1/requests/{lisbon.request_id}/"
    assert "refer" in system.get(address).json()["recipients"][0]["actions"]
    body = {"text": "Theirs.", "instead": "BRA"}
    assert system.post(address + "refer/", {"text": "Theirs."}, format="json").status_code == 400
    done = system.post(address + "refer/", body, format="json")
    assert (done.status_code, done.json()["recipients"][0]["status"]) == (200, "REFUSED")
    deliver_all()
    read = over_api(amina).get(address + "contributions/").json()
    assert [(row["kind"], row["instead"]) for row in read] == [("REFERRAL", "BRA")]


def test_the_pages_lead_from_the_referral_to_the_draft(lisbon, amina, pierre, signed_in):
    mine, theirs = signed_in(amina), signed_in(pierre)
    page = f"/requests/{lisbon.request}/"
    address = f"{page}offices/PRT/refer"
    form = theirs.get(address).context["form"]
    words = {
        "once": form["once"].value(),
        "version": lisbon.version,
        "classification": 1,
        "instead": "Nowhere",
        "text": "Theirs.",
    }
    assert "No office is called" in theirs.post(address, words).content.decode()
    assert theirs.post(address, words | {"instead": "Brasília"}).status_code == 302
    deliver_all()
    said = Contribution.objects.get(kind="REFERRAL")
    button = f"{page}referrals/{said.pk}/prepare"
    assert button in mine.get(page).content.decode()
    assert button not in theirs.get(page).content.decode()

    first = mine.post(button)

    made = Request.objects.get(prepared_from=said)
    assert first.url == f"/requests/{made}/check" == mine.post(button).url
    assert str(made) in mine.get(page).content.decode()
    assert str(made) not in theirs.get(page).content.decode()
    assert theirs.post(button).status_code in (403, 404)


def test_a_signed_call_vouches_for_the_referral(lisbon):
    from exchange.delivery import signed_calls

    header = {"htm": "POST", "htu": f"/api/v1/requests/{lisbon.request_id}/refer/"}
    data = {"request": "x", "reference": "y", "office": "PRT", "by": "System", "contribution": "c"}
    data |= {"kind": "REFERRAL", "text": "Theirs.", "evaluation": "", "handling_note": ""}
    data |= {"attachments": [], "instead": "BRA"}
    message = {"type": "request.referred", "thread": str(lisbon.request_id), "data": data}
    message |= {"classification": "RESTRICTED", "handling": []}
    body = {"text": "Theirs.", "instead": "BRA"}
    assert signed_calls.differences(message, header, body) == []
    assert signed_calls.differences(message, header, body | {"instead": "QMA"}) == ["instead"]
