"""Accounts: who may do what with them, and what happens at once when they do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from guardian.shortcuts import assign_perm

from cases.models import Case
from central_offices import roles
from central_offices.accounts import invitations, staff
from central_offices.models import CentralOffice, Officer, Role, RoleGrant
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Refusal, WrongState
from ledger.models import Event
from tests import persons, world
from tests.cases.factories import case as filed
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def grant_of(officer):
    return officer.grants.in_force().first()


VERBS = {
    "end_role": lambda by, on: staff.end_role(grant_of(on), by=by),
    "disable": lambda by, on: staff.disable(on, by=by, reason="r"),
    "unlock": lambda by, on: staff.unlock(on, by=by),
    "end_sessions": lambda by, on: staff.end_sessions(on, by=by),
    "start_reset": lambda by, on: invitations.start_reset(on, by=by),
    "change_clearance": lambda by, on: staff.lower_clearance(on, 0, by=by, reason="r"),
}
ONE_A_ROLE = {
    "amina": "an officer",
    "mutua": "a supervisor and duty officer",
    "wanjiku": "the head of the same office",
    "beatriz": "the head of another office",
    "sato": "a reviewer",
    "lindqvist": "a second reviewer",
    "auditor": "the Commission",
}


@pytest.mark.parametrize("verb", VERBS)
def test_only_administrators_change_accounts(verb, otieno):
    people = {name: world.officer(name) for name in ONE_A_ROLE}
    head = people.pop("wanjiku")
    allowed = [name for name, by in people.items() if not _refused(VERBS[verb], by, otieno)]

    assert allowed == []
    assert not Event.objects.filter(actor__in=people.values(), verb__startswith="officer.").exists()
    # Of an own officer who does not decide about others the head closes the account.
    assert _refused(VERBS[verb], head, otieno) == (verb != "disable")


def _refused(change, by, on) -> bool:
    try:
        change(by, on)
    except NotPermitted:
        return True
    return False


@pytest.mark.parametrize("verb", VERBS)
def test_an_administrator_may_and_the_ledger_says_so(verb, adler, otieno):
    VERBS[verb](adler, otieno)

    event = Event.objects.filter(actor=adler).order_by("-id").first()
    assert event.verb == f"officer.{verb}"
    assert event.chain == "AGY" and event.seq


@pytest.mark.parametrize(
    "verb",
    ["end_role", "disable", "unlock", "change_clearance", "start_reset"],
)
def test_nobody_changes_his_own_account(verb, adler):
    with pytest.raises(NotPermitted, match="Ask another administrator"):
        VERBS[verb](adler, adler)


def test_an_administrator_cannot_enable_himself(adler, benes):
    persons.disable_by_two(adler, by=benes, reason="Left")

    with pytest.raises(NotPermitted):
        persons.enable(adler, by=adler, reason="I am back")


@pytest.mark.parametrize("wrong", ["KEN", "AGY"])
def test_an_administrator_opens_no_content(wrong, adler):
    office = CentralOffice.objects.get(code=wrong)
    opened = {
        permission
        for permission, _ in CentralOffice._meta.permissions
        if adler.may(permission, office)
    }

    assert opened <= {"administer"}


def test_a_row_in_the_table_makes_nobody_administrator_of_another_office(wanjiku):
    with by_the_owner():
        wanjiku.grants.update(role=Role.ADMINISTRATOR)

    assert not world.officer("wanjiku").administers
    assert not world.officer("wanjiku").may("administer", wanjiku.office)


@pytest.mark.parametrize(
    "role, office",
    [
        (Role.REVIEWER, "KEN"),
        (Role.ADMINISTRATOR, "KEN"),
        (Role.OVERSIGHT, "KEN"),
        (Role.OVERSIGHT, "AGY"),
        (Role.ADMINISTRATOR, "CCF"),
        (Role.REVIEWER, "CCF"),
        (Role.SYSTEM, "KEN"),
    ],
)
def test_a_role_belongs_to_its_kind_of_office(role, office, adler):
    officer = persons.invite(
        by=adler,
        email="x@office.test",
        name="X",
        office=CentralOffice.objects.get(code=office),
        clearance=1,
    )

    with pytest.raises(NotReady, match="has no role"):
        persons.give_role(officer, role, by=adler)


def test_who_administers_holds_no_role_that_opens_content(adler, sato):
    with pytest.raises(NotReady, match="opens no content|opens content"):
        persons.give_role(sato, Role.ADMINISTRATOR, by=adler)


def a_day_passes(officer):
    """As if everything about the officer had been written a day earlier."""
    day = timedelta(days=1)
    begun = {"valid_from": F("valid_from") - day, "valid_to": F("valid_to") - day}
    with by_the_owner():
        RoleGrant.objects.filter(officer=officer).update(**begun)
    Officer.objects.filter(pk=officer.pk).update(rights_change_at=F("rights_change_at") - day)


def test_a_role_for_some_days_opens_and_closes_by_itself(adler, otieno):
    now = timezone.now()
    days = {"valid_from": now + timedelta(hours=12), "valid_to": now + timedelta(hours=36)}
    persons.give_role(otieno, Role.SUPERVISOR, by=adler, **days)
    assert not world.officer("otieno").may("approve_request", otieno.office)

    a_day_passes(otieno)
    assert world.officer("otieno").may("approve_request", otieno.office)

    a_day_passes(otieno)
    assert not world.officer("otieno").may("approve_request", otieno.office)
    assert world.officer("otieno").may("file_case", otieno.office)


def test_the_worker_closes_roles_of_officers_who_do_not_come(adler, otieno):
    soon = timezone.now() + timedelta(hours=12)
    persons.give_role(otieno, Role.SUPERVISOR, by=adler, valid_to=soon)
    a_day_passes(otieno)

    assert roles.refresh_due() == 1

    assert set(otieno.groups.values_list("name", flat=True)) == {"KEN:OFFICER"}
    assert roles.refresh_due() == 0


def test_a_role_cannot_be_given_twice_for_the_same_time(adler, otieno):
    with pytest.raises(WrongState, match="already"):
        persons.give_role(otieno, Role.OFFICER, by=adler)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(officer=otieno, office=otieno.office, role=Role.OFFICER)


def test_a_role_that_ended_can_be_given_again(adler, otieno):
    staff.end_role(grant_of(otieno), by=adler)
    assert not otieno.may("file_case", otieno.office)

    persons.give_role(otieno, Role.OFFICER, by=adler)

    assert world.officer("otieno").may("file_case", otieno.office)


def test_the_last_administrator_stays(adler, benes):
    other = persons.invite(
        by=adler,
        email="x@office.test",
        name="X",
        office=adler.office,
        clearance=0,
        role=Role.ADMINISTRATOR,
    )
    persons.disable_by_two(benes, by=adler, reason="Left")

    # The new one has not come in yet, so adler is the only one who can.
    persons.grow_old(other)
    other = Officer.objects.get(pk=other.pk)
    with pytest.raises(Refusal, match="needs an administrator"):
        persons.disable_by_two(adler, by=other, reason="Left")


def test_a_moved_officer_loses_the_old_office_at_once(adler, otieno, lisbon, signed_in):
    browser, nairobi = signed_in(otieno), otieno.office
    assert browser.get("/").status_code == 200

    persons.move(otieno, lisbon, by=adler, clearance=1, reason="Posted to Lisbon")

    moved = world.officer("otieno")
    assert (moved.office, moved.clearance) == (lisbon, 1)
    assert not moved.groups.exists() and not moved.roles_held()
    assert not moved.may("view_office_cases", nairobi)
    assert browser.get("/").status_code == 302
    assert Officer.objects.filter(grants__office=nairobi, pk=moved.pk).exists()


def test_cases_stay_behind_even_those_to_which_a_moved_officer_was_invited(
    adler, amina, otieno, lisbon
):
    ours, secret = filed(by=amina), filed(by=amina, classification=2)
    with acting.acting_as(amina):
        with by_the_owner():
            assign_perm("cases.view_case", otieno, secret)
    assert set(Case.objects.visible_to(otieno)) == {ours, secret}

    persons.move(otieno, lisbon, by=adler, clearance=2, reason="Posted to Lisbon")
    persons.give_role(otieno, Role.OFFICER, by=adler)

    assert not Case.objects.visible_to(world.officer("otieno")).exists()
    assert Case.objects.visible_to(amina).count() == 2


def test_new_roles_after_a_move_are_of_the_new_office(adler, otieno, lisbon):
    persons.move(otieno, lisbon, by=adler, clearance=1, reason="Posted")
    persons.give_role(otieno, Role.OFFICER, by=adler)

    assert world.officer("otieno").may("file_case", lisbon)


def test_a_disabled_officer_is_out_at_once_and_back_with_the_same_roles(adler, otieno, signed_in):
    browser = signed_in(otieno)
    assert browser.get("/").status_code == 200

    staff.disable(otieno, by=adler, reason="Lost telephone")

    assert browser.get("/").status_code == 302
    assert not world.officer("otieno").may("file_case", otieno.office)

    persons.enable(otieno, by=adler, reason="Found it")

    assert world.officer("otieno").may("file_case", otieno.office)
    assert browser.get("/").status_code == 302


def test_ending_sessions_leaves_the_account_open(adler, otieno, signed_in):
    one, two = signed_in(otieno), signed_in(otieno)
    assert one.get("/").status_code == two.get("/").status_code == 200

    staff.end_sessions(otieno, by=adler)

    assert one.get("/").status_code == two.get("/").status_code == 302
    assert signed_in(world.officer("otieno")).get("/").status_code == 200


def test_a_lower_clearance_counts_from_the_next_look(adler, otieno):
    staff.lower_clearance(otieno, 0, by=adler, reason="Vetting ran out")

    assert world.officer("otieno").clearance == 0
    event = Event.objects.get(verb="officer.change_clearance")
    assert event.data == {"before": 2, "after": 0}
    assert event.detail.body == {"reason": "Vetting ran out"}


def test_nobody_is_superuser(db):
    assert not any(getattr(row, "is_superuser", None) for row in Officer.objects.all())
    assert not any(row.is_staff for row in Officer.objects.all())


def test_a_verb_that_is_refused_changes_nothing(adler, otieno):
    with pytest.raises(NotReady), acting.acting_as(adler):
        persons.give_role(otieno, Role.REVIEWER, by=adler)

    assert not otieno.grants.filter(role=Role.REVIEWER).exists()
