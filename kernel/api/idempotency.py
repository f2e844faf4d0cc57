"""Idempotency-Key: a POST that is sent twice is carried out once, and answered alike."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.preconditions import honour_match
from kernel.errors import Refusal
from kernel.models import IdempotencyKey

# By hand: a claim that another one refuses is no error, and needs no savepoint.
CLAIM = """
INSERT INTO kernel_idempotencykey (office, key, fingerprint, headers, created_at)
VALUES (%s, %s, %s, '{}', %s) ON CONFLICT (office, key) DO NOTHING
"""
KEEP = """
UPDATE kernel_idempotencykey SET status = %s, body = %s::jsonb, headers = %s::jsonb
WHERE office = %s AND key = %s
"""


class BadKey(Refusal):
    status = 400
    code = "idempotency_key_invalid"


class KeyReused(Refusal):
    status = 422
    code = "idempotency_key_reused"


class InFlight(Refusal):
    status = 409
    code = "idempotency_key_in_flight"


class Repeatable:
    """View mixin: a POST with an Idempotency-Key is carried out once and answered alike.

    The answer is kept in the transaction of the effect, per office and key, for 24 hours.
    The same key with another body is 422; without the header the POST is simply carried out.
    """

    def create_once(
        self, request: Request, carry_out: Callable[[], Response], *, on: Any = None
    ) -> Response:
        """Call `carry_out() -> Response` unless this key was answered before.

        `on` is the record that a step changes: where If-Match is given, it has to name it as it
        stands. Raises Stale, BadKey, KeyReused or InFlight.
        """

        def based_on_what_was_read() -> Response:
            if on is not None:
                honour_match(request, on)
            return carry_out()

        key = request.headers.get("Idempotency-Key")
        if key is None:
            return based_on_what_was_read()
        if not 8 <= len(key) <= 255:
            raise BadKey(_("An Idempotency-Key has 8 to 255 characters."))
        office = request.user.office.code  # type: ignore[union-attr]
        mark = fingerprint(request)
        kept = self._claim(office, key, mark)
        if kept is not None:
            return self._again(kept, mark)
        response = based_on_what_was_read()
        self._keep(office, key, response)
        return response

    @staticmethod
    def _claim(office: str, key: str, mark: str) -> IdempotencyKey | None:
        """Take the key, or return the row of whoever took it; waits for one under way."""
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [office, key, mark, timezone.now()])
            if cursor.rowcount:
                return None
        return IdempotencyKey.objects.get(office=office, key=key)

    @staticmethod
    def _keep(office: str, key: str, response: Response) -> None:
        headers = {k: v for k, v in response.headers.items() if k in {"Location", "ETag"}}
        body = json.dumps(response.data, default=str)
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [response.status_code, body, json.dumps(headers), office, key])

    @staticmethod
    def _again(kept: IdempotencyKey, mark: str) -> Response:
        if kept.fingerprint != mark:
            raise KeyReused(_("This Idempotency-Key was used for another request. Use a new one."))
        if kept.status is None:
            raise InFlight(_("The first request with this Idempotency-Key is still under way."))
        headers = dict(kept.headers, **{"Idempotent-Replayed": "true"})
        return Response(kept.body, status=kept.status, headers=headers)


def fingerprint(request: Request) -> str:
    """SHA-256 of who asked for what: officer, method, path, the parsed body and its files."""
    files = {
        name: [_digest(file) for file in request.FILES.getlist(name)] for name in request.FILES
    }
    data: Any = request.data
    if isinstance(data, QueryDict):
        data = {name: values for name, values in data.lists() if name not in files}
    content = [str(request.user.pk), request.method, request.path, data, files]
    told = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def _digest(file: Any) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
