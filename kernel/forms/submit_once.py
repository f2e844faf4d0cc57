"""The same form sent twice does its work once.

Every rendered form carries a fresh token; the POST that uses it first keeps where it led to, and
a second POST with the same token is led to the same place. The claim is a row written in the
transaction of the effect, so that two at once wait for each other.
"""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kernel.acting import Officer
from kernel.ids import new_id
from kernel.models import IdempotencyKey


class OnceField(forms.UUIDField):
    """A hidden token, new for every form that is shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any):
        super().__init__(initial=new_id, **kwargs)


def once(request: HttpRequest, token: object, carry_out: Callable[[], str]) -> HttpResponse:
    """Redirect to the address that `carry_out()` returns; for a token used before, to the old one.

    What `carry_out` raises frees the token again, whoever catches it.
    """
    officer = cast(Officer, request.user)  # pages with forms are closed to the public
    with transaction.atomic():
        row, is_new = _claim(officer.office.code, f"form:{officer.pk}:{token}")
        if is_new:
            row.body = {"to": carry_out()}
            row.save(update_fields=["body"])
    return redirect((row.body or {})["to"])


def _claim(office: str, key: str) -> tuple[IdempotencyKey, bool]:
    """The row of this key, and whether it is ours; waits for one under way."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(office=office, key=key), True
    except IntegrityError:
        return IdempotencyKey.objects.get(office=office, key=key), False
