"""ALPHA acts against somebody who fled it, and looks whether one act is answered otherwise."""

import pytest

from cases.models import IdDocument, Nationality
from cases.safeguards import decisions
from exchange.requests import sending
from kernel import acting
from kernel.errors import NotReady
from ledger.models import Message
from notices.workflow import drafting, releasing, reviewing
from tests.attacks.conftest import claim, says_nothing
from tests.exchange.conftest import draft
from tests.notices import drafts

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_alpha(wanted_by_alpha, ilse, arun, anika):
    """ALPHA's own red notice on the person, released: no machine said no."""
    return drafts.requested(arun, anika, case=wanted_by_alpha)


def test_alpha_learns_from_no_machine_that_its_notice_is_hopeless(
    by_alpha, arun, sato, over_api, signed_in
):
    assert by_alpha.status == "REQUESTED"
    reviewing.claim(by_alpha, by=sato)
    seen = over_api(arun).get(f"/api/v1/notices/{by_alpha.pk}/").content.decode()
    seen += signed_in(arun).get(by_alpha.get_absolute_url()).content.decode()
    says_nothing(seen)


def test_one_reviewer_publishes_alpha_s_notice(by_alpha, sato, lindqvist):
    reviewing.claim(by_alpha, by=sato)
    drafts.answered(by_alpha, sato)
    with pytest.raises(NotReady):
        reviewing.pass_on(by_alpha, by=sato)


def test_the_claim_comes_while_two_reviewers_publish(
    wanted_by_alpha, arun, anika, sato, lindqvist, amina
):
    notice = drafts.claimed(arun, anika, sato, case=wanted_by_alpha)
    drafts.answered(notice, sato)
    _case, subject = drafts.person(amina, name="KERN Ilse")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    IdDocument.objects.create(subject=subject, kind="PASSPORT", number="A-4411908")
    claim(subject, amina)

    assert not reviewing.pass_on(notice, by=sato)  # a second one has to confirm by now
    with pytest.raises(NotReady, match="Commission objects") as refusal:
        reviewing.confirm(notice, by=lindqvist, sha256=notice.current_version.sha256)
    says_nothing(str(refusal.value))


def test_the_refusal_tells_alpha_what_others_are_told_too(
    by_alpha, arun, sato, lindqvist, auditor, signed_in
):
    reviewing.claim(by_alpha, by=sato)
    words = "The conditions of article 2 are not met."
    alone = reviewing.refuse(by_alpha, by=sato, reasons=["THRESHOLD"], explanation=words)
    assert not alone  # whatever the ground, two reviewers refuse it
    by_alpha.refresh_from_db()
    reviewing.confirm(by_alpha, by=lindqvist, sha256=by_alpha.current_version.sha256)

    told = str([row.data for row in Message.objects.filter(thread=by_alpha.pk)])
    seen = signed_in(arun).get(by_alpha.get_absolute_url()).content.decode()
    for text in (told, seen):
        says_nothing(text.replace("NO_OBJECTION", ""))
        assert "ommission objects" not in text
    with acting.acting_as(auditor):
        (ground,) = decisions.grounds()
    assert (ground[0], ground[1], ground[2]) == ("NOTICE", by_alpha.pk, "PROTECTED")


def test_a_doubt_of_the_reviewer_comes_back_with_the_notice(by_alpha, arun, sato):
    reviewing.claim(by_alpha, by=sato)
    items = {i.condition.code: i for i in reviewing.open_review(by_alpha).items.all()}
    doubts = {items[code].pk: ("ASK", "See the Commission") for code in items if "OBJEC" in code}
    reviewing.answer(by_alpha, doubts, by=sato)
    with pytest.raises(NotReady, match="say it in words"):
        reviewing.return_to_owner(by_alpha, by=sato, explanation="")
    reviewing.return_to_owner(by_alpha, by=sato, explanation="The warrant is not legible.")

    (message,) = Message.objects.filter(type="notice.returned")
    assert "items" not in message.data


def test_every_act_is_tried_until_one_answers_otherwise(ilse, wanted_by_alpha, arun, anika):
    """Drafts, proofs, list of conditions, release: an act on a stranger goes the same way."""
    stranger = drafts.person(arun, name="FELD Otto")
    IdDocument.objects.create(subject=stranger[1], kind="PASSPORT", number="Z-9")
    ways = []
    for who in (wanted_by_alpha, stranger):
        notice = drafts.red(arun, case=who)
        way = [row.finding for row in drafting.missing(notice)]
        drafting.submit(notice, by=arun)
        releasing.release(notice, by=anika)
        notice.refresh_from_db()
        ways.append([*way, notice.status, notice.version, notice.seen_by])
    assert ways[0] == ways[1]


def test_ten_attempts_in_a_week_go_unseen_and_the_eleventh_too(
    ilse, wanted_by_alpha, arun, auditor, signed_in
):
    case, subject = wanted_by_alpha
    page = "/commission/protection/"
    for number in range(1, 12):
        sending.send(draft(arun, "PRT", case=case, subject_ids=[subject.pk]), by=arun)
        with acting.acting_as(auditor):
            found = decisions.findings()
        assert bool(found) == (number > 10), number
    assert [(row[0], row[1]) for row in found] == [("QMA", 11)]
    assert "QMA submitted 11 acts" in signed_in(auditor).get(page).content.decode()
