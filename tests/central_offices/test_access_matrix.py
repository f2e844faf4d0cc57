"""A change of access, and the commissioning: each step, by everybody, in each state."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from central_offices.models import AccessChange, Installation
from central_offices.two_persons import changes
from central_offices.two_persons.commissioning import installation_steps
from central_offices.two_persons.lifecycle import access_change_steps
from tests import matrix
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
LIVES = [access_change_steps, installation_steps]
# Beatriz, head of Lisbon, proposed a role for Pierre.
BY_ITS_HEAD = matrix.table(
    """
    confirm         | PENDING                 | CONFIRMED | adler benes
    agree           | PENDING                 | AGREED    |
    decline         | PENDING                 | DECLINED  | adler benes pierre
    withdraw        | PENDING AGREED OBJECTED | WITHDRAWN | beatriz
    expire          | PENDING                 | EXPIRED   |
    object          | AGREED OBJECTED         | OBJECTED  | pierre beatriz tiago
    refer           | AGREED                  | OBJECTED  | system
    come_into_force | AGREED                  | CONFIRMED |
    allow           | OBJECTED                | CONFIRMED | auditor member
    forbid          | AGREED OBJECTED         | DECLINED  | auditor member
    """
)
BY_AN_ADMINISTRATOR = matrix.changed(
    BY_ITS_HEAD, confirm="beatriz", decline="beatriz benes pierre", withdraw="adler"
)
WITHOUT_HEAD = matrix.changed(
    BY_ITS_HEAD,
    confirm="",
    agree="benes",
    decline="beatriz benes pierre",
    withdraw="adler",
    come_into_force="system",
)
# Another administrator decides; the head concerned stops nothing, and the Commission can.
THE_LAST_HEAD = matrix.changed(
    BY_ITS_HEAD, confirm="benes", decline="benes auditor member", withdraw="adler"
)
# Of two administrators one proposes and one is meant: the Commission is second.
OF_AN_ADMINISTRATOR = matrix.changed(
    WITHOUT_HEAD,
    agree="auditor member",
    decline="benes",
    object="sato lindqvist adler benes novice",
)
COMMISSIONING = matrix.table(
    """
    propose    | NEW      | PROPOSED     | adler benes
    take_back  | PROPOSED | NEW          | adler benes
    commission | PROPOSED | COMMISSIONED | benes
    """
)


def situations(people):
    adler, beatriz, pierre = people["adler"], people["beatriz"], people["pierre"]
    now = timezone.now()
    decided = {"decided_at": now, "decided_by": people["joana"], "in_force_at": now}
    states = [state for state in AccessChange.Status.values if state != "PENDING"]

    def of(name, table, by, fields=None, **given):
        row = changes.propose("ROLE", pierre.office, by=by, person=pierre, role="HEAD", **given)
        rows = AccessChange.objects.filter(pk=row.pk)
        rows.update(**(fields or {"status": "PENDING"}))
        yield matrix.Situation(
            name, access_change_steps, rows.get(), table, dict.fromkeys(states, decided)
        )
        rows.update(status="WITHDRAWN", decided_at=now)

    yield from of("proposed by the head", BY_ITS_HEAD, beatriz)
    yield from of("proposed by an administrator", BY_AN_ADMINISTRATOR, adler)
    aside = {"without_head": True, "reason": "Gone for good"}
    yield from of("without the head", WITHOUT_HEAD, adler, {"in_force_at": now}, **aside)
    over = matrix.changed(BY_AN_ADMINISTRATOR, expire="system")
    yield from of("that nobody decided for 7 days", over, adler, {"expires_at": now})
    row = changes.propose("DISABLE", beatriz.office, by=adler, person=beatriz, reason="Stolen")
    dress = dict.fromkeys(states, decided)
    yield matrix.Situation("of the last head", access_change_steps, row, THE_LAST_HEAD, dress)
    benes = people["benes"]
    TOTP.activate(benes, generate_totp_secret())
    row = changes.propose("FACTORS", benes.office, by=adler, person=benes, reason="Lost it")
    AccessChange.objects.filter(pk=row.pk).update(in_force_at=now)
    row.refresh_from_db()
    yield matrix.Situation(
        "of one of two administrators", access_change_steps, row, OF_AN_ADMINISTRATOR, dress
    )
    row = Installation.objects.get()
    with by_the_owner():
        Installation.objects.update(status="NEW", proposed_by=adler, proposed_at=now)
    dress = {
        "COMMISSIONED": {"commissioned_by": people["benes"], "commissioned_at": now},
    }
    row.refresh_from_db()
    yield matrix.Situation("commissioning", installation_steps, row, COMMISSIONING, dress)


@matrix.SIZES
def test_a_step_of_a_change_is_open_where_and_to_whom_the_table_says(whole):
    matrix.check_all(situations, LIVES, whole=whole)
