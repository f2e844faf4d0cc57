"""The demo's office that answers by itself: its port stays, and it is absent where it must be."""

import json
import socket

import pytest

from launch import demo_office

DEMO = {"DEMO": "1"}
KNOWN = {"api_clients": [{"office": "QMB", "webhook_secret": "whsec_x"}]}


def test_its_port_is_chosen_once_and_opened_for_its_office_alone(tmp_path):
    first = demo_office.environment(tmp_path, DEMO)
    (tmp_path / "demo.json").write_text("{}")
    port = first["DEMO_RECEIVER_PORT"]

    assert first["OUTBOUND_ALLOW"] == f"QMB=127.0.0.1:{port}"
    given = DEMO | {"OUTBOUND_ALLOW": "KEN=10.2.0.0/16"}
    again = demo_office.environment(tmp_path, given)
    assert again["OUTBOUND_ALLOW"] == f"KEN=10.2.0.0/16,QMB=127.0.0.1:{port}"


def test_outside_the_demo_and_on_older_data_there_is_none(tmp_path):
    assert demo_office.environment(tmp_path, {"DEMO": "0"}) == {}
    (tmp_path / "demo.json").write_text("{}")
    assert demo_office.environment(tmp_path, DEMO) == {}


@pytest.mark.parametrize("content", [{}, {"api_clients": [{"office": "BRA"}]}])
def test_it_is_started_where_the_demo_knows_it(tmp_path, content):
    env = demo_office.environment(tmp_path, DEMO)
    assert demo_office.command(tmp_path, env) == []
    (tmp_path / "demo.json").write_text(json.dumps(content))
    assert demo_office.command(tmp_path, env) == []

    (tmp_path / "demo.json").write_text(json.dumps(KNOWN))
    command = demo_office.command(tmp_path, env)
    assert command[:3] == ["django", "simulate_office", "QMB"]
    assert env["DEMO_RECEIVER_PORT"] in command


def test_a_port_that_was_taken_stops_nothing_else(tmp_path, capsys):
    (tmp_path / "demo.json").write_text(json.dumps(KNOWN))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        (tmp_path / "simulated-office-port").write_text(str(other.getsockname()[1]))
        env = demo_office.environment(tmp_path, DEMO)
        assert demo_office.command(tmp_path, env) == []
    assert "is taken by another program" in capsys.readouterr().out
