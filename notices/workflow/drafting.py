"""Drafting of a notice in typed tables, part by part, until the head of the office gets it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.authorship import writers_of
from cases.models import Case, Photo, Subject
from central_offices.models import CentralOffice, Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events
from notices.conditions import judging, rules
from notices.lifecycle import notice_steps
from notices.models import Charge, Colour, Condition, Notice, Particulars, Proceeding
from notices.payload import freeze, of_draft, publicity
from notices.payload import public_extract as extract
from notices.workflow import visibility


def colours() -> list[Colour]:
    """The kinds of notice that can be drafted today: those with conditions in force."""
    today = timezone.now().date()
    ready = set(
        Condition.objects.filter(colour__in=Colour.values, valid_from__lte=today)
        .exclude(valid_to__lte=today)
        .values_list("colour", flat=True)
    )
    return [colour for colour in Colour if colour in ready and colour != Colour.UN]


def start(case: Case, subject: Subject, *, colour: str, by: Officer, **fields: Any) -> Notice:
    """Begin a draft on a person of a case of the own office.

    The level and the portfolios are the case's until the draft says otherwise. Raises
    NotPermitted where the officer may not draft, or the case or the record is another office's.
    """
    _demand_start(case, subject, colour, by)
    with acting.acting_as(by):
        notice = Notice(
            colour=colour,
            case=case,
            subject=subject,
            owner_office=by.office,
            author=by,
            written_by=[by.pk],
            classification=case.classification,
            title=subject.main_name[:300],
            sort_key=subject.main_name.casefold()[:200],
            seen_by=[by.office_number],
            **fields,
        )
        notice.full_clean()
        notice.save(force_insert=True)
        notice.portfolios.set(case.portfolios.all())
        Particulars.objects.create(notice=notice)
        Proceeding.objects.create(notice=notice, jurisdiction=by.office.jurisdiction)
        events.record(
            "notice.start",
            by=by,
            subject=notice,
            after=notice.status,
            case_id=case.pk,
            data={"colour": colour, "person": str(subject.pk)},
            step=True,
        )
    return notice


def _demand_start(case: Case, subject: Subject, colour: str, by: Officer) -> None:
    if not by.may("draft_notice", by.office):
        raise NotPermitted(_("You may not draft notices for your office."))
    if {case.owner_office_id, subject.owner_office_id} != {by.office_id}:
        raise NotPermitted(_("Only the office that keeps the case and the record may draft this."))
    if not case.case_subjects.filter(subject=subject).exists():
        raise NotReady(_("This person is not in the case. Add the person to the case first."))
    if colour not in colours():
        raise NotReady(_("There are no conditions for this kind of notice today."))


@contextmanager
def editing(notice: Notice, part: str, *, by: Officer, version: int | None) -> Iterator[Notice]:
    """Change one part of a draft: the row is locked, its version counted, the step written down."""
    with notice_steps.take("edit", notice, by=by, version=version, part=part) as draft:
        draft.updated_at = timezone.now()
        draft.note_writers([by.pk])
        yield draft


def identity(
    notice: Notice,
    *,
    by: Officer,
    version: int | None = None,
    photo: Photo | None = None,
    second_language: str = "",
    **particulars: Any,
) -> None:
    """Choose the photograph, and say what the office holds besides its record of the person."""
    with editing(notice, "identity", by=by, version=version) as draft:
        if photo is not None and photo.subject_id != draft.subject_id:
            raise NotReady(_("Choose a photograph of this person."))
        draft.photo = photo
        draft.second_language = second_language or draft.second_language
        _update(draft.particulars, particulars)


def judicial(
    notice: Notice,
    *,
    by: Officer,
    version: int | None = None,
    charges: list[dict[str, Any]] | None = None,
    **proceeding: Any,
) -> None:
    """Write the warrant, the assurances and the charges (RPD art. 83(2)(b), 84)."""
    with editing(notice, "judicial", by=by, version=version) as draft:
        row = draft.proceeding
        _update(row, proceeding)
        if charges is not None:
            row.charges.all().delete()
            for values in charges:
                _save(Charge(proceeding=row, **values))


def facts(notice: Notice, *, by: Officer, version: int | None = None, **proceeding: Any) -> None:
    """Write what happened, where and when, and why other countries are concerned."""
    with editing(notice, "facts", by=by, version=version) as draft:
        _update(draft.proceeding, proceeding)


def action(
    notice: Notice,
    *,
    by: Officer,
    version: int | None = None,
    portfolios: Any = None,
    **fields: Any,
) -> None:
    """Write what is asked of other offices, the warning to officers, and how long it is wanted."""
    with editing(notice, "action", by=by, version=version) as draft:
        for name, value in fields.items():
            setattr(draft, name, value)
        if portfolios is not None:
            draft.portfolios.set(portfolios)


def restrictions(
    notice: Notice,
    *,
    by: Officer,
    version: int | None = None,
    classification: int,
    handling_codes: list[str],
    not_for: list[CentralOffice],
) -> None:
    """Choose the level, the conditions of use, and the offices that must not see it.

    Above the level that the public may read of, the choice of an extract is open again.
    """
    if any(office.pk == notice.owner_office_id or not office.is_national for office in not_for):
        raise NotReady(
            _("Your own office, the General Secretariat and the Commission cannot be left out.")
        )
    with editing(notice, "restrictions", by=by, version=version) as draft:
        draft.classification = classification
        draft.handling_codes = handling_codes
        draft.restrictions_chosen = True
        if classification > publicity.MAX_LEVEL and draft.public_extract:
            draft.public_extract, draft.extract_fields = Notice.PublicExtract.UNDECIDED, []
        draft.not_for.set(not_for)


def public_extract(
    notice: Notice,
    *,
    by: Officer,
    version: int | None = None,
    choice: str,
    fields: list[str] | None = None,
) -> None:
    """Say whether the public may see an extract, and which of the permitted fields it shows.

    Raises NotReady where something about the notice forbids it.
    """
    with editing(notice, "extract", by=by, version=version) as draft:
        draft.public_extract = choice
        asked = choice == Notice.PublicExtract.REQUESTED
        draft.extract_fields = list(fields or extract.DEFAULT_FIELDS) if asked else []
        if asked and (why := publicity.refused(draft, of_draft.payload_of(draft))):
            raise NotReady(" ".join(why), [("choice", sentence) for sentence in why])


def discard(notice: Notice, *, by: Officer, reason: str = "") -> None:
    """Give a draft up. Its frozen versions, if it has any, stay."""
    with notice_steps.take("discard", notice, by=by, detail={"reason": reason}) as draft:
        draft.ended_at = draft.updated_at = timezone.now()


def submit(notice: Notice, *, by: Officer, version: int | None = None) -> None:
    """Freeze the draft and hand it to the head of the office.

    Raises NotReady with every item that is missing. Whether what is there suffices is judged
    when it is released.
    """
    with notice_steps.take("submit", notice, by=by, version=version) as draft:
        payload = of_draft.payload_of(draft)
        today = timezone.now().date()
        _complete(judging.for_release(draft, payload, today))
        photo = draft.photo.shown if draft.photo else None
        freeze.freeze(draft, payload, by=by, photo=photo)
        records = [draft.subject_id] if draft.subject_id else []
        draft.note_writers({by.pk, *writers_of(draft.case, records)})
        draft.author, draft.released_by, draft.reviewer = by, None, None
        draft.second_reviewer = None
        draft.release_asked_because = ""
        draft.updated_at = timezone.now()


def send_back(notice: Notice, *, by: Officer, reason: str) -> None:
    """Give a submitted draft back to its author, saying why."""
    if not reason.strip():
        raise NotReady(_("Say what has to change before it is sent back."))
    with notice_steps.take("send_back", notice, by=by, detail={"reason": reason}) as draft:
        draft.updated_at = timezone.now()
        draft.release_asked_because = ""
        draft.seen_by = visibility.offices_of(draft)


def missing(notice: Notice) -> list[rules.Judged]:
    """Conditions that the office still has to meet, as the draft stands: for the task list."""
    today = timezone.now().date()
    judged = judging.for_release(notice, of_draft.payload_of(notice), today)
    return [row for row in judged if row.blocks]


def _complete(judged: list[rules.Judged]) -> None:
    lacking = [row for row in judged if row.blocks and row.finding.missing]
    if lacking:
        raise NotReady(
            _("Something is still missing."),
            [(row.rule.code, row.finding.reason) for row in lacking],
        )


def _update(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    _save(row)


def _save(row: Any) -> None:
    row.full_clean()
    row.save()
