"""A box above a list shows what narrows it, also what only the address can ask for."""

import re

import pytest

pytestmark = pytest.mark.django_db
# Pages whose lists are narrowed by boxes to choose from, and values that no box offers.
BOXES = [
    ("/instruments/", "office", "QMA"),
    ("/instruments/", "type", "ENDED_TYPE"),
    ("/authorities/", "office", "NOWHERE"),
    ("/authorities/", "type", "ENDED_TYPE"),
    ("/officers/", "role", "SYSTEM"),
    ("/officers/", "state", "asleep"),
    ("/requests/", "type", "ENDED_TYPE"),
    ("/requests/", "urgency", "NONE"),
    ("/requests/", "state", "EXPIRED"),
    ("/public/notices/", "kind", "blue"),
    ("/public/notices/", "country", "QM"),
    ("/public/notices/", "country", "nowhere"),
]


def shown(page: str, name: str) -> str:
    """The value of the option that stands in a box."""
    (box,) = re.findall(rf'<select[^>]* name="{name}".*?</select>', page, re.DOTALL)
    found = re.findall(r'<option value="([^"]*)" selected', box)
    return found[0] if found else ""


@pytest.mark.parametrize(("path", "name", "value"), BOXES)
def test_the_box_shows_what_the_address_asks_for(path, name, value, adler, amina, signed_in):
    reader = signed_in(adler if path.startswith("/officers") else amina)
    page = reader.get(path, {name: value})
    assert page.status_code == 200 and shown(page.content.decode(), name) == value
    assert shown(reader.get(path).content.decode(), name) == ""


def test_a_country_stands_in_the_box_however_it_was_typed(client):
    for typed, code in {"Kenya": "KE", "KEN": "KE", "QMA": "QM"}.items():
        page = client.get("/public/notices/", {"country": typed}).content.decode()
        assert shown(page, "country") == code, typed


def test_what_has_no_box_is_said_above_the_list(client):
    page = client.get("/public/notices/", {"sexId": "F", "kind": "red"})
    assert "Also narrowed by the address:" in page.text and "sexId = F" in page.text
    assert 'name="sexId" value="F"' in page.content.decode()
    assert "narrowed by" not in client.get("/public/notices/", {"kind": "red"}).text
