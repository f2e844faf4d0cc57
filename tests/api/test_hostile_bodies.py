"""Bodies that are JSON and yet cannot be taken are refused in a sentence, never with a fault."""

import json

import pytest

from tests import systems
from tests.exchange.test_api import WORDS

pytestmark = pytest.mark.django_db
DEEP = "[" * 100_000 + "]" * 100_000
BODIES = {
    "a hundred thousand levels": DEEP,
    "a hundred levels": "[" * 100 + "]" * 100,
    "a hundred objects": '{"a":' * 100 + "1" + "}" * 100,
    "a number beyond all bounds": "1e400",
    "one below all bounds": "-1e400",
}


@pytest.fixture(params=["an officer", "a system"])
def caller(request, joana, over_api):
    if request.param == "an officer":
        return over_api(joana)
    return systems.calling(systems.register(joana.office))


@pytest.mark.parametrize("path", ["/api/v1/requests/", "/api/v1/requests/bulk/"])
@pytest.mark.parametrize("name", BODIES)
def test_what_no_shape_of_ours_has_is_refused(caller, path, name):
    row = json.dumps(WORDS | {"client_id": "boat-1"})[:-1] + f', "more": {BODIES[name]}}}'
    body = row if path.endswith("requests/") else f'{{"rows": [{row}]}}'

    reply = caller.generic("POST", path, body, content_type="application/json")

    assert reply.status_code == 400, reply.content
    assert "nested too deeply" in reply.json()["detail"] or "bounds" in reply.json()["detail"]


def test_what_is_as_deep_as_it_may_be_is_taken(caller):
    body = json.dumps(WORDS)[:-1] + ', "more": ' + "[" * 15 + "]" * 15 + "}"
    reply = caller.generic("POST", "/api/v1/requests/", body, content_type="application/json")
    assert reply.json()["errors"][0]["pointer"] == "#/more", "read, and not known"
