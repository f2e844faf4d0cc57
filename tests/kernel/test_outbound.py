"""The client for calls to other machines: nothing hostile is reached, and every call ends."""

import ipaddress
import socket

import pytest

from kernel.outbound import client as outbound
from kernel.outbound import pools
from tests.receivers import server

LOOPBACK = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "127.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "0.0.0.0",
    "0",
    "127.127.127.127",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "user@127.0.0.1",
    "iisa.example@127.0.0.1",
    "localhost.localdomain",
]
ELSEWHERE = [
    "http://169.254.169.254/latest/meta-data/",
    "https://169.254.169.254/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://192.0.0.8/",
    "https://198.18.0.1/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://224.0.0.1/",
    "https://0.1.2.3/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[::10.0.0.1]/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:70/_x",
    "ftp://127.0.0.1/",
    "https://",
    "https:///hooks",
    "//127.0.0.1/hooks",
    "https://exa mple/",
    "javascript:alert(1)",
]


def refusal(url: str) -> str:
    with pytest.raises(outbound.NoAnswer) as told:
        outbound.Client("PRT").post(url, b"{}", {})
    return told.value.kind


@pytest.mark.parametrize("host", LOOPBACK)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_loopback_is_not_reached_however_it_is_written(forbidden, scheme, host):
    assert refusal(f"{scheme}://{host}:{forbidden.server_port}/hooks") in {
        "refused_address",
        "unknown_name",
    }
    assert (forbidden.accepted, forbidden.got) == (0, [])


@pytest.mark.parametrize("url", ELSEWHERE)
def test_what_is_no_public_https_address_is_not_called(monkeypatch, url):
    def connect(*args, **kwargs):
        pytest.fail("It was called.")

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)

    assert refusal(url) in {"refused_address", "unknown_name"}


@pytest.mark.parametrize("url", ["http://iisa.example/", "https://iisa.example:22/"])
def test_a_public_address_is_called_by_https_on_the_usual_ports_only(monkeypatch, url):
    name_server(monkeypatch, "93.184.215.14")

    assert refusal(url) == "refused_address"


