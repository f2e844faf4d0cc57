"""Messages, jobs, files and kept answers are held by the policies of rows, each for its readers.

Nairobi tells Lisbon, whose inbox takes it, and Brasília, whose inbox does not.
"""

from io import BytesIO

import pytest

from agency.pages import jobs
from cases import filing, sharing
from cases.models import CaseFile
from exchange.delivery import dead_letters
from kernel import acting
from kernel.files import stored_files
from kernel.jobs import running
from kernel.models import IdempotencyKey, Job, StoredFile
from ledger import events, mailbox
from ledger.delivery import delivering, receipts, webhook_calls
from ledger.models import (
    Attempt,
    Delivery,
    Destination,
    Event,
    EventDetail,
    InboxMessage,
    Message,
    PhoneCall,
    WebhookCall,
)
from tests import world as cast
from tests.cases import factories
from tests.ledger.messages import post

pytestmark = pytest.mark.django_db
READERS = ["amina", "okello", "pierre", "joana", "bela", "sato", "adler", "auditor", None]
# Each message by its type, and of READERS who reads it, and who reads that it is on its way.
MESSAGES = {
    "test.open": {"amina", "okello", "pierre"},
    "test.restricted": {"amina", "pierre"},
    "test.dead": {"amina", "okello"},
}
WAYS = MESSAGES
JOBS = {"Count the boats": {"amina"}}
# Kenya's documents stay its own, whatever the level; THISTLE is shared with Lisbon.
FILES = {
    "QUILLON.txt": {"amina", "okello"},
    "THISTLE.txt": {"amina", "okello", "pierre"},
    "loose.txt": {"pierre"},
}
KEYS = {"key-of-kenya": {"amina", "okello"}}
BY_A_RULE = [Attempt, Event, EventDetail, PhoneCall, WebhookCall]


@pytest.fixture
def told(amina, pierre, monkeypatch):
    """One of each: told, arrived, dead, telephoned, tried again, kept, and on its way."""

    def refuse(row):
        raise receipts.ArrivalRefused("Quay shut")

    monkeypatch.setitem(receipts._arrivals, "test.dead", refuse)
    post(amina, "PRT", type="test.open")
    post(amina, "PRT", type="test.restricted", level=1)
    post(amina, "BRA", type="test.dead")
    delivering.deliver(*Destination.objects.values_list("pk", flat=True))
    dead = Delivery.objects.get(status=Delivery.Status.DEAD)
    PhoneCall.objects.create(delivery=dead, by=amina)
    webhook_calls.ask(dead.destination, by=amina, delivery=dead)
    for word in ("QUILLON", "THISTLE"):
        case = factories.case(amina, f"Ships {word}", ["KERN Ilse"], classification=1)
        filing.add_document(case, BytesIO(b"Moored"), f"{word}.txt", by=amina)
    sharing.share(case, pierre.office, by=amina)
    with acting.acting_as(pierre):
        stored_files.store(BytesIO(b"Moored"), "loose.txt", by=pierre, allowed={"text/plain"})
    with acting.acting_as(amina):
        events.record("test.said", by=amina, detail={"reason": "They berth there"})
    running.start("test.count", title="Count the boats", by=amina)
    IdempotencyKey.objects.create(office="KEN", key="key-of-kenya", fingerprint="0" * 64)


def read(rows, name: str, column: str) -> set:
    """Give what an act of this reader (None: the public) reads of these rows."""
    with acting.acting_as(cast.officer(name) if name else acting.PUBLIC):
        return set(rows.values_list(column, flat=True))


def readers(rows, column: str) -> dict[str, set]:
    """Of READERS, who reads each row."""
    found = {value: set() for value in rows.values_list(column, flat=True)}
    for name in READERS:
        for value in read(rows, name, column):
            found[value].add(name)
    return found


def test_each_row_is_read_by_its_readers_and_nobody_else(told):
    assert readers(Message.objects.all(), "type") == MESSAGES
    assert readers(Delivery.objects.all(), "message__type") == WAYS
    assert readers(Job.objects.all(), "title") == JOBS
    assert readers(StoredFile.objects.all(), "original_name") == FILES
    assert readers(IdempotencyKey.objects.all(), "key") == KEYS
    inbox = readers(InboxMessage.objects.all(), "pk")
    assert len(inbox) == 2
    assert all(names == {"amina", "okello", "pierre"} for names in inbox.values())


@pytest.mark.parametrize("model", BY_A_RULE, ids=lambda model: model.__name__)
def test_what_is_read_by_a_rule_alone_is_read_by_nobody(told, model):
    assert model.objects.exists()
    assert {name for name in READERS if read(model.objects.all(), name, "pk")} == set()


def ways(officer) -> list:
    """Queries of the first wall, each with what its pages join."""
    dead = Delivery.objects.none()
    if not officer.administers:  # who reads these by a rule
        dead = dead_letters.visible_to(officer)
    return [
        mailbox._for(officer).select_related("destination__office"),
        dead,
        jobs.seen_by(officer),
        CaseFile.objects.visible_to(officer).select_related("file"),
    ]


@pytest.mark.parametrize("name", [name for name in READERS if name])
def test_nothing_vanishes_that_the_first_wall_lets_through(told, name):
    officer = cast.officer(name)
    with acting.acting_as(officer):
        seen = [set(rows) for rows in ways(officer)]
        with acting.by_a_rule("a test"):
            assert [set(rows) for rows in ways(officer)] == seen


@pytest.fixture
def forgotten(monkeypatch):
    """Two pages whose query forgot the rule."""
    every = Delivery.objects.select_related("message__sender", "destination__office")
    monkeypatch.setattr(dead_letters, "visible_to", lambda officer: every)
    monkeypatch.setattr(jobs, "seen_by", lambda officer: Job.objects.all())


def shown(browser) -> set[str]:
    """The words of others that these pages show."""
    letters = browser.get("/dead-letters").content.decode()
    pages = letters + browser.get("/jobs/").content.decode()
    return {words for words in ("Quay shut", "Count the boats") if words in pages}


OTHERS = ["pierre", "joana", "bela", "auditor"]


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_leaks_where_the_pages_forgot_the_rule(told, name, signed_in, forgotten):
    assert shown(signed_in(cast.officer(name))) == set()


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_leaks_where_the_policies_are_off(told, name, signed_in, second_wall_off):
    assert shown(signed_in(cast.officer(name))) == set()


def test_it_is_shown_to_whom_it_concerns_and_where_both_walls_are_off(
    told, amina, signed_in, forgotten, request
):
    """Else the tests above could not fail."""
    both = {"Quay shut", "Count the boats"}
    assert shown(signed_in(amina)) == both

    request.getfixturevalue("second_wall_off")
    assert shown(signed_in(cast.officer("bela"))) == both
