"""Two officers at the same moment: nothing is lost, nothing happens twice."""

import threading

from django.db import connection
from rest_framework.test import APIClient

from cases import lifecycle, sharing
from cases.drafts import PartDraft
from cases.models import Case, Subject
from cases.persons import add
from cases.search import persons_and_cases
from kernel.errors import WrongState
from ledger.models import Event
from tests import world
from tests.cases import factories


def at_once(*works):
    """Run each in a thread of its own, and wait for all."""

    def run(work):
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_two_who_close_at_once_one_does_and_the_other_is_told(committed):
    case = factories.case(world.officer("amina"))
    said = []

    def close(name):
        try:
            lifecycle.close(Case.objects.get(pk=case.pk), by=world.officer(name), reason="Done")
        except WrongState as refusal:
            said.append(str(refusal))

    at_once(lambda: close("amina"), lambda: close("otieno"))

    assert said == ["Cannot close: this case is closed."]
    assert Event.objects.filter(verb="case.close").count() == 1


def test_two_cases_of_one_person_shared_at_once_leave_the_name_found_by_both_offices(committed):
    amina, pierre, joana = (world.officer(name) for name in ("amina", "pierre", "joana"))
    first = factories.case(amina, "First", people=["Daniel Okello"])
    subject = Subject.objects.get()
    second = factories.case(amina, "Second")
    add(second, PartDraft("WITNESS", existing=subject.pk), by=amina)

    at_once(
        lambda: sharing.share(first, pierre.office, by=amina),
        lambda: sharing.share(second, joana.office, by=world.officer("otieno")),
    )

    for officer in (pierre, joana):
        assert [one.subject for one in persons_and_cases.persons(officer, "Okello")] == [subject.pk]


def test_references_given_at_once_differ(committed):
    amina = world.officer("amina")

    at_once(*[lambda: factories.case(world.officer("amina")) for _ in range(6)])

    references = set(Case.objects.visible_to(amina).values_list("reference", flat=True))
    assert len(references) == 6


def test_ten_changes_with_one_etag_are_one_change(committed):
    amina = world.officer("amina")
    case = factories.case(amina)
    tag, answers = f'"{case.pk}.{case.version}"', []

    def change(number):
        client = APIClient()
        client.force_login(amina, backend="central_offices.sign_in.who_acts.OfficerBackend")
        body = {"title": f"Title {number}"}
        url = f"/api/v1/cases/{case.pk}/"
        answers.append(client.patch(url, body, format="json", HTTP_IF_MATCH=tag).status_code)

    at_once(*[lambda number=number: change(number) for number in range(10)])

    assert sorted(answers) == [200] + [412] * 9
