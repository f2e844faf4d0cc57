"""A second factor is taken away or replaced, so that whoever has it now decides at once."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import IntegrityError, transaction
from django.utils import timezone

from central_offices.accounts import hand_out
from central_offices.models import Officer
from central_offices.two_persons import changes, counting
from tests import persons, world
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
RIGHT = "approve_request"


def with_factor(officer: Officer) -> Officer:
    TOTP.activate(officer, generate_totp_secret())
    return officer


def counts(officer: Officer) -> bool:
    return counting.counts(world.officer(officer.email.split("@")[0]), RIGHT)


def removed(officer: Officer, by: Officer, second: Officer) -> None:
    change = changes.propose("FACTORS", officer.office, person=officer, by=by, reason="She called")
    changes.confirm(change, by=second)
    assert not Authenticator.objects.filter(user=officer).exists()


def test_a_device_in_place_of_one_that_others_took_decides_after_72_hours(adler, wanjiku, mutua):
    assert counts(with_factor(mutua))
    removed(mutua, adler, wanjiku)
    with_factor(mutua)
    assert not counts(mutua)
    row = world.officer("mutua")
    assert "second factor is new" in counting.why_not(row, RIGHT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.filter(pk=mutua.pk).update(factor_from=None)

    with by_the_owner():
        begun = timezone.now() - timedelta(hours=72)
        Officer.objects.filter(pk=mutua.pk).update(factor_from=begun)
    assert counts(mutua)


def test_one_that_a_head_and_a_colleague_replace_counts_at_once(adler, wanjiku, mutua, amina):
    persons.give_role(amina, "HEAD", by=wanjiku)
    persons.grow_old(amina)
    with_factor(mutua)
    removed(mutua, wanjiku, world.officer("amina"))
    assert counts(mutua)


def test_what_a_head_alone_hands_out_in_place_of_another_waits(wanjiku, mutua, otieno):
    hand_out.codes(mutua, by=wanjiku)  # the first factor: nothing is replaced
    assert counts(mutua)
    hand_out.codes(mutua, by=wanjiku)
    assert not counts(mutua)
