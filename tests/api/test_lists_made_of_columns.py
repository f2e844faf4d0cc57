"""Requests and notices in lists of the API, made of columns, are what their serializers show."""

import json

import pytest
from django.test import RequestFactory
from rest_framework.renderers import JSONRenderer

from exchange.api.requests import RequestViewSet
from exchange.api.serializers import RowSerializer
from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Request, RequestRecipient
from exchange.requests import sending
from notices.api.notices import NoticeViewSet
from notices.api.serializers import FoundNoticeSerializer
from notices.models import Notice
from tests import world
from tests.exchange.conftest import deliver_all, draft, recipient, sent
from tests.notices import drafts

pytestmark = pytest.mark.django_db
ANSWER = ContributionDraft("It belongs to a company in Faro.", "A", "1")


@pytest.fixture
def requests(amina, pierre, joana):
    """Drafts and requests of every level: asked by two, answered, closed on one side, recalled."""
    for level in (0, 1, 2):
        draft(amina, "PRT", classification=level)
        row = sent(amina, "PRT", "BRA", classification=level, handling_codes=["H1"])
        sent(pierre, "KEN", classification=level)
        deliver_all()
        answering.answer(recipient(row, "PRT"), ANSWER, by=pierre)
    RequestRecipient.objects.filter(request=row, office=pierre.office_id).update(status="CLOSED")
    sending.recall(sent(amina, "BRA"), by=amina, reason="A mistake.")


def by_serializer(officer, viewset, serializer, rows) -> list[dict]:
    request = RequestFactory().get("/")
    request.user, request.session = officer, {}
    context = {"request": request, "view": viewset(action="list", request=request)}
    shown = serializer(rows.order_by("-created_at", "-pk"), many=True, context=context).data
    return json.loads(JSONRenderer().render(shown))


def test_a_list_of_requests_shows_what_the_serializer_shows(requests, over_api):
    for name in ("amina", "okello", "pierre", "joana"):
        officer = world.officer(name)
        rows = Request.objects.visible_to(officer).as_shown_to(officer)

        shown = over_api(officer).get("/api/v1/requests/?limit=200").json()["results"]

        assert shown == by_serializer(officer, RequestViewSet, RowSerializer, rows), name
        assert [list(row) for row in shown] == [RowSerializer.Meta.fields] * len(shown)
        assert {"SENT", "CLOSED"} <= {row["status"] for row in shown} or name != "pierre"
        assert shown


def test_whoever_is_no_side_of_a_request_is_told_its_own_version(requests, amina, pierre, sato):
    for officer, told in ((amina, "version"), (sato, "version"), (pierre, "own")):
        for row in Request.objects.filter(owner_office=amina.office).as_shown_to(officer):
            own = row.recipients.filter(office=officer.office).values_list("version", flat=True)
            expected = own[0] if told == "own" and own else row.version
            assert row.shown_version == expected, officer


def test_a_list_of_notices_shows_what_the_serializer_shows(amina, wanjiku, sato, joana, over_api):
    drafts.red(amina)
    drafts.requested(amina, wanjiku)
    for _ in range(2):
        drafts.published(amina, wanjiku, sato)
    drafts.withdrawn(drafts.published(amina, wanjiku, sato), wanjiku)
    for officer in (amina, joana, sato):
        rows = Notice.objects.visible_to(officer)

        shown = over_api(officer).get("/api/v1/notices/?limit=200").json()["results"]

        whole = by_serializer(officer, NoticeViewSet, FoundNoticeSerializer, rows)
        assert shown == whole
        assert [list(row) for row in shown] == [FoundNoticeSerializer.Meta.fields] * len(shown)

    why = {"headers": {"X-Purpose": "INFORMATION"}}
    found = over_api(joana).get("/api/v1/notices/?q=Ibrahim&limit=1", **why).json()
    following = over_api(joana).get(found["next"], **why).json()["results"]
    assert [row["matched"] for row in [*found["results"], *following]] == ["IBRAHIM Ali"] * 2
    assert found["results"][0]["score"] > 0.8
