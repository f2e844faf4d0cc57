"""Somebody fled a territory: the state whose office speaks for it is as good as the territory."""

import pytest

from cases.models import Nationality
from cases.safeguards import decisions
from central_offices.jurisdictions import TERRITORY, jurisdictions, spoken_for
from central_offices.models import CentralOffice, Jurisdiction
from kernel import acting
from tests import world
from tests.attacks.conftest import claim
from tests.notices import drafts

pytestmark = pytest.mark.django_db
UNINHABITED = {"ATA"}


def feared(amina, *nationalities: str, born: str | None = None, name: str = "") -> set[str]:
    """The countries that the database counts as feared, of a person entered now."""
    _case, subject = drafts.person(amina, name=name or "KERN Ilse")
    subject.nationalities.all().delete()
    subject.identities.update(birth_country=born)
    for code in nationalities:
        Nationality.objects.create(subject=subject, jurisdiction_id=code)
    claim(subject, amina)
    with acting.acting_as(world.officer("auditor")):
        return set(decisions.statuses()[0].feared)


def test_every_territory_says_who_speaks_for_it():
    codes = {row.code for row in jurisdictions() if row.kind == TERRITORY}
    assert codes - set(spoken_for()) == UNINHABITED
    for code, states in spoken_for().items():
        stored = Jurisdiction.objects.get(pk=code).spoken_for_by
        assert stored == list(states) and code not in states, code


def test_the_state_is_feared_with_its_territory(amina):
    for territory, states in (
        ("HKG", {"CHN"}),
        ("TWN", {"CHN"}),
        ("PRI", {"USA"}),
        ("GUF", {"FRA"}),
        ("GRL", {"DNK"}),
        ("GIB", {"GBR", "ESP"}),
        ("FLK", {"GBR", "ARG"}),
        ("ESH", {"MAR"}),
        ("PSE", {"ISR"}),
        ("ANHH", {"NLD", "CUW"}),
    ):
        assert states <= feared(amina, territory), territory
        assert states <= feared(amina, born=territory), territory


def test_an_office_of_a_territory_is_feared_with_its_state(amina):
    assert "ABW" not in feared(amina, "NLD")
    CentralOffice.objects.create(
        code="ABW", number=990, jurisdiction_id="ABW", city="Oranjestad", names={"en": "Aruba"}
    )
    assert feared(amina, "NLD") >= {"NLD", "ABW"}
    assert feared(amina, "BRA", name="FELD Otto") == {"BRA"}
