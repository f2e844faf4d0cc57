"""Somebody runs SQL as the application, and writes acts that nobody took.

Each statement is one that a person of the right office, with the right role, would have had to
take as a step; every one is refused.
"""

import pytest

from central_offices import roles
from notices.workflow import circulating
from tests import world
from tests.attacks.test_sql_as_the_application import refused
from tests.notices import drafts

pytestmark = pytest.mark.django_db

REVIEW = (
    "INSERT INTO notices_review (id, notice_version_id, sha256, second, reviewer_id, started_at, "
    "outcome, reasons, explanation, decided_at) SELECT gen_random_uuid(), v.id, v.sha256, false, "
    "{reviewer}, now(), {outcome}, '{{{{}}}}', '', {at} FROM notices_noticeversion v "
    "JOIN notices_notice n ON n.current_version_id = v.id WHERE n.id = {{asked}}"
)


def review(reviewer: str, outcome: str = "''", at: str = "NULL") -> str:
    return REVIEW.format(reviewer=f"{{{reviewer}}}", outcome=outcome, at=at)


OF_A_REVIEW = {
    "it is passed before it began": review("sato", "'PASS'", "now()"),
    "the head of the office reviews": review("wanjiku"),
    "a system reviews": review("system"),
    "an administrator reviews": review("adler"),
    "it is of another version": "UPDATE notices_review SET notice_version_id = (SELECT "
    "current_version_id FROM notices_notice WHERE id = {asked}) WHERE id = {open}",
    "it is somebody else's": (
        "UPDATE notices_review SET reviewer_id = {lindqvist} WHERE id = {open}"
    ),
    "it passes with its items open": (
        "UPDATE notices_review SET outcome = 'PASS', decided_at = now() WHERE id = {open}"
    ),
    "its rule said something else": (
        "UPDATE notices_reviewitem SET automatic = 'PASS' WHERE review_id = {open} "
        "AND automatic <> 'PASS'"
    ),
    "an item is added after the decision": (
        "INSERT INTO notices_reviewitem (review_id, condition_id, automatic, automatic_reason, "
        "refusals, result, comment) SELECT r.id, i.condition_id, '', '', '{{}}', 'PASS', '' "
        "FROM notices_review r, notices_reviewitem i WHERE r.outcome = 'PASS' LIMIT 1"
    ),
}
OF_A_NOTICE = {
    "a system released it": (
        "UPDATE notices_notice SET released_by_id = {system} WHERE id = {asked}"
    ),
    "another office's head released it": (
        "UPDATE notices_notice SET released_by_id = {beatriz} WHERE id = {asked}"
    ),
    "the Secretariat released it unasked": (
        "UPDATE notices_notice SET released_by_id = {lindqvist} WHERE id = {asked}"
    ),
    "its office reviews it": "UPDATE notices_notice SET reviewer_id = {otieno} WHERE id = {asked}",
    "its office confirms it": (
        "UPDATE notices_notice SET second_reviewer_id = {otieno} WHERE id = {asked}"
    ),
    "its office publishes it": (
        "UPDATE notices_notice SET published_by_id = {wanjiku} WHERE id = {asked}"
    ),
    "it has the reviewed version of another": "UPDATE notices_notice SET current_version_id = "
    "(SELECT current_version_id FROM notices_notice WHERE id = {shown}) WHERE id = {asked}",
    "its writers are forgotten": "UPDATE notices_notice SET written_by = '{{}}' WHERE id = {asked}",
    "its writers are others": (
        "UPDATE notices_notice SET written_by = ARRAY[{beatriz}::bigint] WHERE id = {asked}"
    ),
    "its five years begin anew": "UPDATE notices_notice SET published_at = published_at + "
    "interval '4 years', valid_until = valid_until + 1400 WHERE id = {shown}",
    "it was never published": "UPDATE notices_notice SET published_at = NULL WHERE id = {gone}",
    "what was cancelled is in force": (
        "UPDATE notices_notice SET status = 'PUBLISHED' WHERE id = {cancelled}"
    ),
    "what was cancelled is a draft": (
        "UPDATE notices_notice SET status = 'DRAFT' WHERE id = {cancelled}"
    ),
}


@pytest.fixture
def notices(amina, wanjiku, sato):
    """Notices of Nairobi: asked for, in review, published, withdrawn, cancelled."""
    gone = drafts.withdrawn(drafts.published(amina, wanjiku, sato), wanjiku)
    cancelled = drafts.published(amina, wanjiku, sato)
    circulating.cancel(cancelled, by=sato, code="CONDITIONS_NOT_MET", reason="No longer sought.")
    return {
        "asked": drafts.requested(amina, wanjiku).pk,
        "claimed": drafts.claimed(amina, wanjiku, sato),
        "shown": drafts.published(amina, wanjiku, sato, extract="REQUESTED").pk,
        "gone": gone.pk,
        "cancelled": cancelled.pk,
    }


@pytest.fixture
def people():
    named = ("amina", "otieno", "wanjiku", "sato", "lindqvist", "adler", "beatriz")
    return {name: world.officer(name).pk for name in named} | {"system": roles.system().pk}


def test_a_notice_is_reviewed_and_published_by_nobody_who_may(notices, people):
    claimed = notices.pop("claimed")
    open_ = claimed.current_version.reviews.get(outcome="").pk

    refused(OF_A_REVIEW, open=open_, **notices, **people)
    refused(OF_A_NOTICE, **notices, **people)
