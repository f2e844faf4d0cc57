"""Rules that vary by law over the API: offices' systems read what holds today, and what will."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from agency.api.urls import router
from cases.models import Offence
from central_offices.dated_rules import tables
from central_offices.models import CentralOffice
from exchange.models import RefusalGround, RequestType, UrgencyRule
from tests import systems
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
# Not read by offices' systems, and why.
WITHOUT = {
    "portfolio-texts": "/api/v1/portfolios/ has the words of today",
    "safeguards": "how the Secretariat reviews is no part of a call",
    "tags": "/api/v1/tags/ has every one, those that ended among them",
    "waiting-times": "no system decides together with others",
}


def kenya(scopes: str = "reference") -> APIClient:
    return systems.calling(systems.register(CentralOffice.objects.get(code="KEN")), scopes)


def listed(caller: APIClient, name: str, **query: str) -> list[dict]:
    answer = caller.get(f"/api/v1/{name}/", {"limit": "200", **query})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_every_table_of_rules_is_read_over_the_api_with_every_column():
    views = {prefix: view for prefix, view, _name in router.registry}
    for table in tables.every():
        if table.slug in WITHOUT:
            continue
        shown = views[table.slug].serializer_class
        columns = {field.source for field in shown().fields.values()} - {"*"}
        columns |= {"type_code"} if "type" in shown().fields else set()
        assert shown.Meta.model is table.model
        assert columns == {*table.labels, "valid_from", "valid_to"}, table.slug
    assert {table.slug for table in tables.every()} >= set(WITHOUT)


def test_what_holds_today_is_listed_and_nothing_else():
    with by_the_owner():
        RequestType.objects.create(
            code="LATER", names={"en": "Later"}, valid_from=TODAY + timedelta(days=3)
        )
        RefusalGround.objects.filter(code="COST").update(valid_to=TODAY)
    caller, soon = kenya(), str(TODAY + timedelta(days=3))

    types = {row["code"]: row for row in listed(caller, "request-types")}
    assert set(types) == set(RequestType.objects.in_force().values_list("code", flat=True))
    assert types["EXTRADITION"]["release"] == "HEAD" and types["INFO"]["seeks"] is None
    assert "LATER" not in types
    assert "LATER" in {row["code"] for row in listed(caller, "request-types", on=soon)}

    grounds = {row["code"] for row in listed(caller, "grounds-of-refusal")}
    assert "COST" not in grounds and "NOT_COMPETENT" in grounds
    before = listed(caller, "grounds-of-refusal", on=str(TODAY - timedelta(days=1)))
    assert {row["code"] for row in before} == grounds | {"COST"}


def test_limits_and_offences_are_those_by_which_we_reckon():
    caller = kenya()
    limits = {(row["urgency"], row["type"]): row for row in listed(caller, "time-limits")}
    for rule in UrgencyRule.objects.in_force():
        shown = limits[rule.urgency, rule.type_code or None]
        assert shown["minutes_to_acknowledge"] == rule.ack_minutes
        assert shown["minutes_to_reply"] == rule.reply_minutes
        assert shown["minutes_to_approve"] == rule.approve_minutes
    assert len(limits) == UrgencyRule.objects.in_force().count()

    offences = {row["code"]: row for row in listed(caller, "offences")}
    for row in Offence.objects.in_force().prefetch_related("portfolios"):
        shown = offences[row.code]
        assert set(shown["portfolios"]) == {one.code for one in row.portfolios.all()}
        assert (shown["excluded_for_red"] or "") == row.excluded_for_red
    assert {row["level"] for row in listed(caller, "escalation")} == {1, 2, 3}
    assert "END" in {row["effect"] for row in listed(caller, "custody")}
    assert listed(caller, "offences", fields="code")[0].keys() == {"code"}


def test_whoever_is_signed_in_reads_them_and_nobody_writes(amina, over_api):
    names = [table.slug for table in tables.every() if table.slug not in WITHOUT]
    without, officer, stranger = kenya("requests"), over_api(amina), APIClient()
    for name in names:
        address = f"/api/v1/{name}/"
        assert listed(officer, name)
        assert without.get(address).status_code == 403
        assert stranger.get(address).status_code == 401
        assert officer.post(address, {"code": "X"}).status_code == 405
        assert officer.get(address, {"on": "yesterday"}).json()["errors"][0]["pointer"] == "#/on"
