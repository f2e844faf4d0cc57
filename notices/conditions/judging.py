"""Judging of a notice by the conditions in force on a day, with what the agency knows besides."""

from datetime import date

from notices.conditions import rules as conditions
from notices.conditions.known import NONE_RECORDED, Known
from notices.conditions.rules import Judged
from notices.models import Condition, Notice
from notices.payload.shape import Payload


def known(notice: Notice, on: date) -> Known:
    """What the agency knows of the notice besides what its owner wrote.

    Nobody can record a protected status before the Commission's register is there, so none is
    recorded; the reviewer answers NO_SIGN_OF_PROTECTION in every review.
    """
    others = Notice.objects.exclude(pk=notice.pk).exclude(subject=None)
    same = others.filter(subject=notice.subject_id)
    return Known(
        on=on,
        protection=NONE_RECORDED,
        earlier_refusals=same.filter(status=Notice.Status.REFUSED).count(),
        other_notices=same.filter(status__in=Notice.IN_CIRCULATION, colour=notice.colour).count(),
    )


def rules(notice: Notice, on: date) -> list[Condition]:
    """The conditions of the colour on a day, in the order of the check-list."""
    return list(Condition.objects.of_colour(notice.colour).in_force(on).order_by("rank", "code"))


def for_release(notice: Notice, payload: Payload, on: date) -> list[Judged]:
    """What the owner's office can and must meet before the notice leaves it."""
    mine = conditions.for_release(rules(notice, on))
    return conditions.judge(mine, payload, known(notice, on))


def for_review(notice: Notice, payload: Payload, on: date) -> list[Judged]:
    """The whole check-list: what each rule says, and ASK where a person has to judge."""
    return conditions.judge(rules(notice, on), payload, known(notice, on))


def second_reviewer_because(notice: Notice, payload: Payload, on: date) -> list[str]:
    """Why a second reviewer has to confirm: PORTFOLIO, PROTECTION, EARLIER_REFUSAL."""
    return conditions.second_reviewer_because(payload, known(notice, on))


def submitted_on(notice: Notice) -> date | None:
    """The day whose rules apply: when the head released it to the Secretariat."""
    return notice.requested_at.date() if notice.requested_at else None
