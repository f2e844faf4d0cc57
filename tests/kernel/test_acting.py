"""The actor: one transaction, one office, one clearance, and what comes last before the commit."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import path

from agency.urls import urlpatterns as real
from central_offices.models import CentralOffice
from kernel import acting
from kernel.errors import NotReady
from ledger import events
from ledger.delivery import outbox
from ledger.models import Event, Message
from tests import world


def told() -> tuple[str, str]:
    """Office number and clearance as the database knows them; empty strings for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('iisa.office', true), ''), "
            "coalesce(current_setting('iisa.clearance', true), '')"
        )
        return cursor.fetchone()


def of(officer) -> tuple[str, str]:
    return str(officer.office_number), str(officer.clearance)


def tell(by) -> None:
    """Gather an event and a message."""
    events.record("case.open", by=by, step=True)
    lisbon = CentralOffice.objects.filter(code="PRT")
    outbox.post("test.said", thread=by.pk, sender=by.office, to=lisbon, data={})


def written() -> tuple[int, int]:
    return Event.objects.filter(verb="case.open").count(), Message.objects.count()


def test_the_database_knows_who_acts(amina, okello):
    with acting.acting_as(amina):
        assert told() == of(amina)
    with acting.acting_as(okello):
        assert told() == of(okello)
    with acting.acting_as(acting.PUBLIC):
        assert told() == ("-1", "-1")


def test_somebody_else_acts_for_a_moment_only(amina, sato):
    with acting.acting_as(amina) as act:
        with acting.acting_as(sato):
            assert (told(), act.actor) == (of(sato), sato)
        assert (told(), act.actor) == (of(amina), amina)


def test_the_first_actor_is_back_after_a_refusal_of_another(amina, sato):
    with acting.acting_as(amina) as act:
        with pytest.raises(NotReady), acting.acting_as(sato):
            raise NotReady("No.")
        assert (told(), act.actor) == (of(amina), amina)


def test_what_was_gathered_is_written_once_when_the_outermost_ends(amina):
    with acting.acting_as(amina):
        with acting.acting_as(amina):
            tell(amina)
        assert written() == (0, 0)
    assert written() == (1, 1)


def test_a_refused_part_takes_back_its_own_events_and_messages_and_no_others(amina):
    with acting.acting_as(amina):
        tell(amina)
        with pytest.raises(NotReady), acting.acting_as(amina):
            tell(amina)
            with acting.acting_as(amina):
                tell(amina)
            raise NotReady("No.")
        tell(amina)
    assert written() == (2, 2)


def test_a_refusal_of_the_whole_writes_nothing(amina):
    with pytest.raises(NotReady), acting.acting_as(amina):
        tell(amina)
        raise NotReady("No.")
    assert written() == (0, 0)


def test_a_transaction_marked_to_be_undone_writes_nothing(amina):
    with acting.acting_as(amina):
        tell(amina)
        transaction.set_rollback(True)
    assert written() == (0, 0)


def test_destinations_are_locked_before_the_heads_of_the_chains(amina, monkeypatch):
    order = []
    for name in acting._closers:
        monkeypatch.setitem(acting._closers, name, lambda items, name=name: order.append(name))
    with acting.acting_as(amina):
        events.record("case.open", by=amina, step=True)
        tell(amina)
    assert order == ["messages", "events"]


def test_domain_code_outside_acting_as_is_a_bug(amina):
    with pytest.raises(RuntimeError, match="outside acting_as"):
        tell(amina)


# What the database knows is gone with the transaction: pooled connections carry nobody's office.


@pytest.fixture
def session(committed):
    """session() is the id of the database session in use."""

    def pid() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    return pid


def test_nobody_acts_after_the_commit(session):
    before = session()
    with acting.acting_as(world.officer("amina")):
        assert told() != ("", "")
    assert (told(), session()) == (("", ""), before)


def test_nobody_acts_after_a_refusal(session):
    before = session()
    with pytest.raises(NotReady), acting.acting_as(world.officer("amina")):
        raise NotReady("No.")
    assert (told(), session()) == (("", ""), before)


def breaks(request):
    assert told() == of(request.user)
    raise ZeroDivisionError


def refuses(request):
    assert told() == of(request.user)
    raise NotReady("Nobody may.")


urlpatterns = [*real, path("breaks", breaks), path("refuses", refuses)]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/api/v1/portfolios/", 200),
        ("/public/", 200),
        ("/no-such-page", 404),
        ("/api/v1/no-such-thing", 404),
        ("/refuses", 422),
        ("/breaks", 500),
    ],
)
def test_nobody_acts_after_a_request(session, settings, address, status):
    settings.ROOT_URLCONF = __name__
    browser = Client(raise_request_exception=False)
    browser.force_login(
        world.officer("amina"), backend="central_offices.sign_in.who_acts.OfficerBackend"
    )
    before = session()

    assert browser.get(address).status_code == status

    assert (told(), session()) == (("", ""), before)
