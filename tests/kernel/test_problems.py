"""Every refusal and error in the form that its reader needs: a page, or RFC 9457 for machines."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from agency.urls import handler400, handler403, handler404, handler500  # noqa: F401
from agency.urls import urlpatterns as real
from central_offices.models import CentralOffice
from kernel import acting
from kernel.api.preconditions import PreconditionRequired, demand_match
from kernel.errors import NotPermitted, NotReady, Stale, WrongState
from ledger import events
from ledger.models import Event
from tests.plumbing import clones

# What a view raises, the status, and the code for machines.
ERRORS = {
    "wrong-state": (WrongState("It is closed."), 409, "wrong_state"),
    "not-ready": (NotReady("Name it.", [("name", "Give it a name.")]), 422, "not_ready"),
    "not-permitted": (NotPermitted("You may not."), 403, "not_permitted"),
    "stale": (Stale("Somebody changed it."), 412, "stale"),
    "missing": (Http404(), 404, "not_found"),
    "denied": (PermissionDenied(), 403, "not_permitted"),
}
OF_THE_API = {
    "invalid": (exceptions.ValidationError({"a": {"b": ["Wrong."]}}), 400, "invalid"),
    "django-invalid": (ValidationError({"a": "Wrong."}), 400, "invalid"),
    "gone": (exceptions.NotFound(), 404, "not_found"),
    "unread": (exceptions.ParseError(), 400, "parse_error"),
    "unknown": (exceptions.NotAuthenticated(), 401, "not_authenticated"),
    "forbidden": (exceptions.PermissionDenied(), 403, "permission_denied"),
    "throttled": (exceptions.Throttled(wait=30), 429, "throttled"),
    "unconditional": (PreconditionRequired(), 428, "precondition_required"),
}


def raises(error: Exception):
    def view(request, **kwargs) -> HttpResponse:
        CentralOffice.objects.filter(code="KEN").update(city="Changed")
        events.record("case.open", by=request.user, step=True)
        raise error

    return view


class Shape(serializers.Serializer):
    name = serializers.CharField(max_length=5)
    sizes = serializers.ListField(child=serializers.IntegerField())


class Resource(APIView):
    def get(self, request, name):
        raises(dict(ERRORS | OF_THE_API)[name][0])(request)

    def post(self, request, name):
        shape = Shape(data=request.data)
        shape.is_valid(raise_exception=True)
        return Response({}, status=201)

    def put(self, request, name):
        office = request.user.office
        demand_match(request, office)
        return Response({})


urlpatterns = [
    *real,
    *(path(f"raises/{name}", raises(error)) for name, (error, *_) in ERRORS.items()),
    path("raises/bug", raises(ZeroDivisionError("secret"))),
    path("raises/database", raises(OperationalError("server closed the connection"))),
    path("raises/suspicious", raises(SuspiciousOperation())),
    path("api/v1/raises/bug", raises(ZeroDivisionError("secret"))),
    path("api/v1/raises/database", raises(OperationalError("server closed the connection"))),
    path("api/v1/raises/<str:name>", Resource.as_view()),
]


@pytest.fixture(autouse=True)
def with_errors(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def browser(signed_in, amina) -> Client:
    client = signed_in(amina)
    client.raise_request_exception = False
    return client


def nothing_happened() -> bool:
    kept = CentralOffice.objects.filter(city="Changed").exists()
    return not kept and not Event.objects.filter(verb="case.open").exists()


def problem(answer) -> dict:
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == answer.status_code
    assert said["type"] == f"/api/v1/problems/{said['code']}"
    assert said["title"] and said["detail"]
    assert said["instance"] == answer.request["PATH_INFO"]
    assert said["request_id"] == answer["X-Request-Id"]
    return said


@pytest.mark.parametrize("name", ERRORS)
def test_a_person_gets_a_page_and_nothing_was_done(browser, name):
    error, status, _code = ERRORS[name]

    answer = browser.get(f"/raises/{name}")

    assert answer.status_code == status
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert str(error) in answer.content.decode()
    assert "My work" in answer.content.decode()
    assert nothing_happened()


@pytest.mark.parametrize("name", ERRORS | OF_THE_API)
def test_a_machine_gets_a_problem_and_nothing_was_done(browser, name):
    _error, status, code = (ERRORS | OF_THE_API)[name]

    answer = browser.get(f"/api/v1/raises/{name}")

    assert (answer.status_code, problem(answer)["code"]) == (status, code)
    assert nothing_happened()


def test_what_is_missing_is_listed_with_its_place(browser):
    assert browser.get("/api/v1/raises/not-ready").json()["errors"] == [
        {"pointer": "#/name", "code": "missing", "detail": "Give it a name."}
    ]


def test_every_wrong_value_has_its_place_and_code(browser):
    answer = browser.post(
        "/api/v1/raises/x", {"name": "too long", "sizes": [1, "x"]}, "application/json"
    )

    assert [(e["pointer"], e["code"]) for e in problem(answer)["errors"]] == [
        ("#/name", "max_length"),
        ("#/sizes/1", "invalid"),
    ]


@pytest.mark.parametrize(
    ("method", "content", "kind", "status", "code"),
    [
        ("post", "{", "application/json", 400, "parse_error"),
        ("post", "[]", "application/json", 400, "invalid"),
        ("post", "<a/>", "text/xml", 415, "unsupported_media_type"),
        ("delete", "", "application/json", 405, "method_not_allowed"),
        ("put", "{}", "application/json", 428, "precondition_required"),
    ],
)
def test_a_request_that_cannot_be_read_is_a_problem(browser, method, content, kind, status, code):
    answer = browser.generic(method.upper(), "/api/v1/raises/x", content, kind)

    assert (answer.status_code, problem(answer)["code"]) == (status, code)


def test_a_change_is_based_on_the_version_as_it_stands(browser, amina):
    def change(match: str) -> int:
        headers = {"If-Match": match}
        return browser.put(
            "/api/v1/raises/x", "{}", "application/json", headers=headers
        ).status_code

    mark = f'"{amina.office.pk}.{amina.office.version}"'
    assert [change(match) for match in (mark, "*", '"1.99"')] == [200, 200, 412]


def test_whoever_waits_is_told_how_long(browser):
    assert browser.get("/api/v1/raises/throttled")["Retry-After"] == "31"


def test_a_machine_without_a_token_is_told_how_to_get_in(db):
    answer = Client().get("/api/v1/portfolios/")

    assert (answer.status_code, problem(answer)["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/v1/", "/api/nothing", "/api/"])
def test_an_unknown_address_of_the_api_is_a_problem(browser, address):
    assert problem(browser.get(address))["code"] == "not_found"
    assert problem(Client().get(address))["code"] == "not_found"


def test_an_unknown_address_elsewhere_is_a_page(browser):
    answer = browser.get("/nothing")

    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_what_looks_like_an_attack_is_a_page_without_particulars(browser):
    assert browser.get("/raises/suspicious").status_code == 400


@pytest.mark.parametrize("address", ["/raises/bug", "/api/v1/raises/bug"])
def test_a_bug_shows_a_number_and_no_particulars(browser, address):
    answer = browser.get(address)

    assert answer.status_code == 500
    assert b"secret" not in answer.content and b"ZeroDivision" not in answer.content
    assert answer["X-Request-Id"].encode() in answer.content
    assert nothing_happened()


def test_a_bug_of_the_api_is_a_problem(browser):
    assert problem(browser.get("/api/v1/raises/bug"))["code"] == "error"


def test_a_database_that_went_away_is_said_so(browser):
    page, answer = browser.get("/raises/database"), browser.get("/api/v1/raises/database")

    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert b"Nothing that was saved is lost." in page.content
    assert (answer.status_code, problem(answer)["code"]) == (503, "unavailable")
    assert answer["Retry-After"] == "30"


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/public/", "/nothing"])
def test_without_a_database_every_page_says_so(committed, browser_of_nobody, address):
    with clones.pointed_at("iisa_no_such_database"):
        answer = browser_of_nobody.get(address)

    assert answer.status_code == 503
    assert b"Nothing that was saved is lost." in answer.content


def test_without_a_database_the_api_says_so(committed, browser_of_nobody):
    with clones.pointed_at("iisa_no_such_database"):
        answer = browser_of_nobody.get("/api/v1/portfolios/", headers={"Authorization": "Bearer x"})

    assert (answer.status_code, problem(answer)["code"]) == (503, "unavailable")


@pytest.fixture
def browser_of_nobody() -> Client:
    """A browser with a session cookie that only the database could explain."""
    client = Client(raise_request_exception=False)
    client.cookies["iisa_session"] = "0123456789abcdef0123456789abcdef"
    return client


@pytest.mark.parametrize("text", ["%00", "%FF%FE", "'%20OR%201=1--", "%F0%9F%98%80", "%E2%80%AE"])
@pytest.mark.parametrize(
    "address",
    ["/cases/?q=", "/offices/?q=", "/notices/?q=", "/search/?q=", "/api/v1/portfolios/?q="],
)
def test_odd_characters_in_an_address_are_no_bug(browser, address, text):
    assert browser.get(address + text).status_code < 500


def test_the_wall_is_where_the_public_gets_in_too(db, settings):
    assert Client().get("/public/").status_code == 200
    with pytest.raises(RuntimeError):
        acting.current()
