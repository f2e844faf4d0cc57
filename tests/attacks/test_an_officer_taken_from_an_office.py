"""An administrator takes an officer from an office, and its head hears of it when it is done."""

import pytest
from django.core import mail

from central_offices.models import AccessChange, CentralOffice, Officer
from central_offices.two_persons import changes
from central_offices.two_persons.lifecycle import access_change_steps
from kernel.errors import NotPermitted, NotReady, WrongState
from tests import persons, world
from tests.central_offices.test_pages import send
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def lisbon(db):
    return CentralOffice.objects.get(code="PRT")


@pytest.fixture
def told(settings, django_capture_on_commit_callbacks):
    """told(verb) does it, and names who had a mail of it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def of(verb) -> set[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb()
        return {one.to[0] for one in mail.outbox}

    return of


def moving(by, officer, office, **given):
    return changes.propose("MOVE", office, by=by, person=officer, **({"clearance": 1} | given))


def decide(change) -> set[str]:
    return {
        name
        for name, *_ in world.CAST
        if {"confirm", "agree"} & set(access_change_steps.open_to(world.officer(name), change))
    }


def test_the_new_offices_head_confirms_what_an_administrator_proposed(
    adler, benes, beatriz, wanjiku, amina, otieno, lisbon, told
):
    with pytest.raises(NotReady, match="Say why"):
        moving(adler, otieno, lisbon)
    proposed = []
    to = told(lambda: proposed.append(moving(adler, otieno, lisbon, reason="Posted")))
    (change,) = proposed
    assert {wanjiku.email, beatriz.email, otieno.email} <= to
    with pytest.raises(NotPermitted):
        changes.confirm(change, by=beatriz)

    to = told(lambda: changes.confirm(change, by=benes))

    assert {amina.email, wanjiku.email, beatriz.email} <= to
    assert change.status == "AGREED"
    assert Officer.objects.get(pk=otieno.pk).office.code == "KEN"
    changes.object_to(change, by=amina, reason="He is our duty officer.")
    assert AccessChange.objects.get(pk=change.pk).status == "OBJECTED"


def test_without_an_objection_it_comes_and_both_offices_are_told(
    adler, otieno, lisbon, wanjiku, told
):
    to = told(lambda: persons.move(otieno, lisbon, by=adler, clearance=1, reason="Posted"))

    assert otieno.office == lisbon and wanjiku.email in to


def test_a_head_of_each_office_decides_and_nobody_else(wanjiku, beatriz, otieno, lisbon):
    ours = moving(wanjiku, otieno, lisbon)
    assert decide(ours) == {"beatriz"}
    changes.withdraw(ours, by=wanjiku)
    theirs = moving(beatriz, otieno, lisbon)
    assert decide(theirs) == {"wanjiku"}
    changes.confirm(theirs, by=wanjiku)
    assert Officer.objects.get(pk=otieno.pk).office == lisbon


def test_the_head_who_loses_the_officer_reads_it_before_and_after(
    wanjiku, beatriz, amina, pierre, otieno, lisbon, signed_in
):
    change = moving(beatriz, otieno, lisbon)
    page = f"/access-changes/{change.pk}/"
    head = signed_in(wanjiku)
    assert "Leaves the office" in head.get(page).content.decode()
    for nobody in (amina, pierre):
        assert signed_in(nobody).get(page).status_code == 404
    changes.confirm(change, by=wanjiku)
    assert head.get(page).status_code == 200


def test_a_head_moves_an_officer_to_an_office_without_a_head(wanjiku, otieno):
    with pytest.raises(NotReady, match="has no head"):
        moving(wanjiku, otieno, CentralOffice.objects.get(code="BRA"))


def test_a_head_of_a_third_office_and_an_officer_move_nobody(otieno, amina, beatriz):
    brasilia = CentralOffice.objects.get(code="BRA")
    for by in (amina, beatriz):
        with pytest.raises(NotPermitted):
            moving(by, otieno, brasilia)


def test_a_move_proposed_when_the_office_left_was_not_noted(wanjiku, beatriz, otieno, lisbon):
    with by_the_owner():
        change = AccessChange.objects.create(
            kind="MOVE", office=lisbon, person=otieno, content={"clearance": 1}, proposed_by=beatriz
        )
    with pytest.raises(WrongState, match="Propose it anew"):
        changes.confirm(change, by=wanjiku)


def test_a_head_moves_himself(wanjiku, lisbon):
    with pytest.raises(NotPermitted):
        moving(wanjiku, wanjiku, lisbon)


def test_on_the_pages_the_two_heads_move_an_officer(wanjiku, beatriz, otieno, signed_in):
    send(signed_in(wanjiku), f"/officers/{otieno.pk}/move", office="PRT", clearance="1", reason="x")
    change = AccessChange.objects.get(kind="MOVE")
    send(signed_in(beatriz), f"/access-changes/{change.pk}/confirm")
    assert Officer.objects.get(pk=otieno.pk).office.code == "PRT"
