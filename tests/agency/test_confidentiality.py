"""What leaves by a side door: who else was asked or left out, kept pages, scopes taken away."""

import pytest
from django.urls import reverse

from cases import sharing
from central_offices.keys_and_clients import clients
from central_offices.models import ApiClient, CentralOffice, Role, RoleGrant
from kernel import acting
from kernel.errors import NotPermitted
from notices.models import Circulation
from notices.workflow import receiving
from tests import systems
from tests.exchange import conftest as exchange
from tests.notices import drafts
from tests.notices.conftest import carried as carried
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def office(code: str) -> CentralOffice:
    return CentralOffice.objects.get(code=code)


def mailbox(code: str, scope: str = "requests") -> list[dict]:
    caller = systems.calling(systems.register(office(code), clearance=2), scope)
    return caller.get("/api/v1/mailbox/").json()["messages"]


def test_an_office_reads_in_its_mailbox_neither_who_else_was_asked_nor_who_was_left_out(
    amina, wanjiku, sato, carried
):
    exchange.sent(amina, "BRA", "PRT")
    drafts.published(amina, wanjiku, sato, not_for=[office("QMA")])
    carried()

    told = {message["type"]: message["recipients"] for message in mailbox("BRA")}
    assert told == {"request.sent": ["BRA"], "notice.published": ["BRA"]}


def test_the_digest_of_a_request_is_for_its_own_office_since_it_betrays_the_recipients(
    amina, pierre, over_api
):
    request = exchange.sent(amina, "BRA", "PRT")
    exchange.deliver_all()
    address = f"/api/v1/requests/{request.pk}/"

    assert over_api(amina).get(address).json()["content_digest"] == request.content_digest
    assert over_api(pierre).get(address).json()["content_digest"] == ""


def test_a_recipient_who_also_sees_the_case_does_not_see_the_other_recipients_there(
    case_of_amina, amina, pierre, signed_in
):
    sharing.share(case_of_amina, pierre.office, by=amina)
    exchange.sent(amina, "BRA", "PRT", case=case_of_amina)
    exchange.deliver_all()
    page = reverse("exchange:of_case", args=[case_of_amina.reference])

    ours = signed_in(amina).get(page).context["page"].rows[0].summary
    theirs = signed_in(pierre).get(page).context["page"].rows[0].summary
    assert (ours["total"], theirs["total"]) == (2, 1)
    assert [row.code for row in theirs["offices"]] == ["PRT"]


def test_an_office_with_a_share_does_not_read_how_a_notice_came_about(
    amina, wanjiku, sato, pierre, signed_in
):
    notice = drafts.published(amina, wanjiku, sato)
    sharing.share(notice.case, pierre.office, by=amina)
    page = reverse("cases:activity", args=[notice.case.reference])

    assert "Notice released" in signed_in(amina).get(page).content.decode()
    assert "Notice" not in str(signed_in(pierre).get(page).context["happened"])


@pytest.mark.parametrize("scope", ["requests", "notices", "cases"])
def test_a_scope_that_is_taken_away_ends_for_living_tokens(scope, amina, adler):
    client = systems.register(amina.office)
    caller = systems.calling(client, scope)
    address = f"/api/v1/{scope}/"
    assert caller.get(address).status_code == 200

    ApiClient.objects.filter(pk=client.pk).update(purposes=[client.default_purpose])
    clients.narrow(
        client,
        by=adler,
        scopes=["reference"],
        purposes=[client.default_purpose],
        default_purpose=client.default_purpose,
        ip_allow=[],
    )

    assert caller.get(address).status_code == 403


def test_an_analyst_who_only_reads_does_not_acknowledge_a_recall_for_the_office(
    amina, wanjiku, sato, pierre, carried
):
    notice = drafts.published(amina, wanjiku, sato)
    carried()
    drafts.withdrawn(notice, wanjiku)
    carried()
    with acting.acting_as(pierre):
        with by_the_owner():
            RoleGrant.objects.filter(officer=pierre).delete()
        with by_the_owner():
            RoleGrant.objects.create(officer=pierre, office=pierre.office, role=Role.ANALYST)
        pierre.refresh_rights()

    with pytest.raises(NotPermitted):
        receiving.acknowledge_recall(notice, by=pierre)
    row = Circulation.objects.get(notice=notice, office=pierre.office)
    assert row.recall_acknowledged_at is None


@pytest.mark.parametrize("address", ["/", "/cases/", "/api/v1/cases/", "/cases/KEN-2026-999999/"])
def test_no_browser_keeps_what_an_officer_was_shown(address, amina, signed_in):
    assert "no-store" in signed_in(amina).get(address).headers.get("Cache-Control", "")


case_of_amina = exchange.case_of_amina
