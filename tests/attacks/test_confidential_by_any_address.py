"""A confidential record asks for a reason at every address that shows something of it."""

import pytest

from exchange.models import Request
from exchange.requests import sending
from tests.attacks.test_every_exit_is_silent import addresses, carry_out
from tests.cases import factories
from tests.exchange.conftest import draft

pytestmark = pytest.mark.django_db
# What a page that asks for the reason may show is the reference, and nothing of the content.
NUMBER, SUMMARY, ASKED = "QX9913377", "Zarquon pier", "Zarquon quay"


@pytest.fixture
def confidential(amina):
    case = factories.case(
        amina, classification=2, people=["KERN Ilse"], title="A hidden harbour", summary=SUMMARY
    )
    subject = case.case_subjects.get().subject
    subject.documents.create(kind="PASSPORT", number=NUMBER)
    words = {"case": case, "subject_ids": [subject.pk], "classification": 2, "ask": ASKED}
    sent, kept = (draft(amina, "PRT", **words) for _ in range(2))
    sending.send(sent, by=amina)
    carry_out()
    assert list(Request.objects.values_list("classification", flat=True)) == [2, 2]
    row = {
        "case": case.reference, "case_pk": case.pk, "person": subject.pk, "number": 1,
        "notice": "2026-1", "notice_pk": case.pk, "paper": case.pk,
    }  # fmt: skip
    return [row | {"request": str(one), "request_pk": one.pk} for one in (sent, kept)]


def test_no_page_opens_it_before_the_reason_was_given(confidential, amina, signed_in):
    browser, opened = signed_in(amina), []
    for known in confidential:
        for address in addresses(known):
            page = browser.get(address)
            text = b"".join(page) if page.streaming else page.content
            if any(word.encode() in text for word in (NUMBER, SUMMARY, ASKED)):
                opened.append(f"{address}: {page.status_code}")

    assert "\n".join(opened) == ""


def test_nothing_that_is_sent_there_opens_it_either(confidential, amina, signed_in):
    browser, opened = signed_in(amina), []
    for known in confidential:
        for address in addresses(known):
            if address.startswith("/api/"):
                continue
            text = browser.post(address, {"version": "0", "reason": ""}).content
            if any(word.encode() in text for word in (NUMBER, SUMMARY, ASKED)):
                opened.append(address)

    assert "\n".join(opened) == ""
