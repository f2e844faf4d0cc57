"""manage.py first_administrator: the way into a new installation, and only into a new one."""

import io

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from central_offices.accounts import invitations
from central_offices.models import AccessChange, Installation, Invitation, Officer, RoleGrant
from central_offices.two_persons import changes, commissioning
from kernel.errors import NotPermitted, NotReady
from ledger.models import Event
from tests import persons, world
from tests.central_offices.conftest import WORDS, token_of
from tests.plumbing.by_the_owner import by_the_owner


@pytest.fixture
def nobody_administers(db):
    """A new installation."""
    with by_the_owner():
        RoleGrant.objects.filter(role="ADMINISTRATOR").delete()
        Installation.objects.update(status="NEW", commissioned_at=None, began_at=timezone.now())
    commissioning.forget()
    yield
    commissioning.forget()


def run(email="first@agency.test", **options) -> str:
    said = io.StringIO()
    call_command("first_administrator", email, stdout=said, **options)
    return said.getvalue().split()[-1]


def test_it_prints_a_link_by_which_the_administrator_comes_in(nobody_administers):
    invitations.accept(token_of(run(name="First One")), WORDS)

    first = Officer.objects.get(email="first@agency.test")
    assert first.check_password(WORDS) and first.administers
    assert Event.objects.filter(verb="officer.first_administrator", chain="AGY").exists()


def test_it_lets_two_in_and_no_third(nobody_administers):
    old, new = token_of(run()), token_of(run())

    with pytest.raises(invitations.Gone):
        invitations.accept(old, WORDS)
    invitations.accept(new, WORDS)
    invitations.accept(token_of(run("second@agency.test")), WORDS)

    with pytest.raises(CommandError, match="two administrators already"):
        run("third@agency.test")


def test_it_hands_out_no_third_link_before_anybody_came_in(nobody_administers):
    run(), run("second@agency.test")
    with pytest.raises(CommandError, match="Two have a link"):
        run("third@agency.test")
    again = token_of(run("second@agency.test"))
    Invitation.objects.filter(officer__email="first@agency.test").update(expires_at=timezone.now())

    invitations.accept(token_of(run("third@agency.test")), WORDS)
    invitations.accept(again, WORDS)


def test_where_one_administrator_is_left_the_owner_of_the_database_brings_in_another(committed):
    adler, benes = world.officer("adler"), world.officer("benes")
    with pytest.raises(CommandError, match="two administrators already"):
        run()
    persons.disable_by_two(benes, by=adler, reason="Left")

    owner = connections["owner"]
    connections["owner"] = connections["default"]
    with pytest.raises(CommandError, match="DATABASE_OWNER_URL"):
        run()
    connections["owner"] = owner
    invitations.accept(token_of(run()), WORDS)

    assert Officer.objects.get(email="first@agency.test").administers


@pytest.mark.parametrize(
    "email, office, said",
    [
        ("amina@office.test", "AGY", "an officer with this address"),
        ("first@agency.test", "KEN", "not the General Secretariat"),
        ("first@agency.test", "NONE", "not the General Secretariat"),
        ("nonsense", "AGY", "valid email"),
    ],
)
def test_it_refuses_in_a_sentence(email, office, said, nobody_administers):
    with pytest.raises(CommandError, match=said):
        run(email, office=office)


def lost_telephone(whose: Officer, by: Officer) -> AccessChange:
    TOTP.activate(whose, generate_totp_secret())
    told = {"person": whose, "by": by, "reason": "Called back"}
    return changes.propose("FACTORS", whose.office, **told)


def test_of_one_of_two_administrators_a_member_of_the_commission_is_second(
    adler, benes, auditor, otieno
):
    change = lost_telephone(benes, adler)
    assert list(changes.to_decide(auditor)) == [change]
    for other in (adler, benes, otieno):
        with pytest.raises(NotPermitted):
            changes.confirm(change, by=other)

    changes.confirm(change, by=auditor)

    assert change.status == "AGREED"


def test_the_commission_is_not_second_where_a_third_administrator_is_there(
    adler, benes, auditor, secretariat
):
    given = {"email": "third@agency.test", "name": "Third", "office": secretariat, "clearance": 0}
    third = persons.invite(by=adler, role="ADMINISTRATOR", **given)
    third.set_password(WORDS)
    third.save()
    change = lost_telephone(benes, adler)

    with pytest.raises(NotPermitted):
        changes.confirm(change, by=auditor)


def test_what_nobody_could_confirm_is_not_proposed(adler, benes, auditor):
    with by_the_owner():
        Officer.objects.filter(office=auditor.office_id).update(is_active=False)

    with pytest.raises(NotReady, match="Nobody is there who could be the second person"):
        lost_telephone(benes, adler)

    assert not AccessChange.objects.exists()
