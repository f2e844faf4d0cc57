"""ALPHA had its notice and its requests out before Nairobi entered the claim: who looks at them."""

import pytest
from django.db import DatabaseError

from cases.models import IdDocument, Nationality
from cases.safeguards import decisions, protected_status
from exchange import upkeep
from exchange.models import Request, RequestReview
from exchange.requests import reviewing, sending
from kernel import acting
from ledger.models import Message
from notices.models import Notice
from notices.views import objections
from notices.workflow import circulating
from tests.attacks import acts
from tests.attacks.conftest import claim, decided, office, says_nothing
from tests.attacks.test_the_same_person_twice import copy
from tests.exchange.conftest import deliver_all
from tests.notices import drafts

pytestmark = pytest.mark.django_db
PASSPORT = "A-4411908"


def fled(by, name="KERN Ilse", number=PASSPORT):
    """(case, person): Nairobi's own record of somebody from ALPHA, who has asked for nothing."""
    case, subject = copy(by, name=name, number=number)
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    return case, subject


def grounds(auditor) -> set[tuple[str, str, str]]:
    with acting.acting_as(auditor):
        return {(row.kind, row.office, row.ground) for row in decisions.grounds()}


def asked(by, head, *codes, **dressed) -> Request:
    """A request to locate a person, out before anything is known."""
    case, subject = copy(by, **dressed)
    facts = {"OFFENCE": "Fraud"}
    request = acts.draft(
        by, *codes, type="LOCATE", facts=facts, case=case, subject_ids=[subject.pk],
        necessity="He flees.",
    )  # fmt: skip
    sending.send(request, by=by)
    sending.approve(request, by=head, digest=request.content_digest)
    request.refresh_from_db()
    assert request.status == "SENT"
    deliver_all()
    return request


def items(officer) -> list[str]:
    with acting.acting_as(officer):
        return [item.url for item in objections.items(officer)]


def test_alpha_s_notice_comes_before_reviewers_and_commission(
    amina, arun, anika, sato, lindqvist, auditor, pierre, signed_in
):
    case = copy(arun, name="KERNE Elsa", number="A 4411908", born="1990-01-01")
    notice = drafts.published(arun, anika, sato, lindqvist, case=case)
    _case, subject = fled(amina)
    assert not items(sato) and not grounds(auditor)
    claim(subject, amina)

    notice.refresh_from_db()
    assert notice.status == "PUBLISHED"
    assert grounds(auditor) == {("NOTICE", "QMA", "PROTECTED")}
    assert items(sato) == items(lindqvist) == [notice.get_absolute_url()]
    assert "The Commission objects to" in signed_in(sato).get("/notices/review/").text
    page = signed_in(auditor).get("/commission/protection/").text
    assert f'href="{notice.get_absolute_url()}"' in page and str(notice.pk) not in page
    assert signed_in(auditor).get(notice.get_absolute_url()).status_code == 200
    assert notice.reference in page
    for officer in (arun, anika, amina, pierre):
        assert not items(officer)
        says_nothing(signed_in(officer).get(notice.get_absolute_url()).text)
    circulating.cancel(notice, by=sato, code="CONDITIONS_NOT_MET", reason="Not met any more.")
    assert not items(sato)


def test_alpha_s_request_is_reviewed_again_and_no_office_is_told(
    amina, arun, anika, pierre, sato, lindqvist, auditor, signed_in, over_api
):
    request = asked(arun, anika, "PRT", number="a4411908", born="1990-01-01")
    before = [over_api(who).get(f"/api/v1/requests/{request.pk}/").json() for who in (arun, pierre)]
    _case, subject = fled(amina)
    claim(subject, amina)
    upkeep.settle()
    upkeep.settle()
    review = RequestReview.objects.get(request=request)
    assert review.unannounced and review.because == ["OBJECTS"]
    told = Message.objects.count()
    after = [over_api(who).get(f"/api/v1/requests/{request.pk}/").json() for who in (arun, pierre)]
    assert after == before
    assert signed_in(sato).get(f"/requests/reviews/{review.pk}/").status_code == 200
    address = f"/requests/{request}/"
    assert f'href="{address}"' in signed_in(auditor).get("/commission/protection/").text
    assert signed_in(auditor).get(address).status_code == 200

    reviewing.propose(review, by=sato, reasons=["ART2_HUMAN_RIGHTS"], explanation="Not met.")
    review.refresh_from_db()
    assert Message.objects.count() == told
    reviewing.refuse(review, by=lindqvist)
    request.refresh_from_db()
    assert request.status == "RECALLED"
    says_nothing(signed_in(arun).get(address).text)


