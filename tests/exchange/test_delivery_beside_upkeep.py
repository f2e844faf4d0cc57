"""While the upkeep stands still, what is new is delivered all the same."""

from datetime import timedelta

import psycopg2
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from agency.celery import app
from exchange import tasks, upkeep
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Escalation, RequestRecipient
from kernel.ids import new_id
from ledger.models import Event
from tests.exchange.conftest import cast, deliver_all, recipient, sent
from tests.kernel.racing import Lane
from tests.plumbing.by_the_owner import by_the_owner
from tests.plumbing.settle import until

LATE = 300
BLOCKED = ["exchange_escalationrule", "cases_keyfrequency"]
UPKEEP = ["exchange.tasks.settle", "exchange.tasks.settle", "cases.tasks.count_keys"]


@pytest.fixture
def overdue(committed):
    """Many clocks that ran out, all of them long ago."""
    pattern = sent(cast("amina"), "PRT")
    deliver_all()
    one = recipient(pattern, "PRT")
    rows = [copy_of(pattern, one, number) for number in range(LATE)]
    with by_the_owner():
        type(pattern).objects.bulk_create([request for request, _side in rows])
        RequestRecipient.objects.bulk_create([made for _request, made in rows])
    RequestRecipient.objects.update(next_due=timezone.now() - timedelta(days=30))
    return LATE + 1


def test_a_request_is_delivered_while_every_other_process_is_blocked(overdue, both_workers):
    with blocked():
        for name in UPKEEP:
            app.send_task(name, queue="default")
        until(lambda: waiting() == 2, "both processes for upkeep are blocked")

        request = sent(cast("amina"), "PRT")
        until(lambda: recipient(request, "PRT").status == "DELIVERED", "it is delivered")

        assert waiting() == 2
        assert not Escalation.objects.exists()

    def told() -> int:
        tasks.settle()  # as the next beat does; nothing, while the worker is at it
        return Escalation.objects.values("recipient").distinct().count()

    until(lambda: told() == overdue, "the upkeep goes on where it stood")
    events = Event.objects.filter(verb="requestrecipient.escalate")
    assert events.count() == Escalation.objects.count() == 3 * overdue


def test_a_side_that_an_officer_works_on_is_closed_the_next_time(committed):
    request = sent(cast("amina"), "PRT")
    deliver_all()
    answering.answer(
        recipient(request, "PRT"), ContributionDraft("It is hers.", "A", "1"), by=cast("pierre")
    )
    rows = RequestRecipient.objects.filter(request=request)
    rows.update(answered_at=timezone.now() - timedelta(days=31))

    with transaction.atomic():
        rows.select_for_update().get()
        Lane(upkeep.answered).result()
        assert rows.get().status == "ANSWERED"

    upkeep.answered()
    assert rows.get().status == "CLOSED"


def copy_of(request, recipient, number: int):
    """The request once more, and its side with the office, unsaved."""
    fields = {field.attname: getattr(request, field.attname) for field in request._meta.fields}
    again = type(request)(**fields | {"id": new_id(), "reference": f"R-KEN-L-{number}"})
    names = [field.attname for field in recipient._meta.fields]
    own = {name: getattr(recipient, name) for name in names}
    return again, RequestRecipient(**own | {"id": new_id(), "request_id": again.pk})


class blocked:
    """Tables that the upkeep reads first are held by a session of their owner."""

    def __enter__(self):
        self.session = psycopg2.connect(**connections["owner"].get_connection_params())
        with self.session.cursor() as cursor:
            for table in BLOCKED:
                cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")

    def __exit__(self, *error):
        self.session.close()


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
            "WHERE NOT l.granted AND c.relname = ANY (%s)",
            [BLOCKED],
        )
        return cursor.fetchone()[0]
