"""Somebody new decides: with an account, a role, a clearance, a client or a key of yesterday."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from agency import lifecycles
from central_offices.accounts import shifts, staff
from central_offices.keys_and_clients import registered_keys
from central_offices.models import (
    AccessChange,
    ApiClient,
    Installation,
    OfficeKey,
    Officer,
    Role,
    RoleGrant,
    WaitingTime,
)
from central_offices.two_persons import changes, commissioning, counting
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger.lifecycle import why_not_yet
from ledger.signatures.signing import Signed
from tests import persons, signatures, systems, world
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
# Every step that counts persons. What is added to the lifecycles is added here.
ASKED = {
    "release": {"notices.lifecycle", "exchange.review_lifecycle"},
    "claim": {"notices.lifecycle"},
    "answer": {"notices.lifecycle"},
    "return_to_owner": {"notices.lifecycle"},
    "propose": {"notices.lifecycle", "exchange.review_lifecycle"},
    "disagree": {"notices.lifecycle", "exchange.review_lifecycle"},
    "publish": {"notices.lifecycle", "policies.lifecycle"},
    "refuse": {"notices.lifecycle", "exchange.review_lifecycle"},
    "resume": {"notices.lifecycle"},
    "lift_one": {"notices.lifecycle"},
    "let_stand": {"notices.lifecycle"},
    "release_for_office": {"notices.lifecycle"},
    "lower_level": {"cases.lifecycle"},
    "send_flash": {"exchange.lifecycle"},
    "confirm": {
        "exchange.lifecycle",
        "central_offices.dated_rules.lifecycle",
        "central_offices.two_persons.lifecycle",
        "central_offices.keys_and_clients.endpoints",
        "notices.un_list.editions",
    },
    "hold_approved": {"exchange.lifecycle"},
    "approve": {"exchange.lifecycle", "policies.lifecycle"},
    "grant": {"exchange.consent_lifecycle"},
    "agree": {
        "central_offices.two_persons.lifecycle",
        "central_offices.agreements.deputy_lifecycle",
    },
    "allow": {"central_offices.two_persons.lifecycle"},
    "forbid": {"central_offices.two_persons.lifecycle"},
}


def test_every_step_by_which_several_persons_decide_asks_who_is_new():
    found: dict[str, set[str]] = {}
    for module, _name, table in lifecycles.tables():
        for step, row in table.steps.items():
            if row.four_eyes:
                found.setdefault(step, set()).add(module)
    assert found == ASKED


RIGHTS = [
    ("wanjiku", "release_notice"),
    ("wanjiku", "approve_coercive_request"),
    ("wanjiku", "manage_office"),
    ("mutua", "approve_request"),
    ("mutua", "send_flash"),
    ("sato", "review_notice"),
    ("lindqvist", "confirm_review"),
    ("adler", "administer"),
    ("adler", "publish_key_issue"),
    ("auditor", "view_audit"),
]
HOUR = timedelta(hours=1)


def fresh(name: str) -> Officer:
    return world.officer(name)


def begun_at(officer: Officer, at) -> None:
    """As if every role of the officer had begun then."""
    with by_the_owner():
        RoleGrant.objects.filter(officer=officer).update(valid_from=at)


def test_the_cast_counts_for_every_right_that_it_has():
    for name, right in RIGHTS:
        assert counting.counts(fresh(name), right), (name, right)
        assert counting.why_not(fresh(name), right) == ""


def test_a_role_of_yesterday_counts_for_nothing_and_of_four_days_ago_for_all():
    now = timezone.now()
    for name, right in RIGHTS:
        rows = RoleGrant.objects.filter(officer=fresh(name))
        with by_the_owner():
            rows.update(valid_from=now - 71 * HOUR)
        assert not counting.counts(fresh(name), right), name
        assert counting.counts(fresh(name), right, at=now + 2 * HOUR), name
        with by_the_owner():
            rows.update(valid_from=now - 73 * HOUR)
        assert counting.counts(fresh(name), right), name


def test_nor_does_an_account_of_yesterday_with_an_old_role():
    for name, right in RIGHTS:
        Officer.objects.filter(email=world.email(name)).update(valid_from=timezone.now() - HOUR)
        assert not counting.counts(fresh(name), right), name


def test_the_sentence_says_until_when(wanjiku):
    begun_at(wanjiku, moment := timezone.now() - HOUR)
    assert f"{moment + 72 * HOUR:%Y %H:%M}" in counting.why_not(fresh("wanjiku"), "release_notice")


def test_every_marked_step_refuses_somebody_new_in_that_sentence(wanjiku):
    begun_at(wanjiku, timezone.now())
    Officer.objects.filter(pk=wanjiku.pk).update(valid_from=timezone.now())
    asked = 0
    for _module, _name, table in lifecycles.tables():
        for step in table.steps.values():
            if isinstance(step.four_eyes, str) and step.four_eyes:
                assert "until" in why_not_yet(step, fresh("wanjiku"), None)
                asked += 1
    assert asked >= 8


def test_a_role_that_follows_another_without_a_gap_counts_from_the_first(mutua):
    now = timezone.now()
    held = RoleGrant.objects.filter(officer=mutua, role=Role.SUPERVISOR)
    with by_the_owner():
        held.update(valid_to=now - HOUR)
        RoleGrant.objects.create(
            officer=mutua, office=mutua.office, role=Role.SUPERVISOR, valid_from=now - HOUR
        )
    assert counting.counts(fresh("mutua"), "approve_request")
    with by_the_owner():
        held.filter(valid_to__lt=now).update(valid_to=now - 2 * HOUR)
    assert not counting.counts(fresh("mutua"), "approve_request")


def test_a_raised_clearance_waits_for_what_lies_above_the_old_one_only(adler, wanjiku):
    with by_the_owner():
        Officer.objects.filter(pk=wanjiku.pk).update(clearance=1)
    low = _lowered("mutua")
    persons.decided(changes.propose("CLEARANCE", low.office, by=adler, person=low, clearance=2))
    mutua = fresh("mutua")
    assert mutua.clearance == 2 and mutua.clearance_before == 0
    assert counting.counts(mutua, "approve_request", level=0)
    assert not counting.counts(mutua, "approve_request", level=1)
    assert not counting.counts(mutua, "approve_request", level=2)


def _lowered(name: str) -> Officer:
    with by_the_owner():
        Officer.objects.filter(email=world.email(name)).update(clearance=0)
    return fresh(name)


def test_the_hours_are_those_of_the_day_on_which_the_grant_began(mutua):
    begun = timezone.now() - 10 * HOUR
    begun_at(mutua, begun)
    rows, after = WaitingTime.objects.filter(of="ROLE"), begun.date() + timedelta(days=1)
    with by_the_owner():
        rows.update(valid_to=after)
        WaitingTime.objects.create(of="ROLE", hours=5, valid_from=after)
    assert not counting.counts(fresh("mutua"), "approve_request")
    with by_the_owner():
        rows.filter(hours=72).update(hours=9)
    assert counting.counts(fresh("mutua"), "approve_request")


def test_while_an_installation_is_set_up_everybody_counts_for_14_days_at_most(mutua):
    begun_at(mutua, timezone.now())
    Officer.objects.filter(pk=mutua.pk).update(valid_from=timezone.now())
    assert not counting.counts(fresh("mutua"), "approve_request")
    with by_the_owner():
        Installation.objects.update(status="NEW", commissioned_at=None, began_at=timezone.now())
    commissioning.forget()
    assert counting.counts(fresh("mutua"), "approve_request")
    with by_the_owner():
        Installation.objects.update(began_at=timezone.now() - timedelta(days=15))
    assert not counting.counts(fresh("mutua"), "approve_request")


def test_a_head_gives_the_duty_for_a_shift_and_it_counts_at_once(wanjiku, otieno):
    grant = shifts.give_shift(otieno, by=wanjiku, hours=8, reason="Illness")
    assert counting.counts(fresh("otieno"), "send_flash")
    assert fresh("otieno").may("send_flash", otieno.office)
    assert grant.valid_to - grant.valid_from == 8 * HOUR


def test_but_not_longer_not_to_somebody_new_and_not_by_somebody_new(
    adler, wanjiku, beatriz, otieno, pierre
):
    for hours in (0, 25, 10_000):
        with pytest.raises(NotReady):
            shifts.give_shift(otieno, by=wanjiku, hours=hours)
    for nobody in (adler, beatriz, fresh("mutua"), otieno):
        with pytest.raises(NotPermitted):
            shifts.give_shift(otieno, by=nobody, hours=8)
    begun_at(wanjiku, timezone.now())
    with pytest.raises(NotPermitted, match="until"):
        shifts.give_shift(otieno, by=fresh("wanjiku"), hours=8)
    persons.grow_old(wanjiku)
    Officer.objects.filter(pk=otieno.pk).update(valid_from=timezone.now())
    with pytest.raises(NotReady, match="too new"):
        shifts.give_shift(fresh("otieno"), by=fresh("wanjiku"), hours=8)


def test_a_client_of_yesterday_decides_no_consent(pierre):
    client = systems.register(pierre.office)
    with acting.acting_as(client.officer):
        assert counting.counts(client.officer, "answer_request")
        ApiClient.objects.filter(pk=client.pk).update(valid_from=timezone.now())
        assert not counting.counts(Officer.objects.get(pk=client.officer_id), "answer_request")


def signed_with(office, key: OfficeKey) -> bool:
    """Whether a call counts that an old client of the office signs with the key."""
    officer = systems.register(office).officer
    with acting.acting_as(officer):
        acting.current().signed = Signed(office.code, key.kid, "", {}, {})
        return counting.counts(officer, "answer_request")


def revoked(key: OfficeKey) -> None:
    end = {"revoked_at": timezone.now(), "revoked_reason": "COMPROMISED"}
    OfficeKey.objects.filter(pk=key.pk).update(**end)


def proposed_key(office, by, replaces="") -> AccessChange:
    text = json.dumps(signatures.pair().as_dict(private=False))
    proof = signatures.proof_of(office.code, text)
    content = registered_keys.content(text, replaces=replaces, proof=proof)
    return changes.propose("KEY", office, by=by, **content)


def test_a_new_key_waits_and_one_that_replaces_a_revoked_one_does_not(
    adler, beatriz, pierre, joana
):
    lisbon = pierre.office
    old = signatures.register(lisbon, signatures.pair())
    assert signed_with(lisbon, old)
    new = persons.decided(proposed_key(lisbon, beatriz))
    assert not signed_with(lisbon, OfficeKey.objects.get(change=new))
    with pytest.raises(NotReady, match="revoked key"):
        proposed_key(lisbon, beatriz, replaces=old.kid)
    revoked(old)
    change = proposed_key(lisbon, beatriz, replaces=old.kid)
    with pytest.raises(NotPermitted):
        changes.confirm(change, by=joana)
    changes.confirm(change, by=pierre)

    assert signed_with(lisbon, OfficeKey.objects.get(change=change))
    with pytest.raises(NotReady, match="once"):
        proposed_key(lisbon, beatriz, replaces=old.kid)


def test_a_replacing_key_that_an_administrator_confirms_waits(adler, beatriz, lisbon):
    old = signatures.register(lisbon, signatures.pair())
    revoked(old)
    change = proposed_key(lisbon, beatriz, replaces=old.kid)
    changes.confirm(change, by=adler)
    assert not signed_with(lisbon, OfficeKey.objects.get(change=change))


def test_a_colleague_of_yesterday_replaces_no_key(beatriz, pierre, lisbon):
    old = signatures.register(lisbon, signatures.pair())
    revoked(old)
    change = proposed_key(lisbon, beatriz, replaces=old.kid)
    begun_at(pierre, timezone.now())
    with pytest.raises(NotPermitted, match="until"):
        changes.confirm(change, by=fresh("pierre"))


def test_an_account_opened_again_counts_as_new(adler, beatriz, mutua):
    staff.disable(mutua, by=adler, reason="Leave")
    persons.enable(mutua, by=adler, reason="Back")
    assert not counting.counts(fresh("mutua"), "approve_request")


@pytest.fixture
def lisbon(beatriz):
    return beatriz.office
