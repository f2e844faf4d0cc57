"""The settings refuse nonsense in a sentence, and never start on a default secret."""

import os
import runpy
import secrets
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from launch.places import ROOT

SECRET = "kT9-wq2LzV0sXbE7RfYm4HdNuJ6aPc_8GiQoM1tB5eKyZ3vWxDhU"
OPERATION = {
    "DEMO": "0",
    "SECRET_KEY": SECRET,
    "FILE_KEY": SECRET[::-1],
    "FINGERPRINT_KEY": SECRET[1::2] + SECRET[::2],
    "PUBLIC_URL": "https://iisa.example",
    "ALLOWED_HOSTS": "iisa.example",
    "DATABASE_URL": "postgresql://iisa_app:p%40ss@db.example:5433/iisa?sslmode=require",
    "DATABASE_OWNER_URL": "postgresql://iisa_owner@db.example/iisa",
    "REDIS_URL": "redis://:enough@redis.example:6379/0",
}


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    """settings_of(NAME=value) is what settings.py makes of that environment; None unsets."""

    def read(**changes) -> dict:
        for name in list(os.environ):
            if name not in {"PATH", "HOME"}:
                monkeypatch.delenv(name)
        given = OPERATION | {"AGENCY_DATA": str(tmp_path)} | changes
        for name, value in given.items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "agency" / "settings.py"))

    return read


@pytest.fixture
def refusal(settings_of):
    def refuse(**changes) -> str:
        with pytest.raises(ImproperlyConfigured) as refused:
            settings_of(**changes)
        return str(refused.value)

    return refuse


def test_a_sensible_environment_is_taken(settings_of):
    made = settings_of()

    default = made["DATABASES"]["default"]
    assert (default["HOST"], default["PORT"], default["NAME"]) == ("db.example", "5433", "iisa")
    assert (default["USER"], default["PASSWORD"]) == ("iisa_app", "p@ss")
    assert default["OPTIONS"]["sslmode"] == "require"
    assert "role" not in default["OPTIONS"]["options"]
    assert made["DATABASES"]["owner"]["USER"] == "iisa_owner"
    assert made["SESSION_COOKIE_SECURE"] and made["SECURE_HSTS_SECONDS"]
    assert not made["DEBUG"]


def test_outside_the_demo_cookies_and_transport_are_for_https_only(settings_of):
    made = settings_of()

    for name in ("SESSION_COOKIE", "CSRF_COOKIE"):
        assert made[f"{name}_NAME"].startswith("__Host-") and made[f"{name}_SECURE"]
        assert made[f"{name}_SAMESITE"] == "Lax"
    assert made["SESSION_COOKIE_HTTPONLY"]
    assert made["SECURE_SSL_REDIRECT"] and made["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert made["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


@pytest.mark.parametrize("name", ["SECRET_KEY", "FILE_KEY", "FINGERPRINT_KEY"])
@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "short",
        "demo-only-secret-key-never-outside-the-demo-0123456789abcdef",
        "change-me-" * 6,
    ],
)
def test_a_missing_short_or_default_secret_refuses_to_start(refusal, name, value):
    said = refusal(**{name: value})

    assert said.startswith((f"{name} is missing: ", f"{name} is short: ", f"{name} is a default: "))
    assert "set a random value of 50 characters or more" in said


def test_the_demo_has_secrets_of_its_own(settings_of):
    keys = dict.fromkeys(["SECRET_KEY", "FILE_KEY", "FINGERPRINT_KEY"])
    made = settings_of(DEMO="1", PUBLIC_URL=None, **keys)

    assert made["SECRET_KEY"] == made["DEMO_SECRET"]
    assert not made["SESSION_COOKIE_SECURE"]


def test_a_secret_may_lie_in_a_file(settings_of, tmp_path):
    (tmp_path / "secret").write_text(SECRET + "\n")

    assert settings_of(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "secret"))["SECRET_KEY"] == (
        SECRET
    )


def test_a_secret_file_that_cannot_be_read_is_named(refusal, tmp_path):
    missing = Path(tmp_path / "nowhere")

    assert refusal(SECRET_KEY_FILE=str(missing)) == (
        f"SECRET_KEY_FILE: cannot read {missing}: No such file or directory."
    )


def test_plain_http_is_for_the_demo_only(refusal, settings_of):
    said = "PUBLIC_URL must begin with https:// outside the demo (DEMO=1)."
    assert refusal(PUBLIC_URL="http://iisa.example") == said
    assert refusal(PUBLIC_URL=None) == said
    assert settings_of(DEMO="1", PUBLIC_URL="http://iisa.example")


@pytest.mark.parametrize(
    "address", ["iisa.example", "ftp://iisa.example", "javascript:1", "http://"]
)
def test_an_address_that_is_none_is_refused_in_the_demo_too(refusal, address):
    assert refusal(DEMO="1", PUBLIC_URL=address) == (
        f"PUBLIC_URL is {address!r}: set an address such as https://iisa.example."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("PROXY_COUNT", "1.5"),
        ("PROXY_COUNT", "6"),
        ("SESSION_IDLE_SECONDS", "5"),
        ("SESSION_IDLE_SECONDS", "forever"),
    ],
)
def test_a_number_that_is_none_is_refused_with_the_bounds(refusal, name, value):
    said = refusal(DEMO="1", **{name: value})

    assert said.startswith(f"{name} is {value!r}: set a whole number from ")


