"""An invitation to a case by name is stretched: above clearance, past the last role, upwards."""

import pytest

from cases import lifecycle, sharing
from cases.models import Case, Subject
from central_offices.models import Officer
from kernel.errors import NotReady
from tests import systems, world
from tests.cases import factories
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def fresh(officer: Officer) -> Officer:
    return world.officer(officer.email.split("@")[0])


def sees(officer: Officer, case: Case) -> bool:
    return Case.objects.visible_to(fresh(officer)).filter(pk=case.pk).exists()


@pytest.fixture
def case(amina):
    return factories.case(amina, classification=1)


def test_who_is_not_cleared_is_not_invited(case, amina, okello):
    with pytest.raises(NotReady, match="may not read a case of this level"):
        sharing.invite(case, okello, by=amina)


def test_an_invitation_made_before_does_not_outrank_a_level_that_rose(case, amina, joana):
    Officer.objects.filter(pk=joana.pk).update(clearance=1)
    sharing.invite(case, fresh(joana), by=amina)
    assert sees(joana, case)

    Case.objects.filter(pk=case.pk).update(classification=2)
    assert not sees(joana, case)


def test_an_invitation_ends_with_the_last_role(case, amina, joana, signed_in, over_api):
    sharing.invite(case, joana, by=amina)
    assert sees(joana, case)
    with by_the_owner():
        joana.grants.all().delete()
    joana.refresh_rights()

    assert not sees(joana, case)
    assert signed_in(fresh(joana)).get(f"/cases/{case.reference}/").status_code == 404
    assert over_api(fresh(joana)).get(f"/api/v1/cases/{case.pk}/").status_code == 404
    persons = Subject.objects.visible_to(fresh(joana))
    assert not persons.exists()


def test_an_invitation_does_not_follow_an_officer_who_becomes_administrator(
    case, amina, benes, joana
):
    sharing.invite(case, joana, by=amina)
    with by_the_owner():
        joana.grants.all().delete()
    joana.office = benes.office
    with by_the_owner():
        joana.save()
    systems.give(joana, "ADMINISTRATOR")

    assert not sees(joana, case)
    with pytest.raises(NotReady, match="administrator"):
        sharing.invite(case, fresh(joana), by=amina)


def test_whoever_holds_no_role_is_not_invited(case, amina, joana):
    with by_the_owner():
        joana.grants.all().delete()
    joana.refresh_rights()

    with pytest.raises(NotReady, match="may not read"):
        sharing.invite(case, fresh(joana), by=amina)


def test_an_invited_officer_takes_no_step_of_the_case(case, amina, joana):
    sharing.invite(case, joana, by=amina)
    assert lifecycle.case_steps.open_to(fresh(joana), case) == []
