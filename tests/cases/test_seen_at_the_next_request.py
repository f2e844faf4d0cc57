"""Who acts is read by one statement, and whatever is taken away is gone at the next request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import queries, sharing
from central_offices.accounts import staff
from central_offices.models import CentralOffice, Officer, Role, RoleGrant
from central_offices.sign_in import who_acts
from tests import world
from tests.cases import factories
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(amina, pierre, signed_in):
    """seen() is the answer of Nairobi's case to Pierre's one browser, in Lisbon."""
    case, browser = factories.case(amina), signed_in(pierre)
    sharing.share(case, pierre.office, by=amina)

    def answer() -> int:
        return browser.get(f"/cases/{case.reference}/").status_code

    answer.case = case
    assert answer() == 200
    return answer


def grants(officer) -> list[RoleGrant]:
    return list(RoleGrant.objects.filter(officer=officer).in_force())


def test_it_says_what_the_slow_questions_say(db):
    for name, *_ in world.CAST:
        asked, found = world.officer(name), who_acts.read(world.officer(name).pk)

        assert found == asked and found.office == asked.office
        for model, one, other in (
            (Officer, found, asked),
            (CentralOffice, found.office, asked.office),
        ):
            fields = [field.attname for field in model._meta.concrete_fields]
            assert [getattr(one, f) for f in fields] == [getattr(other, f) for f in fields]
        assert found.__dict__["_roles"] == asked.roles_held()
        permissions = [codename for codename, _ in CentralOffice._meta.permissions]
        for office in CentralOffice.objects.filter(code__in=["KEN", "PRT", "AGY", "CCF"]):
            may = {one for one in permissions if found.may(one, office)}
            assert may == {one for one in permissions if asked.may(one, office)}
        assert found.kept["invited"] == queries.invited_to(asked)
    assert who_acts.read(0) is None


def test_a_page_asks_two_statements_before_its_own_work(pierre, signed_in):
    browser = signed_in(pierre)
    browser.get("/jobs/")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/jobs/")

    spent = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert "django_session" in spent[0] and "rolegrant" in spent[1]
    assert not any("rolegrant" in sql or "guardian" in sql for sql in spent[2:])


def test_a_role_that_is_taken_away_is_gone(seen, pierre, adler):
    for grant in grants(pierre):
        staff.end_role(grant, by=adler)

    assert seen() == 404


def test_a_role_that_ended_by_itself_is_gone_though_no_worker_ran(seen, pierre):
    over = timezone.now() - timedelta(seconds=1)
    with by_the_owner():
        RoleGrant.objects.filter(officer=pierre).update(valid_to=over)
        Officer.objects.filter(pk=pierre.pk).update(rights_change_at=over)
    assert pierre.groups.exists()

    assert seen() == 404


def test_an_office_that_has_left_is_gone(seen, pierre):
    begun = timezone.now().date() - timedelta(days=9)
    with by_the_owner():
        CentralOffice.objects.filter(pk=pierre.office_id).update(
            joined_on=begun, live_on=begun, left_on=timezone.now().date()
        )

    assert seen() in (302, 403)


def test_a_disabled_account_is_gone(seen, pierre, adler):
    staff.disable(pierre, by=adler, reason="Left the service")

    assert seen() == 302


def test_a_lower_clearance_counts(pierre, seen):
    with by_the_owner():
        type(seen.case).objects.filter(pk=seen.case.pk).update(classification=2)
        Officer.objects.filter(pk=pierre.pk).update(clearance=1)

    assert seen() == 404


def test_an_invitation_that_ends_is_gone(amina, joana, signed_in):
    case, browser = factories.case(amina), signed_in(joana)
    assert browser.get(f"/cases/{case.reference}/").status_code == 404
    sharing.invite(case, joana, by=amina)
    assert browser.get(f"/cases/{case.reference}/").status_code == 200

    sharing.end_invitation(case, joana, by=amina)

    assert browser.get(f"/cases/{case.reference}/").status_code == 404


def test_an_invitation_rests_on_a_role(amina, joana, signed_in):
    case, browser = factories.case(amina), signed_in(joana)
    sharing.invite(case, joana, by=amina)
    with by_the_owner():
        RoleGrant.objects.filter(officer=joana, role=Role.OFFICER).update(valid_to=timezone.now())
    joana.refresh_rights()

    assert browser.get(f"/cases/{case.reference}/").status_code == 404
