"""Whoever must know of a change of access hears of it, and reads no name in the mail."""

import pytest
from django.core import mail

from central_offices.two_persons import changes

pytestmark = pytest.mark.django_db


def test_who_was_invited_is_told_and_so_are_heads_and_administrators(
    adler, benes, wanjiku, amina, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        change = changes.propose("ROLE", amina.office, by=adler, person=amina, role="SUPERVISOR")
    told = {one.to[0] for one in mail.outbox}
    assert told == {one.email for one in (adler, benes, wanjiku, amina)}
    assert not any(amina.name in one.subject + one.body for one in mail.outbox)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        changes.confirm(change, by=wanjiku)

    assert {one.to[0] for one in mail.outbox} == told
