"""Costs of signatures: finding the token and checking the signature of a call, and signing."""

import hashlib
import json
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 300
ADDRESS = "/api/v1/requests/"
BODY = {"type": "INFO", "recipients": ["KEN"], "title": "Measured", "ask": "How long? " * 200}


def main() -> None:
    """Print a table and append one JSON line per figure to BENCH_RESULTS/signatures.jsonl."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
    import django

    django.setup()
    from django.db import transaction

    from bench.figures import keep
    from central_offices import roles
    from kernel import acting

    with acting.acting_as(roles.system()):
        figures = [*_figures("one question to the database", _ask, ""), *calls(), *messages()]
        transaction.set_rollback(True)
    keep("signatures", figures)
    for name, value, unit, bar in figures:
        print(f"{name:<44} {value:>8} {unit:<6} {bar}")


def calls() -> list[Any]:
    """Finding the token, as every call does, and checking the signature of those that have one."""
    from joserfc.jwk import OKPKey

    from central_offices.api import tokens

    key = OKPKey.generate_key("Ed25519")
    token = _client(key)
    waiting = [_call(key, tokens.find(token).application.api_client.officer) for _ in range(ROUNDS)]

    return [
        *_figures("token of a call", lambda: tokens.find(token), "≤ 2"),
        *_figures("signature of a call", lambda: _check(waiting.pop()), ""),
    ]


def messages() -> list[Any]:
    """Signing a message of four kilobytes, its key at hand; receipts for a batch of a hundred."""
    from central_offices.keys_and_clients import keys
    from central_offices.models import CentralOffice
    from ledger.models import Message
    from ledger.signatures import signing

    office = CentralOffice.objects.secretariat()
    pen = keys.lend({office.pk})[office.pk]
    message = Message(type="bench", thread=uuid.uuid4(), sender=office, data={"ask": "x" * 4000})
    batch = [_stored(office, number) for number in range(100)]
    return [
        *_figures(
            "signing a message", lambda: signing.by_system(signing.content(message), pen), "≤ 0.5"
        ),
        *_figures("receipts for 100 messages", lambda: signing.receipts(batch), ""),
    ]


def _stored(office: Any, number: int) -> Any:
    from django.utils import timezone

    from ledger.models import Delivery, Destination, Message

    message = Message(type="bench", thread=uuid.uuid4(), sender=office, data={"ask": "x" * 4000})
    there = Destination(office=office)
    return Delivery(
        message=message, destination=there, lane="NORMAL", seq=number, delivered_at=timezone.now()
    )


def _ask() -> None:
    """Ask the database once, to be timed: the token asks one question, the signature two."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _client(key: Any) -> str:
    """A client of an office that signs; its token."""
    from django.utils import timezone
    from oauth2_provider.models import get_access_token_model, get_application_model

    from central_offices.api import tokens
    from central_offices.keys_and_clients import keys
    from central_offices.models import ApiClient, CentralOffice, OfficeKey, Officer

    office = CentralOffice.objects.joined()[0]
    officer = Officer(email=f"{uuid.uuid4().hex}@iisa.invalid", name="Bench", office=office)
    officer.kind, officer.password = Officer.Kind.SYSTEM, "!"
    officer.save()
    application = get_application_model().objects.create(
        client_type="confidential", authorization_grant_type="client-credentials"
    )
    ApiClient.objects.create(officer=officer, application=application, scopes=["requests"])
    now, text = timezone.now(), uuid.uuid4().hex
    OfficeKey.objects.create(
        office=office,
        kid=key.thumbprint(),
        public_jwk=key.as_dict(private=False),
        held_by=keys.Holder.OFFICE,
        not_before=now - timedelta(minutes=1),
        not_after=now + timedelta(hours=1),
    )
    ends = now + timedelta(hours=1)
    tokens.mark(
        get_access_token_model().objects.create(
            application=application, token=text, scope="requests", expires=ends
        )
    )
    return text


def _check(request: Any) -> None:
    from central_offices.api import signatures

    signatures.check(request, request.user.office, request.headers[signatures.HEADER])


def _call(key: Any, officer: Any) -> Any:
    from joserfc import jws
    from rest_framework.parsers import JSONParser
    from rest_framework.request import Request
    from rest_framework.test import APIRequestFactory

    salt = uuid.uuid4().hex
    asked = {"recipients": BODY["recipients"], "salt": salt}
    header = {
        "alg": "Ed25519",
        "typ": "iisa-message+jws",
        "kid": key.thumbprint(),
        "iss": officer.office.code,
        "iat": int(time.time()),
        "jti": uuid.uuid4().hex,
        "htm": "POST",
        "htu": ADDRESS,
        "recipients": hashlib.sha256(_canonical(asked)).hexdigest(),
    }
    signed = {name: value for name, value in BODY.items() if name != "recipients"}
    registry = jws.JWSRegistry(algorithms=["Ed25519"], strict_check_header=False)
    text = jws.detach_content(
        jws.serialize_compact(header, _canonical(signed), key, registry=registry)
    )
    sent = {"HTTP_X_JWS_SIGNATURE": text, "HTTP_X_JWS_SALT": salt}
    plain = APIRequestFactory().post(ADDRESS, BODY, format="json", **sent)
    request = Request(plain, parsers=[JSONParser()])
    request.user = officer
    return request


def _canonical(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _figures(name: str, one: Callable[[], Any], bar: str) -> list[Any]:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        one()
        times.append((time.perf_counter() - begun) * 1000)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
    return [
        (f"{name}, p50", round(p50, 2), "ms", ""),
        (f"{name}, p95", round(p95, 2), "ms", bar),
    ]


if __name__ == "__main__":
    main()