def name_server(monkeypatch, *answers: str) -> list[str]:
    """Names get these answers, one after the other; what is left of them."""
    left, real = list(answers), socket.getaddrinfo

    def look_up(host, port, *args, **kwargs):
        literal = host.replace(".", "").isdigit() or ":" in host
        return real(host if literal else left.pop(0), port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return left


def test_a_name_is_looked_up_once_and_that_address_is_called(monkeypatch):
    left = name_server(monkeypatch, "93.184.215.14", "127.0.0.1", "127.0.0.1")
    called = []

    def connect(where, *args, **kwargs):
        called.append(where[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)

    assert refusal("https://rebinding.example/") == "connection"
    assert called == ["93.184.215.14"] and left == ["127.0.0.1", "127.0.0.1"]


def test_the_host_keeps_its_name_and_the_connection_its_pinned_address(monkeypatch, receiver):
    name_server(monkeypatch, "127.0.0.1")

    answer = outbound.Client("PRT").post(
        f"http://lisbon.example:{receiver.server_port}/in", b"1", {}
    )

    assert answer.status == 200
    assert receiver.got[0].headers["host"] == f"lisbon.example:{receiver.server_port}"


def test_a_call_says_which_version_of_the_system_makes_it(settings, receiver):
    outbound.Client("PRT").post(receiver.url, b"{}", {})

    assert receiver.got[0].headers["user-agent"] == f"IISA/{settings.VERSION}"


def test_no_proxy_of_the_environment_is_used(monkeypatch, receiver, forbidden):
    monkeypatch.setenv("HTTP_PROXY", forbidden.url)
    monkeypatch.setenv("http_proxy", forbidden.url)

    assert outbound.Client("PRT").post(receiver.url, b"{}", {}).status == 200
    assert forbidden.accepted == 0


def test_the_allow_list_opens_one_port_and_no_other(settings, forbidden):
    port = forbidden.server_port
    settings.OUTBOUND_ALLOW = [("PRT", ipaddress.ip_network("127.0.0.1/32"), port + 1)]
    assert refusal(forbidden.url) == "refused_address"

    settings.OUTBOUND_ALLOW = [("PRT", ipaddress.ip_network("127.0.0.1/32"), port)]
    assert outbound.Client("PRT").post(forbidden.url, b"{}", {}).status == 200


def test_what_is_open_for_one_office_is_closed_for_another(settings, forbidden):
    network = ipaddress.ip_network("127.0.0.0/8")
    settings.OUTBOUND_ALLOW = [("KEN", network, None)]

    assert refusal(forbidden.url) == "refused_address" and forbidden.accepted == 0
    assert outbound.why_not(forbidden.url, "PRT") and not outbound.why_not(forbidden.url, "KEN")
    assert outbound.why_not("http://lisbon.example/in", "PRT")
    assert outbound.Client("KEN").post(forbidden.url, b"{}", {}).status == 200


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(receiver, forbidden, status):
    receiver.behaviour = server.says(status, Location=forbidden.url)

    assert outbound.Client("PRT").post(receiver.url, b"{}", {}).status == status
    assert forbidden.accepted == 0 and len(receiver.got) == 1


def test_calls_to_one_receiver_share_a_connection(receiver):
    client = outbound.Client("PRT")
    for _ in range(5):
        client.post(receiver.url, b"{}", {})

    assert (receiver.accepted, len(receiver.got)) == (1, 5)


def test_of_ten_megabytes_one_kilobyte_is_read(receiver):
    receiver.behaviour = server.says(200, b"x" * 10_000_000)
    client = outbound.Client("PRT")

    answer = client.post(receiver.url, b"{}", {})

    assert answer.body == b"x" * outbound.KEPT_BODY_BYTES
    receiver.behaviour = server.well
    assert client.post(receiver.url, b"{}", {}).status == 200
    assert receiver.accepted == 2  # the first connection was given up with its rest unread


def test_an_answer_that_drips_for_ever_ends_at_the_deadline(monkeypatch, receiver):
    ticks = iter(range(1000))
    monkeypatch.setattr(pools, "clock", lambda: next(ticks) / 4)
    receiver.behaviour = server.drips(0.001)

    assert refusal(receiver.url) == "timeout"
    assert next(ticks) / 4 < outbound.WHOLE_CALL_TIMEOUT_S + 2


def test_a_body_that_drips_ends_at_the_deadline_too(monkeypatch, receiver):
    def behave(handler, body):
        handler.send_raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
        while not handler.close_connection:
            handler.send_raw(b"x")
            server.time.sleep(0.001)

    ticks = iter(range(1000))
    monkeypatch.setattr(pools, "clock", lambda: next(ticks) / 4)
    receiver.behaviour = behave

    assert refusal(receiver.url) == "timeout"


def test_silence_ends_by_the_read_time_out(monkeypatch, receiver):
    monkeypatch.setattr(outbound, "CONNECT_AND_READ_TIMEOUT_S", (0.2, 0.2))
    receiver.behaviour = lambda handler, body: server.time.sleep(1)

    assert refusal(receiver.url) == "timeout"


def test_every_limit_together_stays_below_ten_seconds():
    connect, read = outbound.CONNECT_AND_READ_TIMEOUT_S
    assert max(connect, read) < outbound.WHOLE_CALL_TIMEOUT_S < 10


@pytest.mark.parametrize(
    "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"SSH-2.0-OpenSSH_9.2\r\n"]
)
def test_what_is_no_http_is_told_as_a_failure(receiver, said):
    def behave(handler, body):
        handler.send_raw(said)
        handler.hang_up()

    receiver.behaviour = behave

    assert refusal(receiver.url) == "connection"


def test_a_cookie_is_not_kept(receiver):
    receiver.behaviour = server.says(200, Set_Cookie="a=b")
    client = outbound.Client("PRT")
    client.post(receiver.url, b"{}", {})
    client.post(receiver.url, b"{}", {})

    assert not receiver.got[1].headers.get("cookie")
