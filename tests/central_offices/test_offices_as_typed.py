"""One rule for an office as somebody types it, wherever one is asked for."""

import pytest

from central_offices.directory import as_typed
from kernel.errors import NotReady
from tests.cases import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed, code",
    [
        ("BRA", "BRA"),
        ("bra", "BRA"),
        ("Brasília", "BRA"),
        ("Brasilia", "BRA"),
        (" brasil ", "BRA"),
        ("Brazil", "BRA"),
        ("BR", "BRA"),
        ("Lisbon", "PRT"),
    ],
)
def test_an_office_is_found_by_code_city_and_country_with_accents_or_without(typed, code):
    assert as_typed.office(typed).code == code


@pytest.mark.parametrize("typed", ["Atlantis", "Lisb", ""])
def test_what_names_no_office_is_refused(typed):
    with pytest.raises(NotReady, match="No office is called|is not clear"):
        as_typed.office(typed)


def test_what_is_nearly_an_office_names_it():
    with pytest.raises(NotReady, match=r"Lisbon \(PRT\)"):
        as_typed.office("Lisb")


def test_a_case_is_shared_with_the_office_that_a_request_would_go_to(amina, signed_in):
    case = factories.case(amina)
    share = f"/cases/{case.reference}/access/share"
    signed_in(amina).post(share, {"office": "Brasilia", "role": "OBSERVER"})
    assert case.shares.get().office.code == "BRA"
