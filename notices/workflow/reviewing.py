"""The legal review of one frozen version: claimed, answered item by item, decided, confirmed.

What the rules say and what the reviewer answers are kept side by side and bound to the digest of
the version. A decided review is never changed (the table's trigger refuses it).
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import Officer
from kernel.errors import NotReady, Stale
from notices.conditions import judging
from notices.conditions.rules import Judged
from notices.lifecycle import notice_steps
from notices.models import Condition, Notice, Review, ReviewItem, frozen_version
from notices.models.refusal_reasons import NEEDS_SECOND_REVIEWER, RefusalReason
from notices.payload import freeze
from notices.refusals import keeping
from notices.workflow import circulating, visibility

PASS, ASK, FAIL = ReviewItem.Result.PASS, ReviewItem.Result.ASK, ReviewItem.Result.FAIL
Outcome = Review.Outcome


def claim(notice: Notice, *, by: Officer, version: int | None = None) -> Review:
    """Take a notice from the queue, and judge it by the rules of the day of submission."""
    with notice_steps.take("claim", notice, by=by, version=version) as row:
        row.reviewer, row.second_reviewer = by, None
        row.updated_at = timezone.now()
        frozen = frozen_version(row)
        assert row.requested_at is not None
        if not freeze.is_intact(frozen):
            raise NotReady(_("The frozen copy is not what was released. Tell the administrators."))
        review = Review.objects.create(
            notice_version=frozen, sha256=frozen.sha256, reviewer=by, second=False
        )
        judged = judging.for_review(row, frozen.payload, row.requested_at.date())
        ReviewItem.objects.bulk_create(_item(review, one) for one in judged)
    return review


def put_back(notice: Notice, *, by: Officer) -> None:
    """Give a claimed notice back to the queue, undecided."""
    with notice_steps.take("put_back", notice, by=by) as row:
        _decide(open_review(row), Outcome.GIVEN_UP)
        row.reviewer = None


def answer(
    notice: Notice, answers: dict[int, tuple[str, str]], *, by: Officer, version: int | None = None
) -> None:
    """Keep the reviewer's answers: item id → (PASS, ASK, FAIL or empty, comment)."""
    with notice_steps.take("answer", notice, by=by, version=version, items=len(answers)) as row:
        items = list(open_review(row).items.filter(pk__in=answers))
        for item in items:
            item.result, item.comment = answers[item.pk]
        ReviewItem.objects.bulk_update(items, ["result", "comment"])


def return_to_owner(
    notice: Notice, *, by: Officer, explanation: str, version: int | None = None
) -> None:
    """Send it back with what is missing; the office answers with a new version."""
    with notice_steps.take(
        "return_to_owner", notice, by=by, version=version, detail={"explanation": explanation}
    ) as row:
        review = open_review(row)
        asked = list(review.items.told().filter(result__in=[ASK, FAIL]))
        if not asked and not explanation.strip():
            raise NotReady(_("Mark what the office has to add, or say it in words."))
        _decide(review, Outcome.RETURN, explanation=explanation)
        row.updated_at = timezone.now()
        circulating.tell_owner("notice.returned", row, explanation=explanation, items=asked)


def refuse(
    notice: Notice,
    *,
    by: Officer,
    reasons: list[str],
    explanation: str,
    version: int | None = None,
) -> bool:
    """Refuse with a ground; returns False where a second reviewer has to confirm it first."""
    if not reasons or not explanation.strip():
        raise NotReady(_("Choose a ground for the refusal and explain it to the office."))
    alone = not (NEEDS_SECOND_REVIEWER & set(reasons) or judging.stands_against(notice))
    step = "refuse" if alone else "propose"
    with notice_steps.take(
        step, notice, by=by, version=version, reasons=reasons, detail={"explanation": explanation}
    ) as row:
        review = first_review(row) if by.pk == row.reviewer_id else None
        if review is None or review.outcome:
            raise NotReady(_("Confirm the first reviewer’s decision, or send it back."))
        _decide(review, Outcome.REFUSE, reasons=reasons, explanation=explanation)
        row.updated_at = timezone.now()
        if alone:
            _refuse(row, review, by)
    return alone


def pass_on(notice: Notice, *, by: Officer, version: int | None = None, **terms: Any) -> bool:
    """Publish where every item passes; returns False where a second reviewer confirms first."""
    alone = not second_needed(notice)
    step = "publish" if alone else "propose"
    digest = notice.current_version.sha256 if notice.current_version else ""
    with notice_steps.take(step, notice, by=by, version=version, sha256=digest) as row:
        review = first_review(row) if by.pk == row.reviewer_id else None
        if review is None or review.outcome:
            raise NotReady(_("Confirm the first reviewer’s decision, or send it back."))
        _bound(row, review)
        _all_pass(review)
        _decide(review, Outcome.PASS)
        row.updated_at = timezone.now()
        if alone:
            circulating.publish(row, by=by, **terms)
    return alone


