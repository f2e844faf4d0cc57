"""Work passed on within the office: offered, asked for, advice; who decides, what lapses."""

import pytest

from central_offices.models import Role, RoleGrant
from exchange.conversation import answering, referral, transfers
from exchange.conversation.contributions import ContributionDraft
from exchange.desk import board_steps
from exchange.models import Transfer
from exchange.requests import sending
from exchange.transfer_lifecycle import fits
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, EventDetail, Message
from tests import systems
from tests.exchange.conftest import cast, deliver_all, offices, recipient, sent
from tests.exchange.test_consents import ground
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"
ANSWER = ContributionDraft("It belongs to him.", "A", "1")


@pytest.fixture
def nairobi(pierre, amina):
    """Lisbon's request, in Amina's hands in Nairobi."""
    request = sent(pierre, "KEN", title="A canoe")
    deliver_all()
    answering.assign(recipient(request, "KEN"), by=amina)
    return recipient(request, "KEN")


@pytest.fixture
def offered(nairobi, amina, otieno):
    return transfers.offer(nairobi, by=amina, to=otieno, note=f"I am away. {SECRET}")


def test_it_stays_with_its_holder_until_the_colleague_accepts(nairobi, offered, amina, otieno):
    nairobi.refresh_from_db()
    assert (nairobi.assigned_to, offered.status) == (amina, "OFFERED")

    transfers.accept(offered, by=otieno)

    nairobi.refresh_from_db()
    assert (nairobi.assigned_to, nairobi.status, offered.status) == (otieno, "ASSIGNED", "ACCEPTED")
    with pytest.raises(WrongState):
        transfers.accept(offered, by=otieno)


def test_who_declines_says_why_and_the_holder_keeps_it(nairobi, offered, amina, otieno):
    with pytest.raises(NotReady):
        transfers.decline(offered, by=otieno, reply=" ")
    transfers.decline(offered, by=otieno, reply="I am away too.")

    nairobi.refresh_from_db()
    assert (nairobi.assigned_to, offered.status) == (amina, "DECLINED")
    again = transfers.offer(nairobi, by=amina, to=cast("wanjiku"), note="And you?")
    assert again.status == "OFFERED"


def test_what_was_withdrawn_cannot_be_accepted(offered, amina, otieno):
    with pytest.raises(NotPermitted):
        transfers.withdraw(offered, by=otieno)
    transfers.withdraw(offered, by=amina)
    with pytest.raises(WrongState):
        transfers.accept(offered, by=otieno)


def test_nobody_but_the_colleague_decides(offered, amina, wanjiku, okello, pierre):
    for officer in (amina, wanjiku, okello, pierre):
        with pytest.raises(NotPermitted):
            transfers.accept(offered, by=officer)
        with pytest.raises(NotPermitted):
            transfers.decline(offered, by=officer, reply="No.")


def test_only_who_holds_it_offers_it_and_only_to_who_can_take_it(
    nairobi, amina, otieno, wanjiku, okello, pierre, adler
):
    system = systems.register(amina.office).officer
    for officer in (otieno, pierre, adler, system):
        with pytest.raises(NotPermitted):
            transfers.offer(nairobi, by=officer, to=wanjiku, note="Take it.")
    for colleague in (amina, okello, pierre, system):
        with pytest.raises(NotReady, match="Choose a colleague"):
            transfers.offer(nairobi, by=amina, to=colleague, note="Take it.")
    with pytest.raises(NotReady, match="note"):
        transfers.offer(nairobi, by=amina, to=otieno, note=" ")


def test_it_is_offered_to_one_at_a_time(offered, nairobi, amina, wanjiku):
    with pytest.raises(NotReady, match="has not decided yet"):
        transfers.offer(nairobi, by=amina, to=wanjiku, note="Or you?")


def test_who_is_not_cleared_is_given_nothing_by_hand_either(nairobi, amina, okello):
    with pytest.raises(NotReady):
        answering.assign(nairobi, by=amina, to=okello)


def test_a_colleague_asks_for_it_and_the_holder_gives_it(nairobi, amina, otieno, wanjiku):
    asked = transfers.call(nairobi, by=otieno, note="I know the owner.")
    assert (asked.status, asked.to) == ("ASKED", amina)
    with pytest.raises(NotPermitted):
        transfers.accept(asked, by=wanjiku)

    transfers.accept(asked, by=amina)

    nairobi.refresh_from_db()
    assert nairobi.assigned_to == otieno


