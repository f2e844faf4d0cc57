"""The receiver of docs/webhooks.md works as printed, and the schema names what is sent."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from drf_spectacular.generators import SchemaGenerator

from agency.api import webhooks
from launch.house_rules import APPS
from launch.places import ROOT, free_port
from ledger.delivery import delivering, standard_webhooks
from ledger.models import Delivery
from tests.ledger.hooks import hooked
from tests.ledger.messages import post

NAMED = re.compile(r'"((?:request|consent|notice|office)\.[a-z_.]+)"')
TELLS = re.compile(r"(?:outbox\.post|tell|tell_owner|say|_post|_tell|_say|_end)\(")


@pytest.fixture
def printed(tmp_path):
    """printed(secret) starts the receiver of the page; returns its port and its process."""
    started = []

    def start(secret: str):
        (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/webhooks.md").read_text(), re.S)
        (tmp_path / "receiver.py").write_text(code)
        command = [sys.executable, str(tmp_path / "receiver.py"), str(port), secret]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    port = free_port()
    start.port = port
    yield start
    for process in started:
        process.kill()
        process.wait()


def is_open(port: int) -> bool:
    import socket

    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.django_db
def test_the_receiver_of_the_page_verifies_over_http(amina, printed, allow_loopback):
    row, secret = hooked("PRT", f"http://127.0.0.1:{printed.port}/")
    process = printed(secret)
    while not is_open(printed.port):
        assert process.poll() is None
        time.sleep(0.05)
    post(amina, "PRT")

    assert delivering.deliver(row.pk) == 1
    assert process.stdout.readline().split() == ["test.said"]

    standard_webhooks.WebhookSecret.objects.filter(destination=row).delete()
    standard_webhooks.new_secret(row)  # one that the receiver does not know
    post(amina, "PRT")
    assert delivering.deliver(row.pk) == 0
    assert Delivery.objects.get(status="QUEUED").tries.get().http_status == 401


def test_the_schema_lists_the_webhooks_with_their_headers():
    schema = SchemaGenerator().get_schema(request=None, public=True)

    assert schema["openapi"].startswith("3.1")
    assert set(schema["webhooks"]) == set(webhooks.TYPES)
    call = schema["webhooks"]["request.sent"]["post"]
    assert {one["name"] for one in call["parameters"]} == set(webhooks.HEADERS)
    assert "Envelope" in schema["components"]["schemas"]


def test_every_type_that_the_code_posts_is_in_the_schema():
    found = set()
    for app in APPS:
        for path in Path(ROOT, app).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for call in TELLS.finditer(text):
                found |= set(NAMED.findall(text[call.start() : call.start() + 200])[:1])
    posted = {name for name in found if not name.startswith(("office.pause", "office.r"))}

    assert posted - set(webhooks.TYPES) == set()
    assert len(posted) > 15
