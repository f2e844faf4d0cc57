"""`/metrics`: who may not, and that the figures say what is so."""

import re
from datetime import timedelta

import pytest
import redis
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from agency.pages import latency, metrics
from ledger.delivery import delivering, receipts
from ledger.models import Delivery, Destination
from tests.ledger.messages import of, post

pytestmark = pytest.mark.django_db
TOKEN = "a-token-that-is-long-enough-to-be-one"


@pytest.fixture(autouse=True)
def configured(settings, monkeypatch, tmp_path):
    """A token, and a folder of figures that no other test writes to."""
    settings.METRICS_TOKEN = TOKEN
    settings.METRICS_FOLDER = str(tmp_path / "metrics")
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", settings.METRICS_FOLDER)
    monkeypatch.setattr(latency.values, "ValueClass", latency.values.ValueClass)
    latency.histogram.cache_clear()
    yield
    latency.histogram.cache_clear()


@pytest.fixture
def lisbon():
    return Destination.objects.get(office__code="PRT")


def scrape(token: str = TOKEN):
    return Client(headers={"Authorization": f"Bearer {token}"}).get("/metrics")


def figures() -> dict[str, float]:
    """Every sample by its name with its labels."""
    answer = scrape()
    assert answer.status_code == 200
    rows = re.findall(r"^(\w+(?:{[^}]*})?) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in rows}


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer é"]
)
def test_without_the_token_nobody_reads_figures(given):
    answer = Client(headers={"Authorization": given} if given else {}).get("/metrics")

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert "iisa_" not in answer.text


def test_no_session_replaces_the_token(amina, client):
    client.force_login(amina)
    assert client.get("/metrics").status_code == 401


def test_without_a_token_configured_there_is_nothing_there(settings):
    settings.METRICS_TOKEN = ""
    assert {scrape().status_code, scrape("").status_code} == {404}


def test_a_message_that_waits_is_counted_in_its_lane(amina):
    before = figures()
    post(amina, "PRT", "BRA", urgent=True)
    post(amina, "PRT")

    after = figures()

    name = 'iisa_deliveries_waiting{lane="%s"}'
    assert after[name % "urgent"] - before[name % "urgent"] == 2
    assert after[name % "normal"] - before[name % "normal"] == 1


def test_the_oldest_delivery_says_for_how_long_it_has_been_waiting(amina, lisbon):
    delivering.deliver(*delivering.due_destinations())
    name = 'iisa_oldest_waiting_delivery_seconds{lane="normal"}'
    assert figures()[name] == 0
    row = of(post(amina, "PRT"), lisbon)
    an_hour_ago = int((timezone.now() - timedelta(hours=1)).timestamp() * 1000)
    Delivery.objects.filter(pk=row.pk).update(id=f"{an_hour_ago:012x}" + row.pk.hex[12:])

    assert 3600 <= figures()[name] < 4000


def test_a_dead_letter_is_counted(amina, lisbon, monkeypatch):
    def refuse(row):
        raise receipts.ArrivalRefused("It names no request.")

    before = figures()["iisa_dead_letters"]
    monkeypatch.setitem(receipts._arrivals, "test.poison", refuse)
    post(amina, "PRT", type="test.poison")

    delivering.deliver(lisbon.pk)

    assert figures()["iisa_dead_letters"] == before + 1


def test_a_task_that_waits_is_counted_in_its_queue(settings):
    before = figures()['iisa_queue_length{queue="pdf"}']
    server = redis.from_url(settings.REDIS_URL)
    server.rpush("pdf", "a task")
    try:
        assert figures()['iisa_queue_length{queue="pdf"}'] == before + 1
    finally:
        server.lrem("pdf", 1, "a task")


def test_while_the_broker_is_gone_everything_else_is_told(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    told = figures()

    assert (told["iisa_broker_up"], told["iisa_database_up"]) == (0, 1)
    assert not [name for name in told if name.startswith("iisa_queue_length")]
    assert 'iisa_deliveries_waiting{lane="urgent"}' in told


def test_while_the_database_is_gone_everything_else_is_told(monkeypatch):
    def gone():
        raise OperationalError("no connection")

    monkeypatch.setattr(metrics, "_of_deliveries", gone)

    told = figures()

    assert (told["iisa_broker_up"], told["iisa_database_up"]) == (1, 0)
    assert "iisa_dead_letters" not in told


def test_how_long_a_request_took_is_told_without_what_it_was_about(client, amina):
    client.force_login(amina)
    client.get("/jobs/0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa/?text=Okello")
    client.get("/no-such-place/Okello")
    client.generic("OKELLO", "/livez")

    told = scrape().text

    assert 'iisa_request_seconds_count{method="GET",status="4xx",view="job"} 1.0' in told
    assert 'iisa_request_seconds_count{method="GET",status="4xx",view="none"} 1.0' in told
    assert 'method="other",status="4xx",view="none"' in told
    assert not re.search("okello|0190aaaa|amina", told, re.IGNORECASE)


def test_figures_of_another_process_are_added(client, monkeypatch):
    client.get("/livez")
    monkeypatch.setattr(latency, "_process", lambda: "another-7")
    latency.histogram.cache_clear()
    client.get("/livez")

    name = 'iisa_request_seconds_count{method="GET",status="2xx",view="livez"}'
    assert figures()[name] == 2


def test_what_waits_is_found_without_reading_what_is_done(amina):
    post(amina, "PRT")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {metrics.WAITING}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "delivery_open" in plan or "delivery_undone" in plan


def test_without_room_for_the_figures_requests_are_answered_all_the_same(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.METRICS_FOLDER = str(tmp_path / "file" / "metrics")

    assert Client().get("/livez").status_code == 200
    assert figures()["iisa_database_up"] == 1
