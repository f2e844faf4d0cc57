"""What people wrote may be purged by a purge that says so, and by nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kernel import acting
from ledger import events
from ledger.models import Event
from ledger.verification import chains
from tests import world


@pytest.fixture
def noted(committed):
    """Three events with words of a person; returns them in the order of their chain."""
    amina = world.officer("amina")
    for n in range(3):
        with acting.acting_as(amina):
            events.record("case.note", by=amina, detail={"text": f"é {n}"}, step=True)
    return list(Event.objects.filter(chain="KEN", verb="case.note").order_by("seq"))


def remove_detail(owner_sql, event) -> None:
    owner_sql(f"DELETE FROM ledger_eventdetail WHERE event_id = '{event.pk}'")


def purge(subject: Event | None) -> None:
    adler = world.officer("adler")
    with acting.acting_as(adler):
        events.record("purged", by=adler, subject=subject, step=True)


def sentences() -> list[str]:
    return [fault.sentence for fault in chains.verify()[1]]


def test_words_that_are_gone_without_a_purge_are_missed(noted, owner_sql):
    remove_detail(owner_sql, noted[1])

    (fault,) = chains.verify()[1]

    assert (fault.chain, fault.seq) == ("KEN", noted[1].seq)
    assert fault.sentence == "the detail of the event is missing"


def test_a_purge_accounts_for_the_event_it_names_and_for_no_other(noted, owner_sql):
    purge(noted[1])
    remove_detail(owner_sql, noted[1])
    assert sentences() == []

    remove_detail(owner_sql, noted[2])
    assert sentences() == ["the detail of the event is missing"]


def test_a_purge_that_names_nothing_accounts_for_nothing(noted, owner_sql):
    purge(None)
    remove_detail(owner_sql, noted[1])

    assert sentences() == ["the detail of the event is missing"]


def test_words_that_were_put_to_another_event_are_found(noted, owner_sql):
    owner_sql(
        "ALTER TABLE ledger_eventdetail DISABLE TRIGGER USER; "
        'UPDATE ledger_eventdetail SET body = \'{"text": "x"}\' '
        f"WHERE event_id = '{noted[0].pk}'"
    )

    assert sentences() == ["the detail of the event was altered"]


@pytest.mark.parametrize("page", [1, 2, 3, 100])
def test_a_chain_is_walked_page_by_page(noted, owner_sql, monkeypatch, page):
    monkeypatch.setattr(chains, "EVENTS_A_PAGE", page)
    assert sentences() == []

    owner_sql(
        "ALTER TABLE ledger_event DISABLE TRIGGER USER; "
        f"UPDATE ledger_event SET verb = 'x' WHERE id = '{noted[2].pk}'"
    )

    assert sentences() == ["the event was altered"]


def test_two_events_that_changed_places_are_found(noted, owner_sql):
    first, second = noted[0], noted[1]
    owner_sql(
        "ALTER TABLE ledger_event DISABLE TRIGGER USER; "
        f"UPDATE ledger_event SET seq = -1 WHERE id = '{first.pk}'; "
        f"UPDATE ledger_event SET seq = {first.seq} WHERE id = '{second.pk}'; "
        f"UPDATE ledger_event SET seq = {second.seq} WHERE id = '{first.pk}'"
    )

    assert sentences() == ["the link to the event before is broken"]


def test_events_that_wait_too_long_for_their_place_are_counted(db, amina, monkeypatch):
    with acting.acting_as(amina):
        events.record("case.view", by=amina)
        events.record("case.view", by=amina)
    assert chains.unsealed() == 0
    monkeypatch.setattr(chains, "SEAL_DELAY", timedelta())
    said = StringIO()

    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify_ledger", stderr=said)

    assert "2 events have waited for their place for over a minute." in said.getvalue()
    events.seal()
    assert chains.unsealed() == 0


def test_the_command_names_chain_and_place_and_fails(noted, owner_sql):
    remove_detail(owner_sql, noted[1])
    said = StringIO()

    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify_ledger", stderr=said)

    assert f"KEN, event {noted[1].seq}: the detail of the event is missing." in said.getvalue()
