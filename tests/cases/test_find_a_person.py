"""Finding a person: in another script, with a typo, by part of a name; never what is not yours."""

import pytest

from cases.models import Case
from cases.search import persons_and_cases
from tests.cases import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Щербаков Дмитрий", "Shcherbakov"),
        ("Shcherbakov Dmitri", "Щербаков"),
        ("محمد القذافي", "Mohammed Al-Gaddafi"),
        ("Muhammad Omar", "محمد"),
        ("欧阳娜娜", "Ouyang Nana"),
        ("欧阳娜娜", "欧阳"),
        ("Jürgen Müller", "Muller"),
        ("Jürgen Müller", "Mueller"),
        ("OKELLO, Daniel Otieno", "Okelo Danial"),
        ("OKELLO, Daniel Otieno", "okel"),
    ],
)
def test_a_name_is_found_however_it_is_typed(amina, written, typed):
    case = factories.case(amina, people=[written, "Zelda Quist"])

    found = persons_and_cases.persons(amina, typed)

    assert [one.name for one in found] == [written]
    assert list(persons_and_cases.cases_of(found, Case.objects.visible_to(amina))) == [case.pk]


def test_an_office_finds_nothing_of_what_it_may_not_see(amina, pierre):
    factories.case(amina, people=["Daniel Okello"])

    assert persons_and_cases.persons(pierre, "Daniel Okello") == []


def test_an_officer_without_clearance_finds_nothing_of_a_confidential_case(amina, okello):
    factories.case(amina, people=["Daniel Okello"], classification=2)

    assert persons_and_cases.persons(okello, "Daniel Okello") == []
