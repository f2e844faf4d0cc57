"""Somebody runs SQL as the application: a forgotten rule, a wrong query, a stolen connection.

What is structure the database refuses, whatever the code says. Each statement is undone.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases import persons
from central_offices.models import Jurisdiction
from exchange.conversation import answering
from exchange.models import RefusalGround
from kernel.errors import NotReady
from notices.models import Notice, PublicExtract
from notices.workflow import circulating
from tests.exchange.conftest import deliver_all, recipient, sent
from tests.exchange.test_answering import ANSWER
from tests.notices import drafts

pytestmark = pytest.mark.django_db

OF_A_CASE = {
    "the owner is another office": (
        "UPDATE cases_case SET owner_office_id = {other} WHERE id = {case}"
    ),
    "the record is another office's": (
        "UPDATE cases_subject SET owner_office_id = {other} WHERE id = {subject}"
    ),
    "one more office sees it": "UPDATE cases_case SET seen_by = seen_by || 901 WHERE id = {case}",
    "it has no portfolio": "DELETE FROM cases_case_portfolios WHERE case_id = {case}",
    "every case loses its portfolios": "DELETE FROM cases_case_portfolios",
}
OF_A_NOTICE = {
    "the owner is another office": (
        "UPDATE notices_notice SET owner_office_id = {other} WHERE id = {notice}"
    ),
    "it is another colour": "UPDATE notices_notice SET colour = 'BLUE' WHERE id = {notice}",
    "its owner does not see it": "INSERT INTO notices_notice_not_for (notice_id, centraloffice_id) "
    "SELECT {notice}, owner_office_id FROM notices_notice WHERE id = {notice}",
    "the Commission does not see it": (
        "INSERT INTO notices_notice_not_for (notice_id, centraloffice_id) "
        "SELECT {notice}, id FROM central_offices_centraloffice WHERE kind = 'COMMISSION'"
    ),
    "a draft is published without a review": (
        "UPDATE notices_notice SET status = 'PUBLISHED', reference = '2026/999999', "
        "published_at = now(), valid_until = now() + '1 year', author_id = {amina}, "
        "released_by_id = {wanjiku}, reviewer_id = {sato}, published_by_id = {sato} "
        "WHERE id = {draft}"
    ),
    "what is published has a version that nobody reviewed": (
        "UPDATE notices_notice SET current_version_id = (SELECT current_version_id "
        "FROM notices_notice WHERE id = {draft}) WHERE id = {notice}"
    ),
    "a draft is seen by an office": (
        "UPDATE notices_notice SET seen_by = '{{901}}' WHERE id = {draft}"
    ),
    "the wanted person is a victim": "UPDATE cases_casesubject SET status_of_person = 'VICTIM' "
    "WHERE subject_id = {subject}",
    "it is valid for thirty years": (
        "UPDATE notices_notice SET valid_until = now() + '30 years' WHERE id = {notice}"
    ),
    "the public extract has an address": (
        'UPDATE notices_publicextract SET data = data || \'{{"address": "1 Moi Avenue"}}\' '
        "WHERE notice_id = {notice}"
    ),
    "its writer released it": (
        "UPDATE notices_notice SET released_by_id = {amina} WHERE id = {notice}"
    ),
}
OF_A_REQUEST = {
    "the owner is another office": (
        "UPDATE exchange_request SET owner_office_id = {other} WHERE id = {request}"
    ),
    "an office sees it that was not asked": (
        "UPDATE exchange_request SET seen_by = seen_by || 901 WHERE id = {request}"
    ),
    "it was never delivered, and is seen": (
        "UPDATE exchange_requestrecipient SET delivered_at = NULL WHERE request_id = {request}"
    ),
    "the reply was due before it arrived": (
        "UPDATE exchange_requestrecipient SET reply_due = delivered_at - interval '1 hour'"
    ),
    "what one office was asked is asked of another": (
        "UPDATE exchange_requestrecipient SET office_id = {other} WHERE request_id = {request}"
    ),
    "the refusal has another ground": (
        "UPDATE exchange_requestrecipient SET refusal_ground_id = (SELECT id FROM "
        "exchange_refusalground WHERE id <> refusal_ground_id LIMIT 1) WHERE status = 'REFUSED'"
    ),
}
OF_OFFICES = {
    "an administrator reviews notices": (
        "INSERT INTO central_offices_rolegrant "
        "(id, officer_id, office_id, role, valid_from, reason) "
        "SELECT gen_random_uuid(), {adler}, office_id, 'REVIEWER', now(), '' "
        "FROM central_offices_officer WHERE id = {adler}"
    ),
    "a reviewer administers": (
        "INSERT INTO central_offices_rolegrant "
        "(id, officer_id, office_id, role, valid_from, reason) "
        "SELECT gen_random_uuid(), {sato}, office_id, 'ADMINISTRATOR', now(), '' "
        "FROM central_offices_officer WHERE id = {sato}"
    ),
    "a dissolved state has an office": (
        "UPDATE central_offices_centraloffice SET jurisdiction_id = {gone} WHERE id = {other}"
    ),
}


def refused(statements: dict[str, str], **keys) -> None:
    """Every statement meets a row, and is refused by the end of its transaction."""
    passed = []
    for name, statement in statements.items():
        named = {key: f"%({key})s" for key in keys}
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(**named), keys)
                assert cursor.rowcount, f"{name}: no row"
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
            passed.append(name)
        except IntegrityError:
            pass
    assert not passed


def test_a_case_and_its_records_keep_owner_audience_and_portfolio(amina, pierre):
    case, subject = drafts.person(amina)
    refused(OF_A_CASE, case=case.pk, subject=subject.pk, other=pierre.office_id)


def test_a_notice_keeps_owner_review_audience_term_and_extract(amina, wanjiku, sato, pierre):
    notice = drafts.published(amina, wanjiku, sato, extract="REQUESTED")
    people = {"amina": amina.pk, "wanjiku": wanjiku.pk, "sato": sato.pk}
    keys = {"subject": notice.subject_id, "other": pierre.office_id}
    refused(OF_A_NOTICE, notice=notice.pk, draft=drafts.submitted(amina).pk, **keys, **people)


def test_what_is_withdrawn_by_a_statement_does_not_stay_public(amina, wanjiku, sato):
    notice = drafts.published(amina, wanjiku, sato, extract="REQUESTED")
    assert PublicExtract.objects.filter(notice=notice).exists()

    Notice.objects.filter(pk=notice.pk).update(status="WITHDRAWN", ended_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not PublicExtract.objects.filter(notice=notice).exists()


def test_a_request_keeps_owner_audience_clock_and_ground(amina, pierre, joana):
    request = sent(amina, "PRT")
    deliver_all()
    ground = RefusalGround.objects.in_force().get(code="DATA_NOT_HELD")
    lisbon = recipient(request, "PRT")
    answering.refuse(lisbon, ANSWER, by=pierre, ground=ground, contact="desk@office.test")
    refused(OF_A_REQUEST, request=request.pk, other=joana.office_id)


def test_roles_and_offices_keep_their_shape(adler, sato, pierre):
    gone = Jurisdiction.objects.filter(kind="DISSOLVED_STATE").values_list("pk", flat=True)[0]
    refused(OF_OFFICES, adler=adler.pk, sato=sato.pk, other=pierre.office_id, gone=gone)


def test_the_ground_of_an_end_stays_as_it_was_told(amina, wanjiku, sato):
    notice = drafts.published(amina, wanjiku, sato)
    circulating.withdraw(notice, by=wanjiku, reason="The warrant was lifted.")
    refused(
        {"another ground": "UPDATE notices_notice SET end_reason = 'DECEASED' WHERE id = {notice}"},
        notice=notice.pk,
    )


def test_a_wanted_person_is_made_a_victim_only_after_the_notice_is_withdrawn(amina, wanjiku, sato):
    notice = drafts.published(amina, wanjiku, sato)
    with pytest.raises(NotReady, match="Withdraw it first"):
        persons.change_part(notice.case, notice.subject, "VICTIM", by=amina)

    circulating.withdraw(notice, by=wanjiku, reason="She is the victim.")
    persons.change_part(notice.case, notice.subject, "VICTIM", by=amina)


def test_a_time_that_was_over_before_the_request_arrived_binds_nobody(amina):
    request = sent(amina, "PRT", reply_due=timezone.now() + timedelta(days=2))
    type(request).objects.filter(pk=request.pk).update(
        reply_due=timezone.now() - timedelta(hours=1)
    )
    deliver_all()

    lisbon = recipient(request, "PRT")
    assert lisbon.reply_due - lisbon.delivered_at == timedelta(days=7)