def confirm(notice: Notice, *, by: Officer, sha256: str, version: int | None = None) -> None:
    """The second reviewer confirms what the first decided, for the version that was read."""
    first = first_review(notice)
    step = "refuse" if first is not None and first.outcome == Outcome.REFUSE else "publish"
    with notice_steps.take(step, notice, by=by, version=version, second=True, sha256=sha256) as row:
        first = first_review(row)
        if first is None or not first.outcome or by.pk == row.reviewer_id:
            raise NotReady(_("The first reviewer has not decided yet."))
        _bound(row, first, sha256)
        row.second_reviewer = by
        row.updated_at = timezone.now()
        _second(row, by, first.outcome, list(first.reasons))
        if step == "refuse":
            _refuse(row, first, by)
        else:
            circulating.publish(row, by=by)


def disagree(notice: Notice, *, by: Officer, explanation: str) -> None:
    """The second reviewer does not confirm: it goes back to the queue for a new first review."""
    if not explanation.strip():
        raise NotReady(_("Say why you do not confirm it."))
    with notice_steps.take("disagree", notice, by=by, detail={"explanation": explanation}) as row:
        _second(row, by, Outcome.DISAGREE, [], explanation)
        row.reviewer = None
        row.updated_at = timezone.now()


def second_needed(notice: Notice) -> list[str]:
    """Why publishing needs a second reviewer; an empty list if it doesn't."""
    on = judging.submitted_on(notice)
    if notice.current_version is None or on is None:
        return []
    return judging.second_reviewer_because(notice, notice.current_version.payload, on)


def first_review(notice: Notice) -> Review | None:
    """The first reviewer's latest review of the current version, open or decided."""
    found = Review.objects.filter(notice_version=notice.current_version_id, second=False)
    return found.exclude(outcome=Outcome.GIVEN_UP).order_by("-started_at").first()


def open_review(notice: Notice) -> Review:
    """The open first review of the current version."""
    return Review.objects.get(notice_version=notice.current_version_id, second=False, outcome="")


def unmet(review: Review) -> list[tuple[ReviewItem, str]]:
    """The items that stop a publication, each with what to do about it."""
    rows = review.items.select_related("condition").order_by("condition__rank")
    return [(item, why) for item in rows if (why := _stops(item))]


def _stops(item: ReviewItem) -> str:
    severity = item.condition.severity
    if severity == Condition.Severity.INFO:
        return ""
    if severity == Condition.Severity.BLOCK and item.automatic == FAIL:
        return _("The rule is not met: %(reason)s") % {"reason": item.automatic_reason}
    if item.result == "":
        return _("Answer this item.")
    if item.result != PASS:
        return _("This item does not pass.")
    judged_otherwise = item.automatic in {ASK, FAIL}
    if judged_otherwise and not item.comment.strip():
        return _("Say why it passes although the rule does not say so.")
    return ""


def _item(review: Review, judged: Judged) -> ReviewItem:
    automatic = judged.finding.outcome if judged.rule.kind == Condition.Kind.AUTOMATIC else ""
    return ReviewItem(
        review=review,
        condition=judged.rule,
        automatic=automatic,
        automatic_reason=judged.finding.reason,
        refusals=list(judged.refusals),
        result=PASS if automatic == PASS else "",
    )


def _all_pass(review: Review) -> None:
    if stopping := unmet(review):
        raise NotReady(
            _("Publishing needs every item of the check-list to pass."),
            [(item.condition.code, f"{item.condition}: {why}") for item, why in stopping],
        )


def _bound(notice: Notice, review: Review, sha256: str | None = None) -> None:
    """A decision holds for the bytes that were reviewed, and for no others."""
    frozen = notice.current_version
    right = frozen is not None and review.sha256 == frozen.sha256 and freeze.is_intact(frozen)
    if not right or sha256 not in (None, review.sha256):
        raise Stale(_("This is not the version that was reviewed. Read it again."), theirs=notice)


def _decide(review: Review, outcome: str, *, reasons: Any = (), explanation: str = "") -> None:
    review.outcome, review.reasons = outcome, list(reasons)
    review.explanation, review.decided_at = explanation, timezone.now()
    review.full_clean()
    review.save()


def _second(
    notice: Notice, by: Officer, outcome: str, reasons: list[str], explanation: str = ""
) -> None:
    frozen = notice.current_version
    assert frozen is not None
    row = Review.objects.create(
        notice_version=frozen, sha256=frozen.sha256, reviewer=by, second=True
    )
    _decide(row, outcome, reasons=reasons, explanation=explanation)


def _refuse(notice: Notice, review: Review, by: Officer) -> None:
    notice.ended_at = timezone.now()
    notice.end_reason = review.reasons[0]
    notice.seen_by = visibility.offices_of(notice)
    circulating.end(notice)
    keeping.keep_refused(notice, set(review.reasons), by=by)
    circulating.tell_owner(
        "notice.refused",
        notice,
        explanation=review.explanation,
        reasons=[RefusalReason(code).value for code in review.reasons],
    )
