"""Whatever stands in an address or a query, the answer is a page or a 404, never a fault."""

import pytest

pytestmark = pytest.mark.django_db
ODD = [
    "%00",
    "%ff",
    "0-0",
    "9999999999999999999-1",
    "..%2f..",
    "a" * 300,
    "2026-",
    "ß",
    "%F0%9F%92%A3",
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "path",
    [
        "/notices/{}/",
        "/notices/{}/photo",
        "/public/notices/{}/",
        "/notices/v1/red/{}",
        "/notices/v1/un/persons/{}",
        "/verify/{}",
    ],
)
def test_an_odd_address_is_not_found(amina, signed_in, path, odd):
    assert signed_in(amina).get(path.format(odd)).status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_query_is_answered(amina, signed_in, odd):
    client, expected = signed_in(amina), 400 if odd == "%00" else 200
    client.post("/cases/purpose", {"purpose": "ARREST", "next": "/notices/"})
    names = ["q", "page", "view", "office", "reference", "colour", "status", "portfolio"]
    for name in names:
        assert client.get(f"/notices/?{name}={odd}").status_code == expected, name
    for name in ("q", "page", "kind", "country", "lang"):
        assert client.get(f"/public/notices/?{name}={odd}").status_code == expected, name
    for name in ("name", "forename", "nationality", "ageMin", "freeText", "page", "resultPerPage"):
        assert client.get(f"/notices/v1/red?{name}={odd}").status_code == expected, name
    for name in ("unReference", "unResolution"):
        assert client.get(f"/notices/v1/un?{name}={odd}").status_code == expected, name
