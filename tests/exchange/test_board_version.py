"""The version of a duty board: it never says that nothing is new where something is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from central_offices.models import CentralOffice, Jurisdiction, Officer, RoleGrant
from central_offices.rosters import planning
from exchange.clocks import escalation
from exchange.conversation import answering, transfers
from exchange.custody import arrests
from exchange.desk import board_steps, board_version, shift_handover
from exchange.models import Escalation, Request, RequestType
from exchange.requests import sending
from kernel import clock
from ledger.models import Destination
from tests.exchange.conftest import HOW, deliver_all, recipient, sent
from tests.plumbing.by_the_owner import by_the_owner


class Desk:
    """One reader's board in a browser, which knows what it was shown last."""

    def __init__(self, officer, browser, query=""):
        self.officer, self.browser, self.query = officer, browser, query
        self.look()

    def look(self) -> None:
        page = self.browser.get(f"/duty?{self.query}").content.decode()
        self.known = page.split("known=")[1].split('"')[0].split("&")[0]

    def poll(self, query=None):
        more = self.query if query is None else query
        return self.browser.get(f"/duty/news?known={self.known}&{more}")

    def number(self) -> int:
        return board_version.read(self.officer).number

    def heard(self) -> bool:
        """Whether the reader now gets news, which are then known."""
        new = self.poll().status_code == 200
        self.look()
        return new


@pytest.fixture
def desk(db, signed_in):
    return lambda officer, query="": Desk(officer, signed_in(officer), query)


def statements(browser, url) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        browser.get(url)
    spared = ("SAVEPOINT", "RELEASE", "SELECT set_config")
    return [one["sql"] for one in asked if not one["sql"].startswith(spared)]


def test_nothing_new_costs_three_statements(amina, pierre, desk):
    for number in range(3):
        sent(amina, "PRT", title=str(number))
    deliver_all()
    lisbon = desk(pierre)

    asked = statements(lisbon.browser, f"/duty/news?known={lisbon.known}")

    assert len(asked) == 3 and "exchange_deskversion" in asked[2]
    assert lisbon.poll().status_code == 204


def test_a_request_on_its_whole_way_is_heard_of(amina, pierre, beatriz, desk):
    lisbon = desk(pierre)
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    assert lisbon.heard()
    row = recipient(request, "PRT")
    for step in (
        lambda: answering.acknowledge(row, by=beatriz),
        lambda: answering.assign(row, by=pierre),
        lambda: board_steps.put_back(row, by=pierre),
        lambda: escalation.raise_by_hand(row, by=pierre, known="0"),
        lambda: answering.assign(row, by=beatriz),
        lambda: answering.answer(row, HOW, by=beatriz),
    ):
        row.refresh_from_db()
        before = lisbon.number()
        step()
        assert lisbon.number() > before
        assert lisbon.heard()

    late = sent(amina, "PRT", title="A raft")
    deliver_all()
    assert lisbon.heard()
    sending.recall(late, by=amina, reason="The wrong boat.")
    assert lisbon.heard() and not lisbon.heard()


def test_a_transfer_is_heard_of_by_the_colleague(amina, pierre, beatriz, desk):
    request = sent(amina, "PRT")
    deliver_all()
    row = recipient(request, "PRT")
    answering.assign(row, by=beatriz)
    lisbon = desk(pierre)

    offered = transfers.offer(recipient(request, "PRT"), by=beatriz, to=pierre, note="Yours?")
    assert lisbon.heard()
    transfers.withdraw(offered, by=beatriz)
    assert lisbon.heard()
    before = lisbon.number()
    transfers.call(recipient(request, "PRT"), by=pierre, note="I know the boat.")
    assert lisbon.number() > before and not lisbon.heard()  # his own board does not show it


def test_an_arrest_is_heard_of_by_both_sides(asked, amina, pierre, desk):
    lisbon, nairobi = desk(pierre), desk(amina)

    arrests.report(asked, HOW, by=pierre, arrested_at=timezone.now())

    assert lisbon.heard()
    deliver_all()
    assert nairobi.heard()


def test_what_waits_for_an_office_out_of_reach_is_heard_of(amina, pierre, desk):
    nairobi, lisbon = desk(amina), desk(pierre)
    for column in ("unreachable_since", "paused_at"):
        Destination.objects.filter(office__code="BRA").update(**{column: timezone.now()})
        assert nairobi.heard() and lisbon.heard()
        if column != "paused_at":
            Destination.objects.filter(office__code="BRA").update(**{column: None})
            assert nairobi.heard() and lisbon.heard()

    sent(amina, "BRA", title="A canoe")
    assert nairobi.heard()
    assert not lisbon.heard()

    Destination.objects.filter(office__code="BRA").update(paused_at=None)
    assert nairobi.heard() and lisbon.heard()
    Destination.objects.filter(office__code="BRA").update(last_seen_at=timezone.now())
    before = nairobi.number()
    assert nairobi.number() == before and not nairobi.heard()


