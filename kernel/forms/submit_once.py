"""The same form sent twice does its work once.

Every rendered form carries a fresh token; the POST that uses it first keeps where it led to, and
a second POST with the same token is led to the same place. The claim is a row written in the
transaction of the effect, so that two at once wait for each other. A second POST that says
something else is another wish: it is neither dropped nor carried out unasked.
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kernel.acting import Officer
from kernel.errors import Refusal
from kernel.ids import new_id
from kernel.models import IdempotencyKey

# What proves who sends a form says nothing of what is wanted, and is kept nowhere.
NOT_SAID = re.compile("^csrfmiddlewaretoken$|^once$|^proof|^again$|password|secret")


class SentBefore(Refusal):
    """A form that did its work comes again with other words; `made` is the address of its work."""

    code = "sent_before"

    def __init__(self, made: str):
        super().__init__(
            _(
                "You sent this form before, with other words, and it was carried out then. Nothing "
                "was done now. Send it again to do it once more, as it stands here."
            )
        )
        self.made = made


class OnceField(forms.UUIDField):
    """A hidden token, new for every form that is shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any):
        super().__init__(initial=new_id, **kwargs)


def once(request: HttpRequest, token: object, carry_out: Callable[[], str]) -> HttpResponse:
    """Redirect to the address that `carry_out()` returns; for a token used before, to the old one.

    What `carry_out` raises frees the token again, whoever catches it. Raises SentBefore where the
    token was used for other words.
    """
    officer = cast(Officer, request.user)  # pages with forms are closed to the public
    said = _digest(request)
    with transaction.atomic():
        row, is_new = _claim(officer.office.code, f"form:{officer.pk}:{token}", said)
        if is_new:
            row.body = {"to": carry_out()}
            row.save(update_fields=["body"])
    led_to: str = (row.body or {})["to"]
    if row.fingerprint != said:
        raise SentBefore(led_to)
    return redirect(led_to)


def _claim(office: str, key: str, said: str) -> tuple[IdempotencyKey, bool]:
    """The row of this key, and whether it is ours; waits for one under way."""
    try:
        with transaction.atomic():
            made = IdempotencyKey.objects.create(office=office, key=key, fingerprint=said)
            return made, True
    except IntegrityError:
        return IdempotencyKey.objects.get(office=office, key=key), False


def _digest(request: HttpRequest) -> str:
    """SHA-256 of what the form says: its fields without tokens and secrets, and its files."""
    fields = [
        [name, values] for name, values in sorted(request.POST.lists()) if not NOT_SAID.search(name)
    ]
    files = [
        [name, file.name, _content(file)]
        for name, given in sorted(request.FILES.lists())
        for file in given
    ]
    return hashlib.sha256(json.dumps([request.path, fields, files]).encode()).hexdigest()


def _content(file: Any) -> str:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
