"""Cases over the API, made of columns, are what their serializer shows of each instance."""

import json
from itertools import product

import pytest
from django.test import RequestFactory
from rest_framework.renderers import JSONRenderer

from cases import lifecycle, sharing
from cases.api.cases import CaseViewSet
from cases.api.serializers import CaseSerializer
from cases.models import Case, Offence
from central_offices.access import reasons
from central_offices.models import CentralOffice
from policies.models import Portfolio, Tag
from tests import systems, world
from tests.cases import factories

pytestmark = pytest.mark.django_db
READERS = ["amina", "otieno", "okello", "wanjiku", "pierre", "joana"]
END = {"CLOSED": [lifecycle.close], "ARCHIVED": [lifecycle.close, lifecycle.archive]}
ROLES = ["CONTRIBUTOR", "OBSERVER"]


@pytest.fixture
def cases(amina, wanjiku, joana):
    """Cases of every state and level, of two offices, shared with others or not any more."""
    found = []
    for status, level in product(Case.Status.values, [0, 1, 2]):
        by = joana if len(found) % 4 == 3 else amina
        case = factories.case(
            by,
            f"Lantern {len(found)}",
            people=["Daniel Okello", "Ines Rocha"][: len(found) % 3],
            classification=level,
            portfolios=list(Portfolio.objects.order_by("-rank")[: 1 + len(found) % 3]),
            offences=list(Offence.objects.in_force()[: len(found) % 3]),
            tags=[tag.code for tag in Tag.objects.all()[: len(found) % 3]],
            handling_codes=["H1", "H2"][: len(found) % 3],
        )
        for place, code in enumerate(["PRT", "BRA", "KEN", "QMA"]):
            if code != by.office.code:
                office, role = CentralOffice.objects.get(code=code), ROLES[(place + level) % 2]
                sharing.share(case, office, by=by, role=role)
        if len(found) % 2:
            sharing.end_share(case, CentralOffice.objects.get(code="QMA"), by=by)
        closed = {"closed_at": case.opened_at} if status in END else {}
        Case.objects.filter(pk=case.pk).update(status=status, **closed)
        found.append(case)
    Case.objects.filter(pk=found[1].pk).update(level_set_by=wanjiku)
    return found


def by_serializer(officer, given=()) -> list[dict]:
    """The whole list, of model instances, for a session in which some reasons were given."""
    request = RequestFactory().get("/api/v1/cases/")
    request.user, request.session = officer, {"reasons": [str(pk) for pk in given]}
    view = CaseViewSet(action="list", request=request)
    rows = Case.objects.visible_to(officer).order_by("-created_at", "-pk")
    context = {"request": request, "view": view}
    return json.loads(JSONRenderer().render(CaseSerializer(rows, many=True, context=context).data))


def test_a_list_shows_what_the_serializer_shows(cases, over_api):
    for name in READERS:
        officer = world.officer(name)
        answer = over_api(officer).get("/api/v1/cases/?limit=200")
        shown = answer.json()["results"]

        assert shown == by_serializer(officer), name
        assert [list(row) for row in shown] == [CaseSerializer.Meta.fields] * len(shown)
        assert shown


def test_an_office_s_system_is_shown_what_is_confidential(cases, pierre):
    client = systems.register(pierre.office, clearance=2)
    api = systems.calling(client, "cases")

    rows = api.get("/api/v1/cases/?limit=200").json()["results"]

    assert rows == by_serializer(client.officer)
    assert {row["classification"] for row in rows if row["title"]} >= {"CONFIDENTIAL"}


def test_one_case_is_the_row_of_the_list_without_anything_withheld(cases, over_api, pierre):
    api = over_api(pierre)
    why = {"headers": {reasons.HEADER: "The hearing is tomorrow."}}
    alone = [api.get(f"/api/v1/cases/{case.pk}/", **why).json() for case in cases]

    rows = api.get("/api/v1/cases/?limit=200").json()["results"]

    assert rows == alone[::-1] == by_serializer(pierre, given=[case.pk for case in cases])


def test_some_fields_are_those_of_the_whole_row(cases, over_api, amina):
    names = ["id", "actions", "shares", "persons"]

    rows = over_api(amina).get(f"/api/v1/cases/?limit=200&fields={','.join(names)}").json()

    whole = by_serializer(amina)
    assert rows["results"] == [{name: row[name] for name in row if name in names} for row in whole]