def test_the_holder_may_keep_it(nairobi, amina, otieno):
    asked = transfers.call(nairobi, by=otieno, note="I know the owner.")
    transfers.decline(asked, by=amina, reply="Nearly done.")
    nairobi.refresh_from_db()
    assert (nairobi.assigned_to, asked.status) == (amina, "DECLINED")


def test_nobody_asks_for_what_nobody_holds_or_for_the_own(nairobi, amina, otieno):
    with pytest.raises(NotPermitted):
        transfers.call(nairobi, by=amina, note="Mine?")
    board_steps.put_back(nairobi, by=amina)
    with pytest.raises(NotPermitted):
        transfers.call(nairobi, by=otieno, note="Mine?")


def test_advice_is_words_and_moves_nothing(nairobi, amina, otieno, wanjiku):
    asked = transfers.consult(nairobi, by=amina, to=wanjiku, note="Whose boat?")
    with pytest.raises(NotReady, match="Write your advice"):
        transfers.accept(asked, by=wanjiku)

    answering.assign(nairobi, by=amina, to=otieno)
    transfers.accept(asked, by=wanjiku, reply="The harbour office knows.")

    nairobi.refresh_from_db()
    assert (nairobi.assigned_to, asked.status) == (otieno, "ACCEPTED")
    assert asked.reply == "The harbour office knows."


def test_a_question_for_advice_is_revoked(nairobi, amina, wanjiku):
    asked = transfers.consult(nairobi, by=amina, to=wanjiku, note="Whose boat?")
    transfers.withdraw(asked, by=amina)
    assert not Transfer.objects.waiting_for(wanjiku).exists()


def test_an_analyst_may_be_asked_but_takes_nothing(nairobi, otieno):
    with by_the_owner():
        RoleGrant.objects.filter(officer=otieno).update(role=Role.ANALYST)
    otieno.refresh_rights()

    assert fits(otieno, nairobi, "ADVICE") and not fits(otieno, nairobi, "TRANSFER")


@pytest.mark.parametrize("way", ["answer", "refuse", "refer", "recall", "assign", "put back"])
def test_an_offer_lapses_when_the_work_is_over_or_elsewhere(
    way, offered, nairobi, amina, otieno, pierre, wanjiku
):
    end(way, nairobi, amina, pierre, wanjiku)

    offered.refresh_from_db()
    assert offered.status == "LAPSED" and offered.decided_at
    assert not Transfer.objects.waiting_for(otieno).exists()
    with pytest.raises(WrongState):
        transfers.accept(offered, by=otieno)


@pytest.mark.parametrize("way, state", [("answer", "LAPSED"), ("assign", "ASKED")])
def test_advice_is_wanted_as_long_as_there_is_work(way, state, nairobi, amina, pierre, wanjiku):
    asked = transfers.consult(nairobi, by=amina, to=wanjiku, note="Whose boat?")
    end(way, nairobi, amina, pierre, cast("otieno"))
    asked.refresh_from_db()
    assert asked.status == state


def end(way, nairobi, amina, pierre, colleague) -> None:
    if way == "answer":
        answering.answer(nairobi, ANSWER, by=amina)
    elif way == "refuse":
        answering.refuse(nairobi, ANSWER, by=amina, ground=ground("COST"), contact="Desk")
    elif way == "refer":
        words = ContributionDraft("They keep the register.", instead=offices("BRA")[0])
        referral.refer(nairobi, words, by=amina)
    elif way == "recall":
        sending.recall(nairobi.request, by=pierre, reason="Solved")
    elif way == "assign":
        answering.assign(nairobi, by=amina, to=colleague)
    else:
        board_steps.put_back(nairobi, by=amina)


def test_an_answer_in_part_lets_nothing_lapse(offered, nairobi, amina, otieno):
    answering.answer(nairobi, ANSWER, by=amina, partial=True)
    transfers.accept(offered, by=otieno)
    nairobi.refresh_from_db()
    assert (nairobi.assigned_to, nairobi.status) == (otieno, "PARTIAL")


def test_it_is_handed_over_while_a_question_waits_too(offered, nairobi, amina, otieno):
    answering.ask(nairobi, ContributionDraft("Which boat?"), by=amina)
    transfers.accept(offered, by=otieno)
    nairobi.refresh_from_db()
    assert (nairobi.assigned_to, nairobi.status) == (otieno, "CLARIFICATION")
    assert nairobi.next_due is None


