"""The same form sent twice does its work once.

Every rendered form carries a fresh token; the POST that uses it first keeps where it led to, and
a second POST with the same token is led to the same place. The claim is a row written in the
transaction of the effect, so that two at once wait for each other.
"""

from collections.abc import Callable

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from agency.kernel.ids import new_id
from agency.kernel.models import IdempotencyKey


class OnceField(forms.UUIDField):
    """A hidden token, new for every form that is shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(initial=new_id, **kwargs)


def once(request, token, carry_out: Callable[[], str]) -> HttpResponse:
    """Redirect to the address that `carry_out()` returns; for a token used before, to the old one.

    What `carry_out` raises frees the token again.
    """
    key = f"form:{token}"
    office = request.user.office.code
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                office=office, key=key, fingerprint=str(request.user.pk)
            )
    except IntegrityError:
        first = IdempotencyKey.objects.get(office=office, key=key, fingerprint=str(request.user.pk))
        return redirect(first.body["to"])
    try:
        with transaction.atomic():
            row.body = {"to": carry_out()}
            row.save(update_fields=["body"])
    except Exception:
        row.delete()  # a view that shows the refusal commits, and the form is sent again
        raise
    return redirect(row.body["to"])