def test_a_shift_and_a_note_for_the_next_one_are_heard_of(pierre, beatriz, desk):
    lisbon = desk(pierre)
    now = timezone.now()
    (shift,) = planning.plan(
        pierre.office,
        by=beatriz,
        officer=pierre,
        times=[(now - timedelta(hours=1), now + timedelta(hours=5))],
        phone="+351 21",
    )
    assert lisbon.heard()
    planning.change(shift, by=beatriz, version=shift.version, ends_at=now + timedelta(hours=6))
    assert lisbon.heard()
    note = shift_handover.write("Watch the canoe.", by=beatriz, classification=1)
    assert lisbon.heard()
    shift_handover.acknowledge(note, by=pierre)
    assert lisbon.heard()
    planning.cancel(shift, by=beatriz)
    assert lisbon.heard() and not lisbon.heard()


def test_other_words_of_a_request_an_office_a_type_a_country_or_a_colleague_are_heard_of(
    amina, pierre, beatriz, desk
):
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    answering.assign(recipient(request, "PRT"), by=beatriz)
    lisbon = desk(pierre)
    kenya = CentralOffice.objects.get(code="KEN")
    changes = [
        (Request.objects.filter(pk=request.pk), {"classification": 2}),
        (Request.objects.filter(pk=request.pk), {"title": "Another canoe"}),
        (CentralOffice.objects.filter(pk=kenya.pk), {"names": {"en": "Nairobi North"}}),
        (RequestType.objects.filter(pk=request.type_id), {"names": {"en": "Other"}}),
        (Jurisdiction.objects.filter(pk=kenya.jurisdiction_id), {"names": {"en": "Kenia"}}),
        (Officer.objects.filter(pk=beatriz.pk), {"name": "Beatriz Other"}),
    ]
    with by_the_owner():
        for rows, change in changes:
            before = lisbon.number()
            assert rows.update(**change) == 1
            assert lisbon.number() > before, change


def test_a_request_that_is_no_longer_seen_is_heard_of(amina, pierre, desk):
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    lisbon = desk(pierre)
    with by_the_owner():
        Request.objects.filter(pk=request.pk).update(seen_by=[amina.office_number])

    assert lisbon.heard()
    assert "A canoe" not in lisbon.poll("desk=MINE").content.decode()


def test_other_rights_of_the_reader_are_another_board(amina, pierre, beatriz, desk):
    sent(amina, "PRT", title="A secret", classification=2)
    deliver_all()
    lisbon = desk(pierre)
    with by_the_owner():
        Officer.objects.filter(pk=pierre.pk).update(clearance=1)
    assert "A secret" not in lisbon.poll().content.decode() and lisbon.heard()

    with by_the_owner():
        Officer.objects.filter(pk=pierre.pk).update(clearance=2)
    assert lisbon.heard()
    for grant in RoleGrant.objects.filter(officer=pierre).in_force():
        with by_the_owner():
            RoleGrant.objects.filter(pk=grant.pk).update(valid_to=timezone.now())
    pierre.refresh_rights()
    assert lisbon.poll().status_code == 200


def test_what_another_knows_or_another_filter_is_no_knowledge(amina, pierre, beatriz, desk):
    sent(amina, "PRT", title="A canoe")
    deliver_all()
    lisbon, head = desk(pierre), desk(beatriz)
    assert lisbon.poll().status_code == 204
    assert lisbon.poll("desk=MINE").status_code == 200
    lisbon.known = head.known
    version = board_version.read(pierre)
    reader = board_version.reader_of(pierre, ("", "", 50, None))
    assert not board_version.parsed(head.known).still_holds(version, reader)
    for nonsense in ("", "x", "-1", "1-2", "1-x-y-z", "٣-٤-a-b", "9" * 40 + "-1-a-b", "1-" * 9):
        lisbon.known = nonsense
        assert lisbon.poll().status_code == 200


def test_an_edge_that_has_passed_is_read_anew(pierre, desk):
    lisbon = desk(pierre)
    number, _edge, reader, digest = lisbon.known.split("-")
    lisbon.known = f"{number}-{board_version._microseconds(clock.now())}-{reader}-{digest}"

    answer = lisbon.poll()

    assert answer.status_code == 204  # it is the same board, known by another edge now
    assert answer.headers["X-Known"].split("-")[3] == digest
    lisbon.known = answer.headers["X-Known"]
    assert "X-Known" not in lisbon.poll().headers


def test_a_level_that_was_told_is_heard_of(amina, pierre, desk):
    request = sent(amina, "PRT")
    deliver_all()
    lisbon, row = desk(pierre), recipient(request, "PRT")

    Escalation.objects.create(recipient=row, due=row.next_due, level=1)

    assert lisbon.heard()
