"""Who sees a request, and from when on."""

import gzip
import io

import pytest

from central_offices import seed
from central_offices.models import CentralOffice
from exchange.conversation import attaching
from exchange.models import Request, RequestRecipient
from exchange.requests import visibility
from tests.exchange.conftest import deliver_all, draft, sent
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def test_a_draft_is_seen_by_the_own_office_only(amina, otieno, pierre):
    request = draft(amina, "PRT", "BRA")

    assert Request.objects.visible_to(otieno).get() == request
    assert not Request.objects.visible_to(pierre).exists()


def test_a_recipient_sees_nothing_before_it_is_delivered(amina, pierre, joana, arun):
    request = sent(amina, "PRT", "BRA")
    assert not Request.objects.visible_to(pierre).exists()
    assert not RequestRecipient.objects.visible_to(pierre).exists()

    assert deliver_all() == 2

    assert Request.objects.visible_to(pierre).get() == request
    assert Request.objects.visible_to(joana).get() == request
    assert not Request.objects.visible_to(arun).exists()


def test_a_recipient_sees_its_own_side_only(amina, pierre):
    sent(amina, "PRT", "BRA")
    deliver_all()

    assert [row.office.code for row in RequestRecipient.objects.visible_to(pierre)] == ["PRT"]
    assert RequestRecipient.objects.visible_to(amina).count() == 2


def test_who_lacks_the_clearance_sees_nothing(amina, okello):
    draft(amina, "PRT", classification=1)
    assert not Request.objects.visible_to(okello).exists()


def test_an_administrator_of_the_secretariat_sees_no_request(amina, adler, sato):
    sent(amina, "AGY")
    deliver_all()
    assert Request.objects.visible_to(sato).exists()
    assert not Request.objects.visible_to(adler).exists()


def exits(officer, request, signed_in, over_api) -> dict[str, bool]:
    """Through which exits the officer learns of the request."""
    browser, caller = signed_in(officer), over_api(officer)
    address = f"/requests/{request}/"
    session = browser.session
    session["purpose"] = {"code": "INFORMATION", "until": 1e12}
    session.save()

    def shows(path: str) -> bool:
        return request.title in browser.get(path).content.decode()

    return {
        "page": browser.get(address).status_code == 200,
        "list": shows("/requests/") or shows("/requests/?tab=from_us"),
        "count": "1 request" in browser.get("/requests/?q=canoe").content.decode(),
        "search": shows("/search?q=canoe") or shows(f"/search?q={request}"),
        "duty": shows("/duty"),
        "my work": shows("/"),
        "api": caller.get(f"/api/v1/requests/{request.pk}/").status_code == 200,
        "api list": caller.get("/api/v1/requests/").json()["results"] != [],
        "api search": caller.get("/api/v1/requests/", {"reference": str(request)}).json()["results"]
        != [],
        "attachment": browser.get(
            f"/requests/attachments/{request.attachments.get().pk}"
        ).status_code
        == 200,
    }


@pytest.mark.parametrize("name", ["pierre", "arun", "sato", "adler", "auditor", "okello"])
def test_every_exit_agrees_before_and_after_the_delivery(amina, name, request, signed_in, over_api):
    officer = request.getfixturevalue(name)
    file = attaching.upload(io.BytesIO(b"register extract"), "extract.txt", by=amina)
    asked = sent(amina, "PRT", title="A canoe", attachments=[file])
    before = exits(officer, asked, signed_in, over_api)
    assert not any(before.values()), before

    deliver_all()
    after = exits(officer, asked, signed_in, over_api)

    if name != "pierre":
        assert not any(after.values()), after
    else:
        hidden = {exit for exit, learns in after.items() if not learns}
        assert hidden == {"my work"}, "it is in nobody's hands yet"


def test_a_broadcast_is_one_short_page_for_whoever_sent_it(amina, signed_in):
    with by_the_owner():
        seed.seed(live=True)
    codes = CentralOffice.objects.joined().exclude(code="KEN").values_list("code", flat=True)
    asked = sent(amina, *codes)
    deliver_all()
    browser = signed_in(amina)

    page = browser.get(f"/requests/{asked}/").content

    assert page.count(b"Delivered</span>") == len(codes) >= 195
    assert len(gzip.compress(page)) < 100_000
    one = browser.get(f"/requests/{asked}/?office=PRT").content.decode()
    assert 'id="office-PRT"' in one and "Stored for the office" in one


def test_a_seen_by_that_went_wrong_is_put_right(amina, pierre):
    asked = sent(amina, "PRT")
    deliver_all()
    Request.objects.filter(pk=asked.pk).update(seen_by=[])
    assert not Request.objects.visible_to(pierre).exists()

    assert visibility.put_right() == 1

    assert Request.objects.visible_to(pierre).exists()
    assert visibility.put_right() == 0
