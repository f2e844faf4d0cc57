"""Somebody who wrote the content wants to decide on it, through another's hand or name."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import filing, persons
from cases import lifecycle as case_lifecycle
from cases.drafts import IdentityDraft, NationalityDraft, PersonDraft
from cases.models import Case, Offence, Subject
from exchange.conversation import referral
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Request
from exchange.requests import sending
from kernel.errors import NotPermitted
from notices.models import Notice
from notices.workflow import drafting, releasing, reviewing
from policies import documents, lifecycle, writing
from policies.models import Portfolio
from tests import systems
from tests.exchange.conftest import deliver_all, offices, sent
from tests.exchange.conftest import draft as request_draft
from tests.exchange.test_sending import RETURN
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner
from tests.policies.test_editions import words

pytestmark = pytest.mark.django_db


def test_a_head_drafts_a_notice_and_has_an_officer_press_submit(wanjiku, amina):
    notice = drafts.red(wanjiku)
    drafting.submit(notice, by=amina)

    with pytest.raises(NotPermitted, match="release"):
        releasing.release(notice, by=wanjiku)
    assert notice not in Notice.objects.to_release(wanjiku)


@pytest.mark.parametrize("part", ["facts", "action", "extract", "record", "photograph"])
def test_a_head_changes_one_part_of_an_officers_draft_and_then_releases_it(wanjiku, amina, part):
    notice = drafts.red(amina)
    _write(notice, part, wanjiku)
    drafting.submit(notice, by=amina)

    with pytest.raises(NotPermitted, match="release"):
        releasing.release(notice, by=wanjiku)


def _write(notice: Notice, part: str, by) -> None:
    ways = {
        "facts": lambda: drafting.facts(notice, by=by, facts_place="Mombasa"),
        "action": lambda: drafting.action(notice, by=by, caution="Armed."),
        "extract": lambda: drafting.public_extract(notice, by=by, choice="NONE"),
        "record": lambda: _write_record(notice.subject, by),
        "photograph": lambda: drafts.photo(notice.subject, by),
    }
    ways[part]()


@pytest.mark.parametrize("part", ["part", "portfolios", "offences", "level", "conditions"])
def test_a_head_changes_what_a_notice_takes_from_its_case_and_releases_it(wanjiku, amina, part):
    case, person = drafts.person(amina, status="WITNESS")
    _write_in_case(case, person, part, wanjiku)
    persons.change_part(case, person, "CHARGED", by=amina)
    notice = drafts.red(amina, case=(case, person))
    drafting.submit(notice, by=amina)

    with pytest.raises(NotPermitted, match="release"):
        releasing.release(notice, by=wanjiku)
    with pytest.raises(IntegrityError, match="writer|of its office"), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(released_by=wanjiku)


def _write_in_case(case: Case, person: Subject, part: str, by) -> None:
    if part == "part":
        persons.change_part(case, person, "SUSPECT", by=by)
        return
    changes = {
        "portfolios": {"portfolios": list(Portfolio.objects.all()[:2])},
        "offences": {"offences": list(Offence.objects.all()[:1])},
        "level": {"classification": 2},
        "conditions": {"handling_codes": ["H2"]},
    }
    filing.edit(case, changes[part], by=by, version=case.version)
    case.refresh_from_db()


def test_the_title_of_a_case_is_in_no_notice_and_makes_nobody_a_writer(wanjiku, amina):
    case, person = drafts.person(amina)
    same = {"title": "Robberies", "portfolios": list(case.portfolios.all())}
    filing.edit(case, same, by=wanjiku, version=case.version)
    notice = drafts.submitted(amina, case=(case, person))

    releasing.release(notice, by=wanjiku)


def test_a_head_opens_the_case_puts_the_person_in_or_lowers_its_level(wanjiku, amina):
    def opens(case: Case) -> None:
        Case.objects.filter(pk=case.pk).update(created_by=wanjiku)

    def puts_in(case: Case) -> None:
        case.case_subjects.update(added_by=wanjiku)

    def lowers(case: Case) -> None:
        filing.edit(case, {"classification": 2}, by=amina, version=case.version)
        case_lifecycle.lower_level(case, by=wanjiku, level=1, reason="It was published.")

    for wrote in (opens, puts_in, lowers):
        case, person = drafts.person(amina)
        wrote(case)
        notice = drafts.submitted(amina, case=(case, person))
        with pytest.raises(NotPermitted, match="release"):
            releasing.release(notice, by=wanjiku)


def _write_record(record: Subject, by) -> None:
    name = IdentityDraft(
        "IBRAHIM Ali", family_name="IBRAHIM", forename="Ali", birth="1981-04-12", label="CONFIRMED"
    )
    kenyan = NationalityDraft(by.office.jurisdiction)
    draft = PersonDraft([name], [kenyan], sex="M", facts={"height_cm": 182, "eyes": ["BRO"]})
    persons.edit(record, draft, by=by, version=record.version)


def test_what_a_head_wrote_stays_the_heads_after_it_was_returned_and_written_anew(
    wanjiku, amina, otieno
):
    notice = drafts.red(wanjiku)
    drafting.submit(notice, by=amina)
    drafting.send_back(notice, by=wanjiku, reason="Say where.")
    drafting.facts(notice, by=otieno, facts_place="Lamu")
    drafting.submit(notice, by=otieno)

    with pytest.raises(NotPermitted):
        releasing.release(notice, by=wanjiku)


def test_a_writer_who_moves_to_the_secretariat_reviews_the_own_notice(wanjiku, amina, otieno, sato):
    notice = drafts.red(amina)
    drafting.facts(notice, by=otieno, facts_place="Lamu")
    drafting.submit(notice, by=amina)
    releasing.release(notice, by=wanjiku)
    otieno.office = sato.office
    with by_the_owner():
        otieno.save()
    systems.give(otieno, "REVIEWER")
    systems.give(otieno, "SECOND_REVIEWER")

    with pytest.raises(NotPermitted):
        reviewing.claim(notice, by=otieno)
    for column in ("released_by", "reviewer", "second_reviewer"):
        with pytest.raises(IntegrityError, match="writer|of its office"), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(**{column: otieno})


def test_a_machine_submits_what_no_person_gave_a_word_for(amina):
    system = systems.register(amina.office, clearance=2).officer
    notice = drafts.red(amina)

    with pytest.raises(NotPermitted, match="submit"):
        drafting.submit(notice, by=system)


def test_one_editor_writes_an_edition_that_another_began_and_approves_it(adler, benes):
    edition = writing.begin(2028, by=adler, languages=["en"])
    writing.write_texts(edition, "en", by=benes, version=edition.version, title="x", foreword="")
    every = list(Portfolio.objects.all())
    writing.write_issue(
        edition, None, by=benes, version=edition.version, rank=1, portfolios=every,
        texts={"en": words("en")},
    )  # fmt: skip
    lifecycle.submit(edition, by=benes)

    with pytest.raises(NotPermitted, match="approve"):
        lifecycle.approve(edition, by=benes, sha256=documents.digest(edition))
    with pytest.raises(IntegrityError, match="writer_never_approves"), transaction.atomic():
        type(edition).objects.filter(pk=edition.pk).update(
            status="APPROVED", approved_by=benes, approved_sha256="0" * 64,
            approved_at=timezone.now(),
        )  # fmt: skip


def test_a_head_words_a_request_that_an_officer_began_and_approves_it(wanjiku, amina):
    request = request_draft(amina, "PRT", **RETURN)
    sending.revise(request, by=wanjiku, ask="Return all of it.")
    sending.send(request, by=amina)

    with pytest.raises(NotPermitted, match="approve"):
        sending.approve(request, by=wanjiku, digest=request.content_digest)
    assert not Request.objects.approvable_by(wanjiku).exists()
    with pytest.raises(IntegrityError, match="request_writer_never"), transaction.atomic():
        rows = Request.objects.filter(pk=request.pk)
        rows.update(approved_by=wanjiku, approved_at=timezone.now())


def test_a_head_writes_the_person_that_a_request_is_about_and_approves_it(wanjiku, amina):
    case, record = drafts.person(amina)
    _write_record(record, wanjiku)
    request = sent(amina, "PRT", case=case, subject_ids=[record.pk], **RETURN)

    with pytest.raises(NotPermitted, match="approve"):
        sending.approve(request, by=wanjiku, digest=request.content_digest)


def test_a_head_makes_a_witness_a_suspect_and_approves_the_arrest(wanjiku, amina):
    case, record = drafts.person(amina, status="WITNESS")
    persons.change_part(case, record, "SUSPECT", by=wanjiku)
    request = sent(amina, "PRT", case=case, subject_ids=[record.pk], **RETURN)

    with pytest.raises(NotPermitted, match="approve"):
        sending.approve(request, by=wanjiku, digest=request.content_digest)


def test_a_head_words_a_request_and_approves_what_is_made_of_it_after_a_referral(
    wanjiku, amina, pierre
):
    first = request_draft(amina, "PRT")
    sending.revise(first, by=wanjiku, ask="Whose is it?")
    sending.send(first, by=amina)
    deliver_all()
    (brasilia,) = offices("BRA")
    words = ContributionDraft("Theirs.", instead=brasilia)
    said = referral.refer(first.recipients.get(), words, by=pierre)
    deliver_all()

    assert referral.prepare(said, by=amina).wrote(wanjiku)


def test_two_who_write_at_once_are_both_remembered(amina, otieno):
    notice = drafts.red(amina)
    stale = Notice.objects.get(pk=notice.pk)
    drafting.facts(notice, by=otieno, facts_place="Lamu")
    drafting.action(stale, by=amina, caution="Armed.")

    notice.refresh_from_db()
    assert {amina.pk, otieno.pk} <= set(notice.written_by)
    record = notice.subject
    drafts.photo(record, otieno)
    assert otieno.pk in type(record)._base_manager.get(pk=record.pk).written_by
