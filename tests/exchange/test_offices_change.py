"""Offices are added, join, are renamed, followed by others and leave: by two persons, on a day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from central_offices.directory import as_typed, standing
from central_offices.models import (
    AccessChange,
    CentralOffice,
    Jurisdiction,
    OfficeName,
    Officer,
)
from central_offices.taking_part import concerned, history, names
from central_offices.two_persons import changes
from exchange.requests import sending
from kernel.errors import NotPermitted, NotReady, WrongState
from ledger.models import Event, Message
from tests import persons, world
from tests.exchange.conftest import deliver_all, draft, sent
from tests.exchange.going_live import promises_kept
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
DAY = timedelta(days=1)
TOMORROW = (TODAY + DAY).isoformat()
LUSITANIA = {"en": "Lusitania", "ar": "لوسيتانيا"}


@pytest.fixture
def lisbon(db):
    return CentralOffice.objects.get(code="PRT")


def propose(kind, office, by, day=None, **content):
    day = day or (TODAY + DAY if kind == "LEAVE" else TODAY)
    return changes.propose(kind, office, by=by, day=day.isoformat(), **content)


def carried(kind, office, by, day=None, **content) -> CentralOffice:
    persons.decided(propose(kind, office, by, day, **content))
    promises_kept()
    return CentralOffice.objects.get(pk=office.pk)


def the_day_comes(office) -> None:
    """As if what is to come began today: the rows of the past are the owner's to write."""
    with by_the_owner():
        OfficeName.objects.filter(office=office, valid_to__isnull=False).update(valid_to=TODAY)
        OfficeName.objects.filter(office=office, valid_to=None).update(valid_from=TODAY)
        CentralOffice.objects.filter(pk=office.pk, left_on__isnull=False).update(left_on=TODAY)
    names.take_over_due()


def test_a_name_begins_on_its_day_and_the_former_one_is_found(lisbon, beatriz, adler, signed_in):
    change = propose("RENAME", lisbon, beatriz, TODAY + DAY, names=LUSITANIA)
    assert CentralOffice.objects.get(code="PRT").names["en"] == "Portugal"
    changes.confirm(change, by=adler)
    promises_kept()
    names.take_over_due()
    assert CentralOffice.objects.get(code="PRT").names["en"] == "Portugal"
    page = signed_in(beatriz).get("/offices/PRT/").content.decode()
    assert "Portugal is called Lusitania" in page and "To come" in page

    the_day_comes(lisbon)

    promises_kept()
    office = CentralOffice.objects.get(code="PRT")
    assert (office.names, office.sort_key, str(office)) == (LUSITANIA, "lusitania", "Lusitania")
    for typed in ("Lusitania", "Portugal", "PRT"):
        assert as_typed.office(typed) == office
    assert "Lusitania" in signed_in(beatriz).get("/offices/?q=portugal").content.decode()
    assert history.of(office)[0].words == "Portugal is called Lusitania"
    with pytest.raises(WrongState, match="says so already"):
        propose("RENAME", office, beatriz, names=LUSITANIA)


def test_systems_read_former_names_and_those_to_come(lisbon, beatriz, over_api, amina):
    caller = over_api(amina)
    assert caller.get("/api/v1/offices/PRT/").json()["dated_names"] == []
    carried("RENAME", lisbon, beatriz, TODAY + DAY, names=LUSITANIA)
    (before, after) = sorted(
        caller.get("/api/v1/offices/PRT/").json()["dated_names"],
        key=lambda row: str(row["valid_to"]),
    )
    assert before["names"]["en"] == "Portugal" and before["valid_from"] is None
    assert before["valid_to"] == after["valid_from"] == (TODAY + DAY).isoformat()
    assert (after["names"], after["country"], after["valid_to"]) == (LUSITANIA, "PRT", None)


def test_a_name_in_between_is_refused(lisbon, beatriz, adler):
    changes.confirm(propose("RENAME", lisbon, beatriz, TODAY + 9 * DAY, names=LUSITANIA), by=adler)
    with pytest.raises(WrongState, match="a later one, is decided"):
        propose("RENAME", lisbon, beatriz, TODAY + DAY, names={"en": "Iberia"})
    with pytest.raises(NotReady, match="in English"):
        propose("RENAME", lisbon, beatriz, TODAY + 20 * DAY, names={"fr": "Lusitanie"})


