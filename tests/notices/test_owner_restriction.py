"""An office that the owner left out sees nothing, through no exit (docs/laws.md F1)."""

import re

import pytest

from ledger.models import Delivery, Message
from notices import search
from notices.models import Circulation, Notice
from tests import systems, world
from tests.notices import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(arun, anika, sato, bela, carried):
    """ALPHA's notice, published, not for BETA."""
    notice = drafts.published(arun, anika, sato, not_for=[bela.office])
    carried()
    notice.refresh_from_db()
    return notice


def bare(response) -> tuple:
    """Status, headers and body without what names the request itself."""
    body = response.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"', "", body)
    body = re.sub(r'"request_id": ?"[^"]+"|"instance": ?"[^"]+"', "", body)
    body = re.sub(r"[0-9a-f-]{36}|\d{4}[-/]\d+", "", body)
    headers = {k: v for k, v in response.headers.items() if k not in {"X-Request-Id", "RateLimit"}}
    headers.pop("Content-Length", None)
    return response.status_code, headers, body


def test_lists_counts_and_searches_know_nothing_of_it(hidden, bela, pierre, signed_in):
    assert hidden in Notice.objects.visible_to(pierre)
    assert not Notice.objects.visible_to(bela).exists()
    assert not search.by_name(bela, "Ibrahim")
    assert search.by_name(pierre, "Ibrahim")
    client = signed_in(bela)
    client.post("/cases/purpose", {"purpose": "ARREST", "next": "/notices/"})
    for address in ("/notices/?view=all", "/notices/?q=Ibrahim", "/search?q=Ibrahim"):
        page = client.get(address).content.decode()
        assert "IBRAHIM" not in page, address
        assert str(hidden.pk) not in page


@pytest.mark.parametrize(
    "path",
    ["", "circulation/", "photo", "review/", "steps/withdraw", "draft/judicial", "warrant"],
)
def test_its_pages_are_answered_like_those_of_an_unknown_notice(hidden, bela, signed_in, path):
    client = signed_in(bela)

    unseen = client.get(f"/notices/{hidden.slug}/{path}")
    unknown = client.get(f"/notices/2026-999999/{path}")

    assert unseen.status_code == 404
    assert bare(unseen) == bare(unknown)


def test_unseen_and_unknown_cost_the_same_statements(
    hidden, bela, signed_in, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(bela)
    client.get("/notices/2026-999999/")
    with CaptureQueriesContext(
        connection,
    ) as unseen:
        client.get(f"/notices/{hidden.slug}/")
    with CaptureQueriesContext(connection) as unknown:
        client.get("/notices/2026-999999/")

    def shape(captured):
        return [re.sub(r"'[^']*'|\d+", "?", row["sql"]) for row in captured]

    assert shape(unseen) == shape(unknown)


def test_the_api_lists_counts_and_finds_nothing(hidden, bela, over_api):
    caller = over_api(bela)

    assert caller.get("/api/v1/notices/").json()["results"] == []
    assert caller.get(f"/api/v1/notices/?reference={hidden.slug}").json()["results"] == []
    unseen = caller.get(f"/api/v1/notices/{hidden.pk}/")
    unknown = caller.get("/api/v1/notices/01a20181-0daf-7727-98b2-26096aa6add6/")
    assert unseen.status_code == 404
    assert bare(unseen) == bare(unknown)


def test_no_message_and_no_paper_reaches_it_and_no_other_office_learns_of_the_restriction(
    hidden, arun, bela, pierre, signed_in
):
    told = Message.objects.get(type="notice.published", thread=hidden.pk)
    assert "QMB" not in told.recipients
    assert "QMB" not in str(told.data)
    assert not Delivery.objects.filter(thread=hidden.pk, destination__office=bela.office).exists()
    assert not Circulation.objects.filter(notice=hidden, office=bela.office).exists()
    paper = hidden.papers.get()
    assert signed_in(bela).get(f"/notices/papers/{paper.pk}/file").status_code == 404
    shown = signed_in(pierre).get(f"/notices/{hidden.slug}/").content.decode()
    assert "QMB" not in shown and "Beta" not in shown.split("<main")[1]


def test_a_system_of_the_office_left_out_gets_404(hidden, bela):
    client = systems.calling(systems.register(bela.office), "notices")

    assert client.get(f"/api/v1/notices/{hidden.pk}/").status_code == 404
    assert client.get("/api/v1/notices/").json()["results"] == []


def test_the_owner_and_the_secretariat_can_never_be_left_out(arun, sato):
    from kernel.errors import NotReady

    with pytest.raises(NotReady):
        drafts.red(arun, not_for=[arun.office])
    with pytest.raises(NotReady):
        drafts.red(arun, not_for=[sato.office])


def test_a_confidential_notice_is_seen_by_the_cleared_only(amina, wanjiku, sato, okello):
    notice = drafts.published(amina, wanjiku, sato)

    assert okello.clearance < notice.classification
    assert not Notice.objects.visible_to(okello).exists()


def test_offices_read_the_copy_without_the_owners_own_business(hidden, arun, pierre, over_api):
    mine = over_api(arun).get(f"/api/v1/notices/{hidden.pk}/").json()["content"]
    theirs = over_api(pierre).get(f"/api/v1/notices/{hidden.pk}/").json()["content"]

    assert mine["not_for"] == ["QMB"]
    assert mine["case"]
    assert not {"not_for", "case", "extract_fields"} & set(theirs)
    assert "id" not in theirs["subject"]


def test_every_office_of_the_world_sees_exactly_what_the_rule_says(hidden):
    for name, *_rest in world.CAST:
        officer = world.officer(name)
        sees = Notice.objects.visible_to(officer).filter(pk=hidden.pk).exists()
        left_out = officer.office.code in {"QMB", "CCF"}
        role_reads = name not in {"adler", "benes", "auditor"}
        cleared = officer.clearance >= hidden.classification
        assert sees == (not left_out and role_reads and cleared), name