def test_no_other_office_learns_of_it(offered, nairobi, pierre, otieno, signed_in, over_api):
    transfers.accept(offered, by=otieno)
    deliver_all()

    assert not Transfer.objects.visible_to(pierre).exists()
    page = signed_in(pierre).get(f"/requests/{nairobi.request}/").content.decode()
    read = over_api(pierre).get(f"/api/v1/requests/{nairobi.request_id}/").json()
    assert read["recipients"][0]["assigned_to"] is None
    ours = over_api(otieno).get(f"/api/v1/requests/{nairobi.request_id}/").json()
    assert ours["recipients"][0]["assigned_to"] == "Otieno"
    for trace in (SECRET, "Otieno", "In whose hands"):
        assert trace not in page and trace not in str(read)
        assert all(trace not in str(message.data) for message in Message.objects.all())
    address = f"/requests/{nairobi.request}/transfers/{offered.pk}/decline"
    assert signed_in(pierre).get(address).status_code == 404


def test_who_is_not_cleared_sees_nothing_of_it(offered, nairobi, okello):
    assert Transfer.objects.visible_to(cast("wanjiku")).exists()
    assert not Transfer.objects.visible_to(okello).exists()


def test_the_ledger_keeps_the_note_apart(offered, otieno):
    transfers.decline(offered, by=otieno, reply=f"No, {SECRET}.")
    verbs = ["transfer.offer", "transfer.decline"]
    rows = list(Event.objects.filter(verb__in=verbs).order_by("at"))
    assert [row.verb for row in rows] == verbs
    assert all(SECRET not in str(row.data) for row in rows)
    assert all(SECRET in str(EventDetail.objects.get(event=row).body) for row in rows)


def test_the_board_and_my_work_show_what_waits(offered, amina, otieno, signed_in):
    theirs = signed_in(otieno)
    before = str(theirs.get("/duty").context["known"])
    for page in ("/duty", "/"):
        assert f"Amina offers you {offered.recipient.request}" in theirs.get(page).content.decode()
        assert "offers you" not in signed_in(amina).get(page).content.decode()
    transfers.withdraw(offered, by=amina)
    assert str(theirs.get("/duty").context["known"]) != before
    assert "offers you" not in theirs.get("/duty").content.decode()


def test_the_pages_lead_from_the_offer_to_its_acceptance(nairobi, amina, otieno, signed_in):
    mine, theirs = signed_in(amina), signed_in(otieno)
    page = f"/requests/{nairobi.request}/"
    address = f"{page}offices/KEN/transfers/offer"
    assert address in mine.get(page).content.decode()
    assert address not in theirs.get(page).content.decode()
    form = mine.get(address).context["form"]
    words = {"once": form["once"].value(), "to": otieno.pk, "note": "I am away."}
    assert mine.post(address, words).url == f"{page}#transfers"
    assert mine.post(address, words).url == f"{page}#transfers"  # the same form once more
    row = Transfer.objects.get()
    shown = theirs.get(page).content.decode()
    assert "I am away." in shown and f"{page}transfers/{row.pk}/accept" in shown
    assert f"{page}transfers/{row.pk}/accept" not in mine.get(page).content.decode()

    assert theirs.get(f"{page}transfers/{row.pk}/accept").status_code == 302
    theirs.post(f"{page}transfers/{row.pk}/accept")

    nairobi.refresh_from_db()
    assert nairobi.assigned_to == otieno
    assert "Amina offered it to Otieno" in theirs.get(page).content.decode()
    twice = theirs.post(f"{page}transfers/{row.pk}/accept", follow=True).content.decode()
    assert "Cannot accept" in twice


def test_a_form_without_words_is_shown_again(offered, otieno, signed_in):
    browser = signed_in(otieno)
    address = f"/requests/{offered.recipient.request}/transfers/{offered.pk}/decline"
    form = browser.get(address).context["form"]
    reply = browser.post(address, {"once": form["once"].value(), "reply": ""})
    assert reply.status_code == 200 and "Why not" in reply.content.decode()
    browser.post(address, {"once": form["once"].value(), "reply": "No time."})
    offered.refresh_from_db()
    assert (offered.status, offered.reply) == ("DECLINED", "No time.")


@pytest.mark.parametrize("name", ["otieno", "okello", "pierre", "adler"])
def test_who_may_not_offer_is_refused_by_the_page_too(name, nairobi, request, signed_in):
    browser = signed_in(request.getfixturevalue(name))
    address = f"/requests/{nairobi.request}/offices/KEN/transfers/offer"
    words = {"once": nairobi.pk, "to": cast("wanjiku").pk, "note": "Take it."}
    assert browser.post(address, words).status_code in (403, 404)
    assert not Transfer.objects.exists()
