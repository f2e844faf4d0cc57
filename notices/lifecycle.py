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
notice holds again when neither suspends it.

Whoever wrote any of the content, releaser, reviewer and second reviewer are different people; the
constraints of the table say so too. A system may draft; a person submits, and so is an author. A
review that needs a second reviewer stays UNDER_REVIEW until that one confirms.
"""

from django.utils.translation import gettext_lazy as _

from central_offices import roles
from central_offices.models import Officer, Role
from central_offices.two_persons import counting
from ledger.lifecycle import Lifecycle, Step
from notices.models import Colour, Notice

Status = Notice.Status


def owns(officer: "Officer", notice: Notice) -> bool:
    """Somebody of the owner's office, cleared for the notice."""
    return officer.office_id == notice.owner_office_id and cleared(officer, notice)


def cleared(officer: "Officer", notice: Notice) -> bool:
    """A step is closed to whom the notice is hidden from: nobody acts on what they cannot read."""
    return officer.is_cleared_for(notice.classification)


def drafts(officer: Officer, notice: Notice) -> bool:
    """The officer may draft notices for the owner's office, and may be a system."""
    ours = owns(officer, notice) and notice.colour != Colour.UN
    return ours and officer.may("draft_notice", officer.office)


def vouches(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who may draft for the owner's office: no machine gives its word."""
    return officer.is_human and drafts(officer, notice)


def heads(officer: Officer, notice: Notice) -> bool:
    """The officer is a person who may release the owner's notices."""
    ours = owns(officer, notice) and notice.colour != Colour.UN
    return ours and officer.is_human and officer.may("release_notice", officer.office)


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


def reviews(officer: Officer, notice: Notice) -> bool:
    """The officer reviews at the Secretariat, had no part in it, and is of another office."""
    had_part = notice.wrote(officer) or officer.pk in {notice.author_id, notice.released_by_id}
    if had_part or officer.office_id == notice.owner_office_id or not officer.is_human:
        return False
    return cleared(officer, notice) and officer.reviews


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


def suspends(officer: Officer, notice: Notice) -> bool:
    """The officer is the owner's head or a reviewer, and that side suspends the notice."""
    by_owner = notice.owner_suspends_until is not None and heads(officer, notice)
    return by_owner or (notice.secretariat_suspends_until is not None and agency(officer, notice))


def of_the_other_side(officer: Officer, notice: Notice) -> bool:
    """The officer is the owner's head or a reviewer, and only the other side suspends it."""
    one = notice.suspended_until is not None and not notice.both_suspend
    return one and owner_or_agency(officer, notice) and not suspends(officer, notice)


def lifts(officer: Officer, notice: Notice) -> bool:
    """The officer is of the one side that suspends it: the owner's head, or a reviewer."""
    return suspends(officer, notice) and not notice.both_suspend


def lifts_one(officer: Officer, notice: Notice) -> bool:
    """The officer is of one of the two sides that suspend it: the owner's head, or a reviewer."""
    return suspends(officer, notice) and notice.both_suspend


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


def owner_or_agency(officer: Officer, notice: Notice) -> bool:
    """The officer may release the owner's notices, or reviews notices at the Secretariat."""
    return heads(officer, notice) or agency(officer, notice)


def agency(officer: Officer, notice: Notice) -> bool:
    """The officer reviews at the Secretariat, and the notice is not the Secretariat's own."""
    if notice.colour == Colour.UN or officer.office_id == notice.owner_office_id:
        return False
    return officer.is_human and officer.reviews and cleared(officer, notice)


def is_system(officer: Officer, notice: Notice) -> bool:
    """The officer is the system itself, as an actor of the Secretariat."""
    return not officer.is_human and officer.pk == roles.system().pk


def is_own_system(officer: Officer, notice: Notice) -> bool:
    """The officer is the system itself, as an actor of the owner's office."""
    ours = officer.office_id == notice.owner_office_id and notice.colour != Colour.UN
    return ours and not officer.is_human and officer.pk == roles.system(officer.office).pk


def as_owner_or_agency(officer: Officer, notice: Notice) -> str:
    """The right by which a suspension is lifted: the owner's head, or a reviewer."""
    ours = officer.office_id == notice.owner_office_id
    return "release_notice" if ours else "review_notice"


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
    suspend=Step({Status.PUBLISHED}, Status.SUSPENDED, owner_or_agency, _("suspend"), proof=True),
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
