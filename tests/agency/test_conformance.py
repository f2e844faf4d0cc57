"""The kit for developers: it passes what keeps the rules, and says what does not."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
import requests
from django.core.management import CommandError, call_command
from standardwebhooks import Webhook

from central_offices.models import CentralOffice
from conformance import receiver
from conformance.caller import OfficeSystem
from conformance.listener import Listener
from conformance.simulator import Simulator
from ledger.delivery import standard_webhooks
from tests import systems
from tests.exchange.conftest import cast, deliver_all, recipient, sent
from tests.ledger import witnessed
from tests.ledger.hooks import hooked
from tests.plumbing.by_the_owner import by_the_owner

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Sound(BaseHTTPRequestHandler):
    """A receiver as a stock library makes it."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204 if self.trusts(body) else 401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def trusts(self, body: bytes) -> bool:
        try:
            Webhook(SECRET).verify(body.decode(), {k.lower(): v for k, v in self.headers.items()})
        except Exception:
            return False
        return True

    def log_message(self, *args):
        pass


class Trusting(Sound):
    """A receiver that takes whatever it is sent."""

    def trusts(self, body: bytes) -> bool:
        return True


@pytest.fixture
def listening():
    """listening(kind) is the address of a receiver of that kind."""
    servers = []

    def listen(kind) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/hook"

    yield listen
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_stock_receiver_passes_every_rule(listening, monkeypatch, capsys):
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)

    call_command("conformance", webhook=listening(Sound))

    said = capsys.readouterr().out
    assert "FAIL" not in said
    assert said.splitlines()[-1] == "9 of 9 rules hold."


def test_a_receiver_that_trusts_everybody_fails_every_rule_of_refusal(
    listening, monkeypatch, capsys
):
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)

    with pytest.raises(SystemExit) as ended:
        call_command("conformance", webhook=listening(Trusting))

    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert said.count("FAIL") == 5 and said.count("204: it was taken") == 5
    assert "[Standard Webhooks, Verifying timestamps]" in said


def test_a_receiver_that_is_not_there_fails_every_rule():
    gone = receiver.Receiver("http://127.0.0.1:1/", SECRET)

    assert not any(finding.passed for finding in receiver.suite.run(gone))


def test_what_to_try_has_to_be_said():
    with pytest.raises(CommandError, match="Say what to try"):
        call_command("conformance")


def test_this_system_keeps_the_rules_that_it_promises(
    committed, live_server_url, monkeypatch, capsys, tmp_path
):
    client = systems.register(CentralOffice.objects.get(code="BRA"))
    monkeypatch.setenv("CLIENT_SECRET", systems.SECRET)
    sent(cast("amina"), "BRA")
    deliver_all()
    witnessed.happen(1)
    witnessed.sign()
    options = {"url": live_server_url, "client_id": client.application.client_id}

    call_command("conformance", **options, checkpoints=tmp_path / "kept.jws")

    said = capsys.readouterr().out
    assert "FAIL" not in said
    assert said.splitlines()[-1] == "12 of 12 rules hold."


def test_a_simulated_office_acknowledges_and_answers_over_the_api(
    committed, live_server_url, settings, tmp_path, capsys
):
    client = systems.register(CentralOffice.objects.get(code="BRA"))
    keys = {"client_id": client.application.client_id, "client_secret": systems.SECRET}
    (tmp_path / "demo.json").write_text(json.dumps({"api_clients": [{"office": "BRA"} | keys]}))
    (tmp_path / "answers.json").write_text(json.dumps({"INFO": "It is a bakery in Santos."}))
    settings.AGENCY_DATA = tmp_path
    requests = [sent(cast("amina"), "BRA") for _ in range(3)]
    deliver_all()

    call_command(
        "simulate_office",
        "BRA",
        url=live_server_url,
        answers=tmp_path / "answers.json",
        once=True,
        delay=0.01,
    )

    assert "3 requests answered." in capsys.readouterr().out
    for request in requests:
        assert recipient(request, "BRA").status == "ANSWERED"
        assert request.contributions.get().text == "It is a bakery in Santos."


def test_a_simulated_office_takes_what_is_posted_to_it_and_answers(
    committed, live_server_url, allow_loopback
):
    client = systems.register(CentralOffice.objects.get(code="QMB"))
    row, secret = hooked("QMB", "http://127.0.0.1:1/")
    listener = Listener(0, secret)
    with by_the_owner():
        type(row).objects.filter(pk=row.pk).update(url=f"http://127.0.0.1:{listener.port}/")
    pair = (client.application.client_id, systems.SECRET)
    simulator = Simulator(OfficeSystem(live_server_url, *pair), {"*": "Exercise."})
    request = sent(cast("amina"), "QMB")
    try:
        deliver_all()
        (message,) = listener.taken()
        simulator.take(message)
        simulator.answer_due()
    finally:
        listener.close()

    assert message["type"] == "request.sent" and simulator.answered == 1
    assert recipient(request, "QMB").status == "ANSWERED"


def test_a_simulated_office_takes_signed_calls_only_and_each_once():
    secret = "whsec_" + "QUFB" * 8
    listener = Listener(0, secret)
    body, at = receiver.message(), datetime.now(UTC)
    try:
        good = standard_webhooks.headers(uuid4(), at, body, [secret])
        bad = standard_webhooks.headers(uuid4(), at, body, ["whsec_" + "QkJC" * 8])
        url = f"http://127.0.0.1:{listener.port}/"
        told = [requests.post(url, body, headers=one).status_code for one in (bad, good, good)]
    finally:
        listener.close()
    assert (told, len(listener.taken())) == ([401, 204, 204], 1)


def test_offices_are_simulated_in_the_demo_only(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo only"):
        call_command("simulate_office", "BRA")