def test_an_empty_number_is_the_default(settings_of):
    assert settings_of(SESSION_IDLE_SECONDS="")["SESSION_IDLE_SECONDS"] == 900


def test_a_switch_that_is_neither_on_nor_off_is_refused(refusal):
    assert refusal(DEMO="maybe") == "DEMO is 'maybe': set it to 1 or 0."


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u@h/iisa",
        "postgresql://u@h",
        "postgresql://u@h/",
        "postgresql://u@h:port/iisa",
        "postgresql://u@h:99999/iisa",
        "postgresql://u@[::1/iisa",
        "iisa",
    ],
)
@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_OWNER_URL"])
def test_a_database_address_that_is_none_is_refused(refusal, name, url):
    assert refusal(**{name: url}) == (
        f"{name} must look like postgresql://user:password@host:5432/name."
    )


def test_the_refusal_shows_no_password(refusal):
    assert "geheim" not in refusal(DATABASE_URL="mysql://u:geheim@h/iisa")


def test_without_an_owner_the_app_puts_on_its_own_role(settings_of):
    default = settings_of(DATABASE_OWNER_URL=None)["DATABASES"]["default"]

    assert default["OPTIONS"]["options"].endswith("-c role=iisa_app")


@pytest.mark.parametrize("url", ["http://mail", "smtp://", "mail.example", "smtp://h:x"])
def test_a_mail_address_that_is_none_is_refused(refusal, url):
    assert refusal(EMAIL_URL=url) == "EMAIL_URL must look like smtp://user:password@host:587."


def test_no_host_refuses_to_start(refusal):
    assert refusal(ALLOWED_HOSTS=" , ") == (
        "ALLOWED_HOSTS is empty: name the hosts that people will type."
    )


def test_a_broker_address_that_is_none_is_refused(refusal):
    assert refusal(REDIS_URL="127.0.0.1:6379") == (
        "REDIS_URL is '127.0.0.1:6379': set an address such as redis://iisa.example."
    )


def test_a_level_of_the_log_that_does_not_exist_is_refused(refusal):
    assert refusal(LOG_LEVEL="LOUD").startswith("LOG_LEVEL is 'LOUD': set one of DEBUG, ")


def test_networks_that_webhooks_may_reach_are_read_for_each_office(settings_of):
    words = "KEN=10.2.0.0/16, PRT=127.0.0.1:9001,PRT=[fd00::1]:9443,AGY=fd01::/64"
    given = settings_of(OUTBOUND_ALLOW=words)

    assert [(code, str(network), port) for code, network, port in given["OUTBOUND_ALLOW"]] == [
        ("KEN", "10.2.0.0/16", None),
        ("PRT", "127.0.0.1/32", 9001),
        ("PRT", "fd00::1/128", 9443),
        ("AGY", "fd01::/64", None),
    ]
    assert settings_of()["OUTBOUND_ALLOW"] == []


def test_a_network_for_every_office_is_for_the_demo_only(settings_of, refusal):
    assert refusal(OUTBOUND_ALLOW="KEN=10.2.0.0/16,10.3.0.0/16") == (
        "OUTBOUND_ALLOW opens 10.3.0.0/16 to the webhooks of every office: write for which office "
        "it is, such as KEN=10.3.0.0/16. Without an office it is for the demo only (DEMO=1)."
    )
    (row,) = settings_of(OUTBOUND_ALLOW="10.3.0.0/16", DEMO="1")["OUTBOUND_ALLOW"]
    assert (row[0], str(row[1])) == ("", "10.3.0.0/16")


@pytest.mark.parametrize(
    "word",
    [
        "KEN=lisbon.example",
        "KEN=10.2.0.1/16",
        "KEN=127.0.0.1:0",
        "KEN=1.2.3.4:70000",
        "ken=10.2.0.0/16",
        "KEN=PRT=10.2.0.0/16",
        "lisbon.example",
    ],
)
def test_what_is_no_network_is_refused(refusal, word):
    assert refusal(OUTBOUND_ALLOW=word) == (
        f"OUTBOUND_ALLOW names {word!r}: write for each office its networks and addresses with a "
        "port, such as KEN=10.2.0.0/16,PRT=192.168.7.4:9443."
    )


TOKEN = secrets.token_urlsafe(32)


@pytest.mark.parametrize("token", ["short", "a" * 40, "x" * 40 + " y", "é" * 40])
def test_a_token_that_can_be_guessed_or_not_be_sent_is_refused(settings_of, token):
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN"):
        settings_of(METRICS_TOKEN=token)


def test_a_token_may_stand_in_a_file(settings_of, tmp_path):
    path = tmp_path / "token"
    path.write_text(TOKEN + "\n")
    assert settings_of(METRICS_TOKEN_FILE=str(path))["METRICS_TOKEN"] == TOKEN
    assert settings_of(METRICS_TOKEN_FILE=None)["METRICS_TOKEN"] == ""
