"""Seeding: what is missing is added, what somebody changed since then stays."""

import pytest
from django.utils import translation

from cases import seed as cases_seed
from cases.models import Offence
from central_offices import seed as offices_seed
from central_offices.models import CentralOffice, Jurisdiction
from ledger.models import Destination
from notices import seed as notices_seed
from notices.models import Condition
from notices.reference import conditions
from policies import seed as policies_seed
from policies.models import Portfolio, PortfolioText
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def test_the_full_seed_brings_196_offices_that_joined_and_two_that_have_not():
    offices_seed.seed()

    national = CentralOffice.objects.filter(kind="NATIONAL", jurisdiction__alpha2__lt="QM") | (
        CentralOffice.objects.filter(kind="NATIONAL", jurisdiction__alpha2__gt="QP")
    )
    assert national.filter(joined_on__isnull=False).count() == 196
    assert set(national.filter(joined_on=None).values_list("code", flat=True)) == {"PRK", "TUV"}


def test_every_office_that_joined_can_be_written_to():
    offices_seed.seed()

    unreachable = CentralOffice.objects.exclude(joined_on=None).filter(destination=None)
    assert not unreachable.exists()
    assert not Destination.objects.filter(office__joined_on=None).exists()


def test_an_office_names_its_region_in_the_reader_s_language():
    offices_seed.seed(only=["JPN"])

    with translation.override("fr"):
        assert CentralOffice.objects.get(code="JPN").region_name == "Asie de l’Est"


def test_only_the_offices_named_are_seeded():
    offices_seed.seed(only=["JPN"])

    assert CentralOffice.objects.filter(code="JPN").exists()
    assert not CentralOffice.objects.filter(code="DEU").exists()


def test_fictional_countries_come_only_when_asked_for():
    CentralOffice.objects.filter(code="QMC").delete()
    Jurisdiction.objects.filter(code="QMC").delete()

    offices_seed.seed()
    assert not Jurisdiction.objects.filter(code="QMC").exists()

    offices_seed.seed(with_fictional=True)
    assert CentralOffice.objects.get(code="QMC").jurisdiction.alpha2 == "QO"


def test_seeding_again_changes_nothing_and_keeps_what_an_administrator_wrote():
    seed_everything()
    CentralOffice.objects.filter(code="JPN").update(legacy_bureau_code="TOKYO-1")
    with by_the_owner():
        PortfolioText.objects.filter(code="FRAUD").update(scopes={"en": "Our words"})
    before = counts()

    seed_everything()

    assert counts() == before
    assert CentralOffice.objects.get(code="JPN").legacy_bureau_code == "TOKYO-1"
    assert PortfolioText.objects.get(code="FRAUD").scopes == {"en": "Our words"}


def test_every_condition_of_a_red_notice_is_seeded_once():
    notices_seed.seed()
    notices_seed.seed()

    assert Condition.objects.of_colour("RED").in_force().count() == len(conditions())


def test_every_offence_is_seeded_under_its_portfolio_with_its_exclusion():
    seed_everything()

    assert not Offence.objects.filter(portfolios=None).exists()
    cheque = Offence.objects.get(code="UNFUNDED_CHEQUE")
    assert cheque.excluded_for_red == "ADMINISTRATIVE_PRIVATE_DISPUTE"
    assert cheque.exclusion_note["en"].startswith("An unpaid cheque")
    assert [row.code for row in cheque.portfolios.all()] == ["FRAUD"]


def seed_everything() -> None:
    offices_seed.seed()
    policies_seed.seed()
    cases_seed.seed()


def counts() -> list[int]:
    return [
        model.objects.count()
        for model in (Jurisdiction, CentralOffice, Destination, Portfolio, Offence)
    ]
