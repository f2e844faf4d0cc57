"""Offices' own systems: only what they were let in for, and only as long."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from central_offices.accounts import staff
from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient, Officer
from kernel.errors import NotReady, WrongState
from ledger.models import Event
from tests import persons
from tests.cases.factories import case as filed
from tests.central_offices.systems import ask, calling, token
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "scope, address, status",
    [
        ("reference", "/api/v1/offices/", 200),
        ("reference", "/api/v1/portfolios/", 200),
        ("reference", "/api/v1/tags/", 200),
        ("reference", "/api/v1/cases/", 403),
        ("reference", "/api/v1/persons/", 403),
        ("reference", "/api/v1/requests/", 403),
        ("reference", "/api/v1/mailbox/", 403),
        ("reference", "/api/v1/notices/", 403),
        ("cases", "/api/v1/cases/", 200),
        ("cases", "/api/v1/offices/", 403),
        ("notices", "/api/v1/notices/", 200),
        ("requests", "/api/v1/requests/", 200),
        ("requests", "/api/v1/notices/", 403),
    ],
)
def test_a_scope_opens_its_resources_and_no_other(scope, address, status, system):
    answer = calling(token(system, scope=scope)).get(address)

    assert answer.status_code == status
    if status == 403:
        assert "scope" in answer.json()["detail"]


def test_a_scope_that_is_taken_away_ends_for_living_tokens(system, adler):
    client, _ = system
    text = token(system)
    assert calling(text).get("/api/v1/cases/").status_code == 200

    clients.narrow(
        client,
        by=adler,
        scopes=["reference"],
        purposes=["INFORMATION"],
        default_purpose="INFORMATION",
        ip_allow=[],
    )

    assert calling(text).get("/api/v1/cases/").status_code == 403
    assert calling(text).get("/api/v1/offices/").status_code == 200


@pytest.mark.parametrize("end", ["revoke", "disable", "rotate", "expire", "address"])
def test_a_token_dies_at_once(end, system, adler, wanjiku):
    client, _ = system
    text = token(system)
    assert calling(text).get("/api/v1/offices/").status_code == 200

    if end == "revoke":
        clients.revoke(client, by=adler, reason="Leaked")
    elif end == "disable":
        Officer.objects.filter(pk=client.officer_id).update(is_active=False)
    elif end == "rotate":
        clients.take_secret(client, by=wanjiku)
    elif end == "expire":
        get_access_token_model().objects.update(expires=timezone.now() - timedelta(seconds=1))
    else:
        ApiClient.objects.update(ip_allow=["192.0.2.0/24"])

    answer = calling(text).get("/api/v1/offices/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="api", error="invalid_token"'
    assert Event.objects.filter(verb="api_client.refused", denied=True).count() == 1


def test_a_bad_token_is_not_helped_by_a_signed_in_browser(system, amina, signed_in):
    browser = signed_in(amina)
    assert browser.get("/api/v1/offices/").status_code == 200

    answer = browser.get("/api/v1/offices/", headers={"Authorization": "Bearer nonsense"})

    assert answer.status_code == 401
    assert browser.get("/api/v1/offices/").status_code == 200


def test_a_token_opens_no_page(system):
    text = token(system)

    assert calling(text).get("/offices/").status_code == 302
    assert calling(text).get("/officers/").status_code == 302


def test_a_renewed_secret_replaces_the_old_one(system, wanjiku):
    client, old = system
    new = clients.take_secret(client, by=wanjiku)

    assert ask(client.application.client_id, old).status_code == 401
    assert ask(client.application.client_id, new).status_code == 200


def test_a_revoked_client_stays_revoked(system, adler, wanjiku):
    client, _ = system
    clients.revoke(client, by=adler, reason="Leaked")

    with pytest.raises(WrongState):
        clients.take_secret(client, by=wanjiku)


def test_a_system_never_releases_reviews_or_approves(system):
    officer = system[0].officer
    never = {
        "approve_request",
        "approve_coercive_request",
        "release_notice",
        "review_notice",
        "confirm_review",
        "manage_office",
        "administer",
        "view_audit",
    }

    assert not [name for name in never if officer.may(name, officer.office)]
    assert officer.may("file_case", officer.office)


def test_a_row_in_the_table_gives_a_system_no_human_role(system):
    officer = system[0].officer
    with by_the_owner():
        officer.grants.create(office=officer.office, role="HEAD")

    fresh = Officer.objects.get(pk=officer.pk)
    assert not fresh.may("release_notice", fresh.office)


def test_a_system_has_no_password_and_no_session(system, signed_in):
    officer = system[0].officer
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.filter(pk=officer.pk).update(password="argon2$something")


def test_accounts_of_systems_are_not_changed_like_people(system, adler):
    with pytest.raises(Exception, match="belongs to a system"):
        staff.disable(system[0].officer, by=adler, reason="x")


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["everything"]}, {"default_purpose": "WARN"}]
)
def test_a_client_without_sound_rights_is_not_made(wrong, nairobi, adler):
    given = {"scopes": ["cases"], "purposes": ["ARREST"], "default_purpose": "ARREST"} | wrong
    with pytest.raises(NotReady):
        persons.make_client(nairobi, by=adler, name="x", clearance=0, **given)
    assert not ApiClient.objects.exists()


def test_a_call_says_its_purpose_within_the_clients_set(system):
    text = token(system)
    calling(text).get("/api/v1/cases/")
    calling(text, x_purpose="ARREST").get("/api/v1/cases/")

    said = Event.objects.filter(verb__in=["case.list", "case.search"]).order_by("id")
    assert [row.purpose for row in said] == ["INFORMATION", "ARREST"]
    assert calling(text, x_purpose="WARN").get("/api/v1/cases/").status_code == 403
    assert calling(text, x_purpose="FUN").get("/api/v1/cases/").status_code == 400


def test_a_call_names_a_case_that_it_sees(system, amina, pierre):
    own, foreign = filed(by=amina, classification=1), filed(by=pierre)
    text = token(system)

    assert calling(text, x_case=str(own.pk)).get("/api/v1/cases/").status_code == 200
    unseen = calling(text, x_case=str(foreign.pk)).get("/api/v1/cases/")
    unknown = calling(text, x_case="019aa7a1-0000-7000-8000-000000000000").get("/api/v1/cases/")

    assert Event.objects.get(verb="case.list").case_id == own.pk
    assert unseen.status_code == unknown.status_code == 400
    assert unseen.json()["errors"] == unknown.json()["errors"]
    assert calling(text, x_case="17").get("/api/v1/cases/").status_code == 400


def test_the_last_call_is_noted(system):
    client, _ = system
    assert client.last_used_at is None

    calling(token(system)).get("/api/v1/offices/")

    client.refresh_from_db()
    assert timezone.now() - client.last_used_at < timedelta(minutes=1)


def test_a_call_leaves_no_session_behind(system):
    answer = calling(token(system)).get("/api/v1/offices/")

    assert not answer.cookies
    assert not Session.objects.exists() and not UserSession.objects.exists()