def test_an_office_leaves_and_who_waits_for_it_is_told(
    lisbon, amina, wanjiku, beatriz, adler, pierre, signed_in, settings,
    django_capture_on_commit_callbacks,
):  # fmt: skip
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    asked = sent(amina, "PRT")
    deliver_all()
    told = {str(one.words): one.number for one in concerned.count(lisbon)}
    assert told["Requests that wait for its answer"] == 1 and told["Shifts planned"] == 0
    assert told["Officers with an open account"] == 2
    shown = signed_in(beatriz).get("/offices/PRT/change/leave").content.decode()
    assert "Requests that wait for its answer" in shown
    change = propose("LEAVE", lisbon, beatriz, TODAY + DAY, instead=["BRA"])
    decide = signed_in(adler).get(f"/access-changes/{change.pk}/confirm").content.decode()
    assert "Requests that wait for its answer" in decide and "BRA" in decide
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        changes.confirm(change, by=adler)
    promises_kept()

    to_amina = [one for one in mail.outbox if amina.email in one.to]
    assert "leaves on" in to_amina[0].subject and asked.title not in to_amina[0].body
    assert any(wanjiku.email in one.to for one in mail.outbox)
    assert Message.objects.get(type="office.changed").data["instead"] == ["BRA"]
    page = signed_in(amina).get(f"/requests/{asked}/").content.decode()
    assert "leaves on" in page and "Ask instead: Brazil (BRA)." in page
    sending.send(draft(amina, "PRT"), by=amina)  # until its last day it is asked

    the_day_comes(lisbon)

    page = signed_in(amina).get(f"/requests/{asked}/").content.decode()
    assert "nobody answers there any more" in page
    with pytest.raises(NotReady, match="Ask instead: Brazil"):
        sending.send(draft(amina, "PRT"), by=amina)
    assert signed_in(pierre).get("/").status_code == 302
    assert "Left" in [entry.words for entry in history.of(CentralOffice.objects.get(code="PRT"))]


def test_nobody_of_an_office_that_has_left_decides_anything(lisbon, beatriz, adler, benes):
    carried("LEAVE", lisbon, beatriz, TODAY + DAY)
    the_day_comes(lisbon)
    beatriz = world.officer("beatriz")
    assert not beatriz.may("manage_office", beatriz.office)
    with pytest.raises(NotPermitted):
        propose("JOIN", beatriz.office, beatriz)
    office = carried("JOIN", beatriz.office, adler)
    assert (office.standing, office.live_on, office.left_on) == ("NOT_LIVE", None, None)
    words = [entry.words for entry in history.of(office)]
    assert words.count("Left") == 1 and words.count("Joined") >= 1
    assert world.officer("beatriz").may("manage_office", office)


def test_the_secretariat_alone_lets_an_office_leave_after_objections(lisbon, adler, benes, pierre):
    with pytest.raises(NotReady, match="Say why"):
        changes.propose("LEAVE", lisbon, by=adler, day=TOMORROW, without_head=True)
    change = changes.propose(
        "LEAVE", lisbon, by=adler, day=TOMORROW, without_head=True, reason="Gone"
    )
    changes.confirm(change, by=benes)
    assert change.status == "AGREED" and CentralOffice.objects.get(code="PRT").left_on is None
    changes.object_to(change, by=pierre, reason="We are here")
    changes.forbid(change, by=world.officer("member"), reason="They are there")
    assert CentralOffice.objects.get(code="PRT").left_on is None


