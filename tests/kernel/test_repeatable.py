"""A POST with an Idempotency-Key is carried out once and answered alike."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import path
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.test import APIClient
from rest_framework.views import APIView

from agency.urls import urlpatterns as real
from kernel.api.idempotency import Repeatable
from kernel.api.json_bodies import PlainJson
from kernel.counters import last_numbers, next_number
from kernel.errors import NotReady
from kernel.models import IdempotencyKey
from tests import world

KEY = "b1946ac9-2492-4d23-9bf6-0123456789ab"
ADDRESS = "/api/v1/widgets/"


class Widgets(Repeatable, APIView):
    """A resource of the test: it only counts."""

    parser_classes = [PlainJson, MultiPartParser]

    def post(self, request):
        return self.create_once(request, lambda: self._create(request))

    def _create(self, request) -> Response:
        number = next_number("widget")
        if request.data.get("name") == "":
            raise NotReady("Name the widget.", [("name", "Give it a name.")])
        headers = {"Location": f"{ADDRESS}{number}/", "ETag": '"1"', "X-Other": "x"}
        return Response({"number": number}, status=201, headers=headers)


urlpatterns = [*real, path("api/v1/widgets/", Widgets.as_view())]


@pytest.fixture(autouse=True)
def with_widgets(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def post(over_api, amina):
    """post(body) sends it as Amina; `by` and `key` may be others."""

    def send(body, by=amina, key=KEY, **more):
        headers = {"Idempotency-Key": key} if key is not None else {}
        return over_api(by).post(ADDRESS, body, headers=headers, **more)

    return send


def made() -> int:
    return last_numbers("widget").get("widget", 0)


def test_the_second_post_gets_the_first_answer(post):
    first, second = post({"name": "a"}), post({"name": "a"})

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json() == {"number": 1}
    assert first["Location"] == second["Location"]
    assert first["ETag"] == second["ETag"]
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert made() == 1


def test_the_order_of_the_members_is_no_other_body(post):
    post({"name": "a", "size": 1})

    assert post({"size": 1, "name": "a"})["Idempotent-Replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(post):
    post({"name": "a"})

    answer = post({"name": "b"})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "idempotency_key_reused"
    assert made() == 1


def test_a_colleague_does_not_get_an_answer_that_may_not_be_meant_for_them(post, okello):
    post({"name": "a"})

    assert post({"name": "a"}, by=okello).status_code == 422


def test_another_office_has_keys_of_its_own(post, pierre):
    post({"name": "a"})

    assert post({"name": "b"}, by=pierre).json() == {"number": 2}


def test_without_a_key_every_post_is_carried_out(post):
    assert [post({"name": "a"}, key=None).json()["number"] for _ in range(2)] == [1, 2]


@pytest.mark.parametrize("key", ["", "short", "x" * 256])
def test_a_key_that_is_no_key_is_refused(post, key):
    answer = post({"name": "a"}, key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")
    assert made() == 0


def test_a_refused_post_frees_its_key_and_leaves_nothing(post):
    refused = post({"name": ""})

    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"pointer": "#/name", "code": "missing", "detail": "Give it a name."}
    ]
    assert (made(), IdempotencyKey.objects.count()) == (0, 0)
    assert post({"name": "a"}).json() == {"number": 1}


def test_another_file_under_the_same_name_is_another_body(post):
    def upload(content: bytes):
        return post({"file": SimpleUploadedFile("a.txt", content)}, format="multipart")

    assert upload(b"one").status_code == 201
    assert upload(b"one")["Idempotent-Replayed"] == "true"
    assert upload(b"two").status_code == 422


def test_fifty_at_once_have_one_effect_and_one_answer(committed):
    world_amina = world.officer("amina")
    client = APIClient()
    client.force_login(world_amina, backend="central_offices.sign_in.who_acts.OfficerBackend")
    cookies = client.cookies

    def send(number: int):
        own = APIClient()
        own.cookies = cookies
        body = {"name": "a" if number < 50 else "b"}
        try:
            return own.post(ADDRESS, body, headers={"Idempotency-Key": KEY})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=25) as pool:
        answers = list(pool.map(send, range(50)))
    other = send(50)

    assert {answer.status_code for answer in answers} == {201}
    assert {answer.content for answer in answers} == {b'{"number":1}'}
    assert sum("Idempotent-Replayed" in answer for answer in answers) == 49
    assert other.status_code == 422
    assert (made(), IdempotencyKey.objects.count()) == (1, 1)
