"""The newest checkpoint comes with what offices get anyway, and is there for everybody."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from standardwebhooks import Webhook

from central_offices.models import CentralOffice
from ledger.delivery import daily_checkpoint, delivering, envelope, webhook_calls
from ledger.models import Checkpoint, InboxMessage
from ledger.witness import log, merkle
from tests import systems
from tests.exchange.conftest import deliver_all, sent
from tests.ledger import witnessed
from tests.ledger.messages import of, post

pytestmark = pytest.mark.django_db
WORK = ("/", "/approvals", "/requests/", "/cases/", "/notices/", "/duty/")


@pytest.fixture
def newest():
    witnessed.happen(1)
    return witnessed.sign().jws


def test_a_webhook_brings_it_in_header_and_body(amina, hook, receiver, newest, beatriz):
    message = post(amina, "PRT")
    delivering.deliver(hook.pk)
    webhook_calls.ask(hook, by=beatriz)
    webhook_calls.ask(hook, by=beatriz, delivery=of(message, hook))
    webhook_calls.run()

    assert len(receiver.got) == 3
    for got in receiver.got:
        body = Webhook(hook.secret).verify(got.body, got.headers)
        assert body.pop("checkpoint") == got.headers["x-checkpoint"] == newest
    told = json.loads(receiver.got[0].body)
    del told["checkpoint"]
    row = of(message, hook)
    assert told == envelope.envelope(row), "beside it the message is what it is on every path"
    kept = InboxMessage.objects.get(message_id=message.pk)
    assert kept.body_sha256 == envelope.sha256(row)


def test_what_the_system_is_not_cleared_for_brings_it_too(amina, hook, receiver, newest):
    post(amina, "PRT", level=2)
    delivering.deliver(hook.pk)

    (got,) = receiver.got
    told = json.loads(got.body)
    assert (told["type"], told["checkpoint"]) == ("message.withheld", newest)


def test_before_the_first_one_nothing_is_brought(amina, hook, receiver):
    post(amina, "PRT")
    delivering.deliver(hook.pk)

    (got,) = receiver.got
    assert "checkpoint" not in json.loads(got.body)
    assert "x-checkpoint" not in got.headers


def test_the_mailbox_brings_it_and_what_was_saved_is_understood(amina, newest, tmp_path):
    system = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")))
    sent(amina, "BRA")
    deliver_all()
    answer = system.get("/api/v1/mailbox/")

    assert answer.json()["checkpoint"] == answer["X-Checkpoint"] == newest
    saved = tmp_path / "mailbox.json"
    saved.write_bytes(answer.content)
    call_command("verify_ledger", against=[str(saved)], stdout=StringIO())
    call_command("verify_message", str(saved), stdout=StringIO())


def test_everybody_finds_them_in_order_and_a_path_between_two(client, newest):
    for _ in range(3):
        witnessed.happen(1)
        witnessed.sign()
    rows = list(Checkpoint.objects.order_by("pk"))
    answer = client.get("/public/ledger/checkpoints")

    told = answer.json()
    assert [row["checkpoint"] for row in told["checkpoints"]] == [row.jws for row in rows]
    assert not told["more"] and answer["X-Checkpoint"] == rows[-1].jws
    later = client.get(f"/public/ledger/checkpoints?after={rows[1].pk}").json()
    assert [row["number"] for row in later["checkpoints"]] == [rows[2].pk, rows[3].pk]
    query = {"first": rows[0].size, "second": rows[3].size}
    path = client.get("/public/ledger/consistency", query).json()["path"]
    roots = [bytes.fromhex(row.root) for row in (rows[0], rows[3])]
    steps = [bytes.fromhex(step) for step in path]
    assert merkle.is_consistent(rows[0].size, roots[0], rows[3].size, roots[1], steps)
    page = client.get("/public/ledger/")
    assert rows[-1].root in page.content.decode() and rows[-1].jws in page.content.decode()


def test_the_public_pages_answer_nonsense_as_missing_and_change_nothing(client, newest):
    size = log.size()
    for query in (
        "",
        "?first=1",
        f"?first=1&second={size}",
        f"?first={size}&second=1",
        "?first=-1",
    ):
        assert client.get(f"/public/ledger/consistency{query}").status_code == 404, query
    for number in ("x", "9" * 40, "-1", "1.5", "٣", "1;--"):
        assert client.get("/public/ledger/checkpoints", {"after": number}).status_code == 404
    for address in ("", "checkpoints", "consistency"):
        assert client.post(f"/public/ledger/{address}").status_code in (403, 405)


def test_reading_them_costs_the_same_however_long_the_log_is(client, django_assert_max_num_queries):
    for rounds in (1, 30):
        witnessed.happen(rounds)
        witnessed.sign()
        with django_assert_max_num_queries(9):  # with what opens and ends two transactions
            client.get("/public/ledger/")
            client.get("/public/ledger/checkpoints")


def test_the_daily_message_shows_in_no_officers_work(signed_in, newest, pierre, beatriz, mutua):
    daily_checkpoint.tell()
    deliver_all()
    for officer in (pierre, beatriz, mutua):
        browser = signed_in(officer)
        for address in WORK:
            said = browser.get(address).content.decode()
            assert "heckpoint" not in said and "ledger.checkpoint" not in said, address
