"""An office goes live by its check-list: two persons, a roster, a call, a test message, a day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from central_offices.directory import standing
from central_offices.models import AccessChange, CentralOffice, OfficeTrial
from central_offices.taking_part import going_live, trials
from central_offices.two_persons import changes, proposing
from exchange.requests import sending
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Destination, Event, Message
from tests import signatures, systems, world
from tests.exchange import going_live as on_the_way
from tests.exchange.conftest import deliver_all, draft
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date().isoformat()


def open_items(office) -> list[str]:
    found = CentralOffice.objects.get(pk=office.pk)
    return [item.code for item in going_live.missing(found)]


def propose(office, by, day=TODAY):
    return changes.propose("LIVE", office, by=by, day=day)


def test_the_list_is_filled_by_the_work_itself(beatriz, adler, amina):
    office = on_the_way.not_live()
    assert open_items(office) == ["roster", "telephone", "delivery"]
    with pytest.raises(NotReady, match="Still to be done: Somebody on duty"):
        propose(office, beatriz)
    on_the_way.roster(office)
    assert open_items(office) == ["telephone", "delivery"]
    on_the_way.rung(office)
    assert open_items(office) == ["delivery"]
    trial = on_the_way.tested(office)
    assert open_items(office) == []

    change = propose(office, beatriz)
    with pytest.raises(NotReady, match="not live yet"):
        sending.send(draft(amina, "PRT"), by=amina)
    changes.confirm(change, by=adler)

    on_the_way.promises_kept()
    office.refresh_from_db()
    assert office.live_on.isoformat() == TODAY and office.standing == "LIVE"
    request = draft(amina, "PRT")
    sending.send(request, by=amina)
    assert request.status == "SENT"
    told = Message.objects.get(type="office.changed")
    assert told.data == {"office": "PRT", "change": "LIVE", "day": TODAY}
    answered = Message.objects.get(pk=trial.answer)
    assert (answered.sender, answered.recipients) == (office, ["AGY"]) and answered.signature
    verbs = set(Event.objects.values_list("verb", flat=True))
    wanted = {"office.try_telephone", "office.send_test", "office.answer_test", "office.take_part"}
    assert wanted <= verbs


def test_without_any_one_item_nobody_proposes_and_nobody_confirms(beatriz, adler):
    office = on_the_way.ready()
    change = propose(office, beatriz)
    late = timezone.now() - timedelta(days=going_live.TRIAL_COUNTS_DAYS + 1)
    taken = {
        "entry": lambda: CentralOffice.objects.filter(pk=office.pk).update(emergency_phone=""),
        "roster": lambda: office.shifts.update(ends_at=timezone.now() + timedelta(days=6)),
        "telephone": lambda: office.trials.filter(kind="TELEPHONE").update(answered_at=late),
        "delivery": lambda: Destination.objects.filter(office=office).update(mode="MAILBOX"),
    }
    for code, take in taken.items():
        with by_the_owner():
            take()
        assert code in open_items(office), code
        with pytest.raises(NotReady, match="Still to be done"):
            changes.confirm(change, by=adler)
    assert CentralOffice.objects.get(pk=office.pk).live_on is None


def test_a_head_and_an_administrator_decide_and_nobody_else(beatriz, adler, benes, pierre, amina):
    office = on_the_way.ready()
    for nobody in (pierre, amina, world.officer("wanjiku"), world.officer("auditor")):
        with pytest.raises(NotPermitted):
            propose(office, nobody)
    change = propose(office, adler)
    for nobody in (adler, benes, pierre, amina):
        with pytest.raises(NotPermitted):
            changes.confirm(change, by=nobody)
    changes.confirm(change, by=beatriz)
    with pytest.raises(WrongState):
        changes.confirm(change, by=beatriz)


def test_two_heads_of_one_office_are_not_enough(beatriz, pierre, adler):
    office = on_the_way.ready()
    systems.give(pierre, "HEAD")
    change = propose(office, beatriz)
    with pytest.raises(NotReady, match="administrator"):
        changes.confirm(change, by=world.officer("pierre"))
    changes.confirm(change, by=adler)


def test_of_two_proposals_at_once_the_second_is_refused_by_the_table(beatriz, adler):
    office = on_the_way.ready()
    propose(office, beatriz)
    with pytest.raises(WrongState, match="proposed already"):
        propose(office, adler)
    second = AccessChange(kind="LIVE", office=office, proposed_by=adler, content={"day": TODAY})
    with pytest.raises(WrongState, match="proposed already"):
        proposing.save_alone(second)


def test_a_day_that_cannot_be_meant_is_refused(beatriz):
    office = on_the_way.ready()
    for day in ("2026-01-01", "2199-01-01"):
        with pytest.raises(NotReady, match="from today on"):
            propose(office, beatriz, day=day)


def test_only_who_is_on_duty_is_shown_the_number(pierre, beatriz, adler, amina, signed_in):
    office = on_the_way.not_live()
    shift = on_the_way.roster(office)
    number = trials.number_of(shift)
    page = "/offices/PRT/going-live"
    assert number in signed_in(pierre).get(page).content.decode()
    for other in (beatriz, adler):
        assert number not in signed_in(other).get(page).content.decode()
    assert signed_in(amina).get(page).status_code == 404
    for nobody in (pierre, beatriz, amina):
        with pytest.raises(NotPermitted):
            trials.note_call(office, by=nobody, number=number)
    wrong = f"{(int(number) + 1) % 10**6:06}"
    for said in (wrong, "", "none", "9" * 20):
        with pytest.raises(NotReady, match="shown this number"):
            trials.note_call(office, by=adler, number=said)
    arabic = "".join(chr(0x660 + int(digit)) for digit in number)
    trial = trials.note_call(office, by=adler, number=f" {arabic[:3]} {arabic[3:]}")
    assert (trial.answered_by, trial.shift) == (pierre, shift)
    on_the_way.promises_kept()


def test_a_test_message_is_answered_by_a_colleague_once_it_arrived(beatriz, pierre, amina):
    office = on_the_way.not_live()
    trial = trials.send_test(office, by=beatriz)
    with pytest.raises(WrongState, match="not arrived"):
        trials.answer(trial, by=pierre)
    deliver_all()
    for nobody in (amina, beatriz, world.officer("adler")):
        with pytest.raises(NotPermitted):
            trials.answer(trial, by=nobody)
    trials.answer(trial, by=pierre)
    with pytest.raises(WrongState, match="already"):
        trials.answer(trial, by=pierre)
    with pytest.raises(NotPermitted):
        trials.send_test(office, by=pierre)


def test_a_mailbox_is_tried_by_the_office_s_own_system_which_signs(joana, adler):
    office = on_the_way.not_live("BRA")
    system = signatures.System("BRA", registered=False)
    caller = system.caller
    trial = trials.send_test(office, by=adler)
    deliver_all()
    with pytest.raises(NotPermitted, match="own system"):
        trials.answer(trial, by=joana)
    (message,) = caller.get("/api/v1/mailbox/").json()["messages"]
    assert message["type"] == "office.test"
    address = message["data"]["answer"]
    assert caller.post(address, {}, format="json").status_code == 400
    other = {"trial": "00000000-0000-7000-8000-000000000000"}
    assert caller.post(address, other, format="json").status_code == 400

    body = {"trial": message["data"]["trial"]}
    signatures.register(office, system.key)
    unsigned = caller.post(address, body, format="json")
    assert (unsigned.status_code, unsigned.json()["code"]) == (403, "signature_required")
    reply = system.post(address, body)

    assert reply.status_code == 200, reply.content
    answered = Message.objects.get(pk=reply.json()["answer"])
    assert answered.signature["held_by"] == "OFFICE"
    assert going_live.of_delivery(office).answered_by == system.client.officer
    strangers = systems.calling(systems.register(CentralOffice.objects.get(code="QMA")))
    assert strangers.post(address, body, format="json").status_code == 404


def test_pages_lead_from_the_list_to_the_day(pierre, beatriz, adler, signed_in):
    office = on_the_way.not_live()
    shift = on_the_way.roster(office)
    secretariat, head, desk = signed_in(adler), signed_in(beatriz), signed_in(pierre)
    page = "/offices/PRT/going-live"

    def step(browser, address, **given):
        shown = browser.get(address)
        assert shown.status_code == 200, address
        once = shown.context["form"]["once"].value()
        return browser.post(address, {"once": once} | given)

    wrong = step(secretariat, f"{page}/call", number="1")
    assert "shown this number" in wrong.content.decode() and 'value="1"' in wrong.content.decode()
    assert step(secretariat, f"{page}/call", number=trials.number_of(shift)).status_code == 302
    assert step(head, f"{page}/test").status_code == 302
    deliver_all()
    trial = OfficeTrial.objects.get(kind="DELIVERY")
    assert f"/going-live/test/{trial.pk}" in desk.get(page).content.decode()
    assert step(desk, f"{page}/test/{trial.pk}").status_code == 302
    past = step(head, "/offices/PRT/change/live", day="2026-01-01", reason="All tried")
    assert "from today on" in past.content.decode() and "All tried" in past.content.decode()
    assert step(head, "/offices/PRT/change/live", day=TODAY).status_code == 302
    change = AccessChange.objects.get(kind="LIVE")
    assert str(change) in desk.get("/offices/PRT/").content.decode()
    assert step(secretariat, f"/access-changes/{change.pk}/confirm").status_code == 302
    assert "Went live" in signed_in(world.officer("amina")).get("/offices/PRT/").content.decode()


def test_everything_is_said_in_arabic_too(pierre, beatriz, signed_in):
    office = on_the_way.not_live()
    on_the_way.roster(office)
    for officer in (pierre, beatriz):
        officer.language = "ar"
        officer.save()
    desk = signed_in(pierre).get("/offices/PRT/going-live").content.decode()
    for words in ("بدء العمل", "اقرأ هذا الرقم", "مناوب في كل ساعة", "مطلوب"):
        assert words in desk, words
    head = signed_in(beatriz)
    once = head.get("/offices/PRT/change/live").context["form"]["once"].value()
    refused = head.post("/offices/PRT/change/live", {"once": once, "day": TODAY, "reason": "جاهز"})
    assert "ما زال مطلوبًا" in refused.content.decode() and "جاهز" in refused.content.decode()
    with translation.override("ar"):
        assert "لم يبدأ مكتب البرتغال العمل بعد" in standing.why_not_asked(office)


def test_who_sees_the_trials_of_an_office(adler):
    office = on_the_way.not_live()
    trial = trials.send_test(office, by=adler)
    people = [world.officer(name) for name, *_ in world.CAST]
    seen = {one.email for one in people if OfficeTrial.objects.visible_to(one).contains(trial)}
    names = ("beatriz", "pierre", "adler", "benes", "auditor", "member")
    assert seen == {world.email(name) for name in names}


def test_whoever_must_know_is_told_by_mail(
    beatriz, adler, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    office = on_the_way.ready()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        changes.confirm(propose(office, beatriz), by=adler)
    told = {to for message in mail.outbox for to in message.to}
    names = ("beatriz", "pierre", "adler", "benes", "auditor", "member")
    assert told == {world.email(name) for name in names}
