"""Over the API, too, a person's session opens a confidential record with a reason only."""

import io

import pytest

from cases.models import Subject
from exchange.conversation import attaching
from ledger.models import Event
from notices.models import Notice
from tests import systems
from tests.cases import factories
from tests.exchange.conftest import draft
from tests.notices.drafts import red

pytestmark = pytest.mark.django_db
WHY = "The hearing is tomorrow."


def _case(by):
    return f"/api/v1/cases/{factories.case(by, classification=2).pk}/"


def _person(by):
    factories.case(by, classification=2, people=["Daniel Okello"])
    return f"/api/v1/persons/{Subject.objects.get().pk}/"


def _notice(by):
    notice = red(by)
    Notice.objects.filter(pk=notice.pk).update(classification=2)
    return f"/api/v1/notices/{notice.pk}/"


def _request(by):
    return f"/api/v1/requests/{draft(by, 'PRT', classification=2).pk}/"


OPENED = pytest.mark.parametrize("make", [_case, _person, _notice, _request])


@OPENED
def test_a_session_says_why_once(make, amina, over_api):
    address, caller = make(amina), over_api(amina)
    refused = caller.get(address)
    assert (refused.status_code, refused.json()["code"]) == (400, "reason_required")
    assert not Event.objects.filter(verb__endswith=".view").exists()

    assert caller.get(address, HTTP_X_REASON="The%20hearing%20is%20tomorrow.").status_code == 200

    event = Event.objects.get(verb="record.open")
    assert (event.actor, event.detail.body) == (amina, {"reason": WHY})
    assert caller.get(address).status_code == 200
    assert over_api(amina).get(address).status_code == 400  # another session


@OPENED
def test_what_is_unseen_is_missing_whatever_reason_is_given(make, amina, okello, over_api):
    address = make(amina)
    for headers in ({}, {"HTTP_X_REASON": WHY}):
        assert over_api(okello).get(address, **headers).status_code == 404
    assert not Event.objects.filter(verb="record.open").exists()


@OPENED
def test_a_change_asks_as_well(make, amina, over_api):
    answer = over_api(amina).patch(make(amina), {}, HTTP_IF_MATCH="*")
    assert (answer.status_code, answer.json()["code"]) == (400, "reason_required")


def test_an_offices_system_says_its_purpose_instead(amina):
    address = _request(amina)
    caller = systems.calling(systems.register(amina.office, clearance=2))
    assert caller.get(address).status_code == 200


def test_a_reason_given_on_the_page_counts_over_the_api(amina, over_api):
    row, caller = draft(amina, "PRT", classification=2), over_api(amina)
    page = caller.get(f"/requests/{row.reference}/").context
    form = {"reason": WHY, "next": page["back"], "asked": page["asked"]}
    caller.post(page["action"], form, format="multipart")

    assert caller.get(f"/api/v1/requests/{row.pk}/").status_code == 200


def test_the_files_of_a_confidential_request_ask_too(amina, over_api):
    file = attaching.upload(io.BytesIO(b"extract of the register"), "x.txt", by=amina)
    draft(amina, "PRT", classification=2, attachments=[file])
    address, caller = f"/api/v1/attachments/{file.pk}/content/", over_api(amina)

    assert caller.get(address).json()["code"] == "reason_required"
    assert caller.get(address, HTTP_X_REASON=WHY).status_code == 200
