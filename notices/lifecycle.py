"""The life of a notice. Notice.status changes here and in un_notices, nowhere else.

              submit                 release              claim                publish
    DRAFT ─────────────▶ NATIONAL_ ─────────▶ REQUESTED ─────────▶ UNDER_ ─────────────▶ PUBLISHED
      ▲ │ ◀──send_back── REVIEW                 ▲  put_back,        REVIEW ──refuse──▶ REFUSED
      │ discard            ▲                    └─ disagree ──────── │
      ▼                    └──── submit ──── RETURNED ◀──return──────┘
    DELETED

    PUBLISHED ◀─suspend/resume─▶ SUSPENDED;  either ─withdraw─▶ WITHDRAWN ─settle─▶ CANCELLED,
    ─cancel─▶ CANCELLED, ─expire─▶ EXPIRED

The system withdraws (withdraw_by_system) what reached an office that must not have it any more.

Owner and Secretariat suspend independently (suspend_too), and each ends its own suspension; the
notice holds again when neither suspends it. The system ends what is past its day (end_suspension),
and takes the notice up again after the last one (take_up). What an office that has left leaves in
force, a reviewer suspends, cancels or lets stand (let_stand).

Whoever wrote any of the content, releaser, reviewer and second reviewer are different people; the
constraints of the table say so too. A system may draft; a person submits, and so is an author. A
review that needs a second reviewer stays UNDER_REVIEW until that one confirms.
"""

from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.models import Officer, Role
from central_offices.two_persons import counting
from ledger.lifecycle import Lifecycle, Step
from notices.models import Notice
from notices.who_acts import (
    agency,
    all_are_over,
    as_owner_or_agency,
    drafts,
    heads,
    is_own_system,
    is_system,
    lets_stand,
    lifts,
    lifts_one,
    may_suspend,
    of_the_other_side,
    one_is_over,
    owns,
    reviews,
    vouches,
)

Status = Notice.Status


def oversees_draft(officer: Officer, notice: Notice) -> bool:
    """The officer may release the notice, or is a person who approves requests of the office."""
    supervises = officer.is_human and officer.may("approve_request", officer.office)
    return heads(officer, notice) or (owns(officer, notice) and supervises)


