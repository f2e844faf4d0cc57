"""Four people of a notice: who was one of them is none of the others (steps: see the matrix)."""

import pytest
from django.db import IntegrityError, transaction

from central_offices.models import Role
from kernel.errors import NotPermitted, NotReady, Stale
from notices.models import Notice
from notices.workflow import circulating, drafting, releasing, reviewing
from tests import systems
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
S = Notice.Status


@pytest.fixture
def claimed(amina, wanjiku, sato):
    return drafts.claimed(amina, wanjiku, sato)


def test_an_author_who_becomes_head_cannot_release_the_own_draft(amina):
    notice = drafts.submitted(amina)
    _give(amina, Role.HEAD)

    with pytest.raises(NotPermitted, match="release"):
        releasing.release(notice, by=amina)


def test_a_releaser_who_moves_to_the_secretariat_cannot_review_what_they_released(
    amina, wanjiku, sato
):
    notice = drafts.requested(amina, wanjiku)
    wanjiku.office = sato.office
    with by_the_owner():
        wanjiku.save()
    _give(wanjiku, Role.REVIEWER)

    with pytest.raises(NotPermitted):
        reviewing.claim(notice, by=wanjiku)


def test_a_reviewer_of_the_owners_office_cannot_review(amina, wanjiku, otieno):
    notice = drafts.requested(amina, wanjiku)
    _give(otieno, Role.REVIEWER)

    with pytest.raises(NotPermitted):
        reviewing.claim(notice, by=otieno)


def test_the_first_reviewer_cannot_confirm_the_own_decision(amina, wanjiku, sato):
    notice = drafts.answered(drafts.claimed(amina, wanjiku, sato), sato)
    _give(sato, Role.SECOND_REVIEWER)
    reviewing.refuse(notice, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")

    with pytest.raises((NotPermitted, NotReady)):
        reviewing.confirm(notice, by=sato, sha256=notice.current_version.sha256)
    notice.refresh_from_db()
    assert notice.status == S.UNDER_REVIEW


@pytest.mark.parametrize(
    "field, twin",
    [
        ("released_by", "author"),
        ("reviewer", "author"),
        ("reviewer", "released_by"),
        ("second_reviewer", "author"),
        ("second_reviewer", "released_by"),
        ("second_reviewer", "reviewer"),
    ],
)
def test_the_database_refuses_one_person_in_two_roles(claimed, field, twin):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=claimed.pk).update(**{field: getattr(claimed, twin)})


def test_the_database_refuses_a_published_notice_that_nobody_reviewed(amina):
    notice = drafts.submitted(amina)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(
            status=S.PUBLISHED,
            reference="2026/1",
            published_at=notice.created_at,
            valid_until=notice.created_at.date(),
        )


def test_a_release_is_bound_to_the_version_that_was_read(amina, wanjiku):
    notice = drafts.submitted(amina)
    read = notice.current_version.sha256
    drafting.send_back(notice, by=wanjiku, reason="Say who issued the warrant.")
    drafting.action(notice, by=amina, action="Locate, arrest, inform Nairobi.")
    drafting.submit(notice, by=amina)

    with pytest.raises(Stale):
        releasing.release(notice, by=wanjiku, sha256=read)


def test_a_decided_review_is_never_changed(amina, wanjiku, sato):
    notice = drafts.published(amina, wanjiku, sato)
    decided = reviewing.first_review(notice)

    with pytest.raises(IntegrityError), transaction.atomic():
        type(decided).objects.filter(pk=decided.pk).update(explanation="Otherwise.")
    with pytest.raises(IntegrityError), transaction.atomic():
        decided.items.update(comment="Otherwise.")


def test_a_frozen_version_cannot_be_changed_by_the_application(amina):
    from django.db import ProgrammingError

    notice = drafts.submitted(amina)
    with pytest.raises(ProgrammingError), transaction.atomic():
        notice.versions.update(payload={})


def test_only_the_head_of_the_owner_withdraws(amina, wanjiku, sato, beatriz):
    notice = drafts.published(amina, wanjiku, sato)

    for officer in (amina, beatriz, sato):
        with pytest.raises(NotPermitted):
            circulating.withdraw(notice, by=officer)


def _give(officer, role) -> None:
    systems.give(officer, role)
