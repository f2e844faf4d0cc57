"""Judging of a notice by the conditions in force on a day, with what the agency knows besides."""

from dataclasses import replace
from datetime import date

from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from kernel import acting
from notices.conditions import rules as conditions
from notices.conditions.known import Known
from notices.conditions.rules import Judged
from notices.models import Condition, Notice
from notices.payload.shape import Payload
from notices.refusals import register


@acting.by_a_rule("what the agency knows of a notice")
def known(notice: Notice, on: date, payload: Payload) -> Known:
    """The agency's own knowledge of the notice besides what its owner wrote; asked for reviewers.

    Earlier refusals are looked up by what the payload tells of the person.
    """
    hits = register.of_notice(notice, payload)
    return replace(
        known_to_owner(notice, on),
        objection=stands_against(notice),
        earlier_refusals=sum(hit.is_strong for hit in hits),
        possible_refusals=sum(not hit.is_strong for hit in hits),
    )


def stands_against(notice: Notice) -> bool:
    """Whether something that only the Commission knows stands against the notice."""
    return not protected_status.stands_alone(Act.NOTICE, notice.pk, notice.owner_office)


@acting.by_a_rule("what the agency knows of a notice")
def known_to_owner(notice: Notice, on: date) -> Known:
    """The same without what the owner's office must not learn, not even by how it is treated."""
    others = Notice.objects.exclude(pk=notice.pk).exclude(subject=None)
    same = others.filter(subject=notice.subject_id)
    return Known(
        on=on,
        other_notices=same.filter(status__in=Notice.IN_CIRCULATION, colour=notice.colour).count(),
    )


def rules(notice: Notice, on: date) -> list[Condition]:
    """The conditions of the colour on a day, in the order of the check-list."""
    return list(Condition.objects.of_colour(notice.colour).in_force(on).order_by("rank", "code"))


def for_release(notice: Notice, payload: Payload, on: date) -> list[Judged]:
    """The conditions that the owner's office can and must meet before the notice leaves it."""
    mine = conditions.for_release(rules(notice, on))
    return conditions.judge(mine, payload, known_to_owner(notice, on))


def for_review(notice: Notice, payload: Payload, on: date) -> list[Judged]:
    """The whole check-list: what each rule says, and ASK where a person has to judge."""
    return conditions.judge(rules(notice, on), payload, known(notice, on, payload))


def second_reviewer_because(notice: Notice, payload: Payload, on: date) -> list[str]:
    """Why a second reviewer has to confirm: PORTFOLIO, OBJECTION, EARLIER_REFUSAL."""
    return conditions.second_reviewer_because(payload, known(notice, on, payload))


def submitted_on(notice: Notice) -> date | None:
    """The day whose rules apply: when the head released it to the Secretariat."""
    return notice.requested_at.date() if notice.requested_at else None