def test_a_successor_state_takes_over_the_office_with_all_that_is_its_own(lisbon, beatriz, amina):
    asked = sent(amina, "PRT")
    with by_the_owner():
        Jurisdiction.objects.create(code="QSU", alpha2="QZ", kind="STATE", names=LUSITANIA)
    for wrong, sentence in (
        ("PRT", "another state"),
        ("KEN", "office of its own"),
        ("QQQ", "exists"),
    ):
        with pytest.raises(NotReady, match=sentence):
            propose("SUCCESSION", lisbon, beatriz, country=wrong, names=LUSITANIA)
    carried("SUCCESSION", lisbon, beatriz, TODAY + DAY, country="QSU", names=LUSITANIA)
    assert Jurisdiction.objects.get(code="PRT").kind == "STATE"

    the_day_comes(lisbon)

    promises_kept()
    office, former = CentralOffice.objects.get(code="PRT"), Jurisdiction.objects.get(code="PRT")
    assert (office.jurisdiction_id, office.number) == ("QSU", lisbon.number)
    assert (former.kind, former.successors, former.valid_to) == (
        "DISSOLVED_STATE", ["QSU"], TODAY + DAY
    )  # fmt: skip
    assert asked.recipients.get().office == office
    assert as_typed.office("Lusitania") == office
    assert "is dissolved: the office acts for Lusitania" in str(history.of(office)[0].words)


KINDS = {
    "RENAME": {"names": LUSITANIA},
    "LEAVE": {"instead": []},
    "SUCCESSION": {"names": LUSITANIA, "country": "QMC"},
}


def test_who_may_not_propose_confirm_or_read(lisbon, beatriz, adler, signed_in):
    people = {name: world.officer(name) for name, *_ in world.CAST}
    for kind, content in KINDS.items():
        for name, officer in people.items():
            if name not in ("beatriz", "adler", "benes"):
                with pytest.raises(NotPermitted):
                    propose(kind, lisbon, officer, **content)
        change = propose(kind, lisbon, beatriz, **content)
        for name, officer in people.items():
            if name not in ("adler", "benes"):
                with pytest.raises(NotPermitted):
                    changes.confirm(change, by=officer)
        seen = {
            name
            for name, officer in people.items()
            if AccessChange.objects.visible_to(officer).filter(pk=change.pk).exists()
        }
        assert seen == {"beatriz", "pierre", "adler", "benes", "auditor", "member"}, kind
        changes.withdraw(change, by=beatriz)
    assert signed_in(people["amina"]).get("/offices/PRT/change/leave").status_code == 403
    assert signed_in(people["amina"]).get("/offices/new").status_code == 403
    assert signed_in(adler).get("/offices/AGY/change/leave").status_code == 404
    assert signed_in(adler).get("/offices/PRT/change/nothing").status_code == 404


def test_an_office_leaves_tomorrow_at_the_earliest_also_when_it_is_decided_late(
    lisbon, beatriz, adler
):
    for day in (TODAY, TODAY - DAY):
        with pytest.raises(NotReady):
            propose("LEAVE", lisbon, beatriz, day)
    content = {"day": TODAY.isoformat(), "instead": []}  # as proposed some days ago
    change = AccessChange(kind="LEAVE", office=lisbon, proposed_by=beatriz, content=content)
    change.save(force_insert=True)
    changes.confirm(change, by=adler)
    promises_kept()
    assert CentralOffice.objects.get(code="PRT").left_on == TODAY + DAY


def test_the_secretariat_and_the_commission_never_leave(adler):
    for code in ("AGY", "CCF"):
        office = CentralOffice.objects.get(code=code)
        with pytest.raises(NotReady):
            propose("LEAVE", office, adler)


def test_the_ledger_names_office_kind_and_day_and_no_words(lisbon, beatriz):
    carried("RENAME", lisbon, beatriz, names=LUSITANIA)
    event = Event.objects.get(verb="office.take_part")
    assert event.data["office"] == "PRT" and event.data["kind"] == "RENAME"
    assert event.data["day"] == TODAY.isoformat()
    for one in Event.objects.filter(verb__startswith="office."):
        assert "Lusitania" not in str(one.data)


def test_the_directory_says_why_in_a_sentence(lisbon, beatriz):
    assert standing.gone(lisbon) == "" and standing.why_not_asked(lisbon) == ""
    assert Officer.objects.filter(office=lisbon, is_active=True).exists()
