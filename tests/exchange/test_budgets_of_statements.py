"""Budgets of statements: pages that gather, the poll of the duty board, and one thing over the API.

Transaction control and what tells the database who acts don't count; the ledger's event does.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agency.pages import approvals
from cases import filing, sharing
from tests import systems, world
from tests.cases import factories
from tests.exchange.conftest import deliver_all, sent

pytestmark = pytest.mark.django_db
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "SELECT set_config")
GATHERED, ONE_THING = 18, 14
CASE = 20  # tabs, cards and activity of three apps


def cost(client, url: str) -> list[str]:
    """The statements of a second look: the first one writes where the session is used."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200
    return [one["sql"] for one in asked if not one["sql"].startswith(NOT_COUNTED)]


@pytest.fixture
def busy(amina, pierre):
    """Nairobi's case, shared with Lisbon, with what a case has: persons, notes, requests."""
    case = factories.case(amina, people=["Daniel Okello", "Щербаков Дмитрий"])
    sharing.share(case, pierre.office, by=amina)
    for number in range(3):
        filing.add_note(case, f"Note {number}", by=amina)
        sent(amina, "PRT", title=f"Boat {number}", case=case)
    deliver_all()
    return case


@pytest.mark.parametrize("name", ["amina", "pierre"])
def test_pages_that_gather(busy, name, signed_in):
    browser = signed_in(world.officer(name))
    person = busy.case_subjects.first().subject_id
    pages = [f"/persons/{person}/", "/", "/duty", "/performance/"]

    spent = {page: len(cost(browser, page)) for page in pages}

    assert {page: n for page, n in spent.items() if n > GATHERED} == {}
    assert len(cost(browser, f"/cases/{busy.reference}/")) <= CASE


def test_one_thing_over_the_api(busy, pierre):
    caller = systems.calling(systems.register(pierre.office, clearance=2), "cases requests")
    person = busy.case_subjects.first().subject_id
    urls = [f"/api/v1/cases/{busy.pk}/", f"/api/v1/persons/{person}/"]
    urls.append(f"/api/v1/requests/{busy.requests.first().pk}/")

    spent = {url: len(cost(caller, url)) for url in urls}

    assert {url: n for url, n in spent.items() if n > ONE_THING} == {}


def test_what_waits_is_counted_as_it_is_listed(busy, amina, wanjiku):
    assert {approvals.count(world.officer(name)) for name, *_ in world.CAST} == {0}
    persons = [busy.case_subjects.first().subject_id]
    facts = {"OFFENCE": "Robbery", "WARRANT": "44/2026"}
    words = {"subject_ids": persons, "facts": facts, "necessity": "He flees."}
    sent(amina, "PRT", type="ARREST_PROVISIONAL", case=busy, **words)

    for name, *_ in world.CAST:
        officer = world.officer(name)
        listed = sum(1 for source in approvals.SOURCES for _ in source.waiting(officer))
        assert approvals.count(officer) == listed
    assert approvals.count(wanjiku) == 1