def releases(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who may release the owner's notices, and wrote nothing of this."""
    return heads(officer, notice) and not notice.wrote(officer)


def why_not_released(officer: Officer, notice: Notice) -> str:
    """Say to a head why he may not release, and who does instead."""
    if not (heads(officer, notice) and notice.wrote(officer)):
        return ""
    sentence = _(
        "You wrote some of it, of the record, or of what it takes from its case. Another head "
        "releases it; where there is none, ask the General Secretariat to."
    )
    return str(sentence)


def is_reviewer(officer: Officer, notice: Notice) -> bool:
    """The officer is the reviewer who claimed the notice, and that review is open."""
    mine = officer.pk == notice.reviewer_id and reviews(officer, notice)
    return mine and _open_review(notice)


def confirms(officer: Officer, notice: Notice) -> bool:
    """The officer is a second reviewer, none of the others, and the first has decided."""
    if officer.pk == notice.reviewer_id or not reviews(officer, notice):
        return False
    may = officer.may("confirm_review", officer.office)
    return may and notice.reviewer_id is not None and not _open_review(notice)


def decides(officer: Officer, notice: Notice) -> bool:
    """The officer is the reviewer who claimed the notice, or the second one after the first."""
    return is_reviewer(officer, notice) or confirms(officer, notice)


def asks_for_release(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who drafts, and nobody of the office is left to release it."""
    return vouches(officer, notice) and not releasers(notice)


def releases_for_office(officer: Officer, notice: Notice) -> bool:
    """The officer reviews at the Secretariat, wrote nothing of it, and the office asked for it."""
    asked = notice.release_asked_because != "" and not notice.wrote(officer)
    return asked and agency(officer, notice) and not releasers(notice)


def releasers(notice: Notice) -> list[Officer]:
    """Whoever of the owner's office can release the notice now."""
    people = roles.with_role(notice.owner_office, Role.HEAD).select_related("office")
    level = notice.classification
    return [
        officer
        for officer in people
        if releases(officer, notice) and counting.counts(officer, "release_notice", level)
    ]


def as_reviewer(officer: Officer, notice: Notice) -> str:
    """The right by which a reviewer decides: as the first one, or as the second."""
    return "review_notice" if officer.pk == notice.reviewer_id else "confirm_review"


def _open_review(notice: Notice) -> bool:
    version = notice.current_version
    return version is not None and version.reviews.filter(outcome="", second=False).exists()


notice_steps = Lifecycle(
    edit=Step(Notice.EDITABLE, None, drafts, _("change")),
    discard=Step(Notice.EDITABLE, Status.DELETED, drafts, _("discard")),
    submit=Step(Notice.EDITABLE, Status.NATIONAL_REVIEW, vouches, _("submit")),
    send_back=Step({Status.NATIONAL_REVIEW}, Status.DRAFT, oversees_draft, _("send back")),
    release=Step(
        {Status.NATIONAL_REVIEW},
        Status.REQUESTED,
        releases,
        _("release"),
        "release_notice",
        proof=True,
        why=why_not_released,
    ),
    ask_for_release=Step(
        {Status.NATIONAL_REVIEW},
        None,
        asks_for_release,
        _("ask the General Secretariat to release"),
    ),
    release_for_office=Step(
        {Status.NATIONAL_REVIEW},
        Status.REQUESTED,
        releases_for_office,
        _("release for its office"),
        "review_notice",
        proof=True,
    ),
    claim=Step({Status.REQUESTED}, Status.UNDER_REVIEW, reviews, _("claim"), "review_notice"),
    put_back=Step({Status.UNDER_REVIEW}, Status.REQUESTED, is_reviewer, _("put back")),
    answer=Step(
        {Status.UNDER_REVIEW}, None, is_reviewer, _("answer the check-list of"), "review_notice"
    ),
    return_to_owner=Step(
        {Status.UNDER_REVIEW}, Status.RETURNED, is_reviewer, _("return"), "review_notice"
    ),
    propose=Step(
        {Status.UNDER_REVIEW}, None, is_reviewer, _("pass on"), "review_notice", proof=True
    ),
    disagree=Step(
        {Status.UNDER_REVIEW},
        Status.REQUESTED,
        confirms,
        _("refuse to confirm"),
        "confirm_review",
    ),
    publish=Step(
        {Status.UNDER_REVIEW},
        Status.PUBLISHED,
        decides,
        _("publish"),
        as_reviewer,
        publishes=True,
        proof=True,
    ),
    refuse=Step({Status.UNDER_REVIEW}, Status.REFUSED, decides, _("refuse"), as_reviewer),
    suspend=Step({Status.PUBLISHED}, Status.SUSPENDED, may_suspend, _("suspend"), proof=True),
    suspend_too=Step(
        {Status.SUSPENDED},
        None,
        of_the_other_side,
        _("suspend too"),
        proof=True,
    ),
    lift_one=Step(
        {Status.SUSPENDED},
        None,
        lifts_one,
        _("lift your side's suspension of"),
        as_owner_or_agency,
        proof=True,
    ),
    resume=Step(
        {Status.SUSPENDED},
        Status.PUBLISHED,
        lifts,
        _("lift the suspension of"),
        as_owner_or_agency,
        publishes=True,
        proof=True,
    ),
    end_suspension=Step({Status.SUSPENDED}, None, one_is_over, _("end one suspension of")),
    take_up=Step(
        {Status.SUSPENDED}, Status.PUBLISHED, all_are_over, _("take up again"), publishes=True
    ),
    let_stand=Step(
        {Status.PUBLISHED}, None, lets_stand, _("let stand"), "review_notice", proof=True
    ),
    withdraw=Step(Notice.IN_CIRCULATION, Status.WITHDRAWN, heads, _("withdraw"), proof=True),
    withdraw_by_system=Step(Notice.IN_CIRCULATION, Status.WITHDRAWN, is_own_system, _("withdraw")),
    cancel=Step(
        Notice.IN_CIRCULATION | {Status.WITHDRAWN},
        Status.CANCELLED,
        agency,
        _("cancel"),
        proof=True,
    ),
    settle=Step({Status.WITHDRAWN}, Status.CANCELLED, is_system, _("close")),
    expire=Step(Notice.IN_CIRCULATION, Status.EXPIRED, is_system, _("end")),
)