def test_whoever_closes_a_request_notices_no_review(amina, arun, anika, sato, lindqvist):
    request = asked(arun, anika, "PRT", number=PASSPORT, born="1990-01-01")
    _case, subject = fled(amina)
    claim(subject, amina)
    upkeep.settle()
    request.recipients.update(status="ANSWERED")
    sending.close(request, by=arun)
    review = RequestReview.objects.get(request=request)
    reviewing.propose(review, by=sato, reasons=["ART2_HUMAN_RIGHTS"], explanation="Not met.")
    review.refresh_from_db()
    reviewing.refuse(review, by=lindqvist)


def test_a_like_name_holds_nothing_and_comes_before_the_commission(
    amina, arun, anika, sato, lindqvist, auditor
):
    case = copy(arun, name="KERN Ilsa", born="1980")
    notice = drafts.published(arun, anika, sato, lindqvist, case=case)
    request = asked(arun, anika, "PRT", name="KERN Ilse", born="")
    _case, subject = fled(amina)
    claim(subject, amina)
    upkeep.settle()
    assert grounds(auditor) == {("NOTICE", "QMA", "POSSIBLE"), ("REQUEST", "QMA", "POSSIBLE")}
    assert not items(sato) and not RequestReview.objects.filter(request=request).exists()
    decided(auditor, kind="CONFIRMED", source="File 7")
    upkeep.settle()
    assert items(sato) == [notice.get_absolute_url()]
    assert RequestReview.objects.filter(request=request).exists()


def test_a_third_office_s_notice_that_alpha_reads_counts_too(
    amina, pierre, beatriz, sato, lindqvist, auditor
):
    copied = copy(pierre, name="FELD Otto", number=PASSPORT, born="1990-01-01")
    read = drafts.published(pierre, beatriz, sato, lindqvist, case=copied)
    again = copy(pierre, name="FELD Otto", number=PASSPORT, born="1990-01-01")
    left_out = [office("QMA"), office("KEN")]
    drafts.published(pierre, beatriz, sato, lindqvist, case=again, not_for=left_out)
    _case, subject = fled(amina)
    claim(subject, amina)
    assert items(sato) == [read.get_absolute_url()]


def test_others_and_other_persons_are_left_alone(
    amina, arun, anika, pierre, beatriz, sato, lindqvist, auditor
):
    for by, head, dressed in (
        (arun, anika, {"name": "FELD Otto", "number": "A-4411909"}),
        (arun, anika, {"name": "KERN Ilse", "born": "1990-01-01"}),
        (pierre, beatriz, {"name": "KERN Ilse", "born": "1981-06-01"}),
    ):
        drafts.published(by, head, sato, lindqvist, case=copy(by, **dressed))
    _case, subject = fled(amina)
    claim(subject, amina)
    assert not grounds(auditor) and not items(sato)
    with pytest.raises(DatabaseError, match="keeps the record"), acting.acting_as(pierre):
        protected_status.rows("SELECT cases_look_back(%s)", subject.pk)


def test_nobody_else_reads_what_is_noted(amina, arun, anika, sato, lindqvist, pierre, auditor):
    case = copy(arun, number=PASSPORT)
    notice = drafts.published(arun, anika, sato, lindqvist, case=case)
    _case, subject = fled(amina)
    claim(subject, amina)
    IdDocument.objects.filter(subject=subject).delete()
    for officer in (amina, arun, pierre):
        with acting.acting_as(officer):
            assert protected_status.noted("NOTICE") == []
    with acting.acting_as(auditor):
        assert protected_status.noted("NOTICE") == [notice.pk]
        assert set(Notice.objects.visible_to(auditor)) == {notice}
