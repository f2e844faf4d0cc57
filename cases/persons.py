"""Records of persons: made in a case, changed by the office that keeps them, found by name."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import dates, lifecycle, names
from cases.drafts import IdentityDraft, PartDraft, PersonDraft
from cases.models import Case, CaseSubject, IdDocument, Identity, Nationality, Subject
from cases.safeguards import (
    part_in_case,
    plausible,
    protected_status,
    refugee_guard,
    typed_codes,
    who_sees,
)
from cases.safeguards.protected_status import Act
from cases.search import name_keys
from central_offices.models import CentralOffice, Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Stale
from kernel.statements.new_rows import demand_sound
from kernel.who_reads import audiences
from ledger import events
from ledger.lifecycle import A_STEP

FACTS = (
    "deceased",
    "minor_at_event",
    "warnings",
    "height_cm",
    "weight_kg",
    "eyes",
    "hair",
    "distinguishing_marks",
    "languages",
)


def keeps(officer: Officer, subject: Subject) -> bool:
    """Whether the officer may change the record: it is the own office's, and the officer files."""
    return officer.office_id == subject.owner_office_id and officer.may("file_case", officer.office)


def add(case: Case, part: PartDraft, *, by: Officer) -> Subject:
    """Put a person into the case: a new record, or one that the officer's office keeps already.

    Raises NotPermitted, WrongState or NotReady.
    """
    with lifecycle.adding("add_person", case, by=by) as case:
        (one,) = prepared(case, [part], by=by)
        seeing = [office for office in who_sees.offices(case) if office.pk != by.office_id]
        put(case, [one], seeing=seeing, by=by)
        subject = one.link.subject
        events.record(
            "case.add_person",
            by=by,
            subject=subject,
            case_id=case.pk,
            data={"status": part.status_of_person, "new": part.existing is None},
            step=True,
        )
    return subject


class Prepared(NamedTuple):
    """A person's part in a case, made but not yet written; `rows` of a new record only."""

    link: CaseSubject
    rows: list[Any]
    typed: set[str]


def prepared(case: Case, parts: Iterable[PartDraft], *, by: Officer) -> list[Prepared]:
    """Make the rows of these parts, for `put`; the case need not be saved.

    Raises NotReady for what is missing or cannot be, and for who is in the case already.
    """
    found: list[Prepared] = []
    for part in parts:
        one = _prepared(case, part, by)
        subject = one.link.subject
        if part.existing and any(subject.pk == other.link.subject_id for other in found):
            raise _in_it_already(subject)
        found.append(one)
    return found


def put(
    case: Case, parts: Sequence[Prepared], *, seeing: Iterable[CentralOffice], by: Officer
) -> None:
    """Write the parts into a case that the caller holds, and that these other offices see.

    Raises NotReady where one of them must not learn of somebody.
    """
    if not parts:
        return
    new = [part for part in parts if part.rows]
    for rows in _by_table(row for part in new for row in part.rows).values():
        rows[0]._meta.model._base_manager.bulk_create(rows)
    for part in new:
        protected_status.claim_typed(part.link.subject, part.typed, by=by)
    links = [part.link for part in parts]
    CaseSubject._base_manager.bulk_create(links)
    known = [part.link.subject_id for part in parts if not part.rows]
    if known:
        name_keys.see_again(known)
    name_keys.add([part.rows for part in new])
    persons = [link.subject_id for link in links]
    refugee_guard.demand(Act.CASE, case.pk, by.office, persons, seeing, "existing")


def edit(subject: Subject, draft: PersonDraft, *, by: Officer, version: int) -> Subject:
    """Replace what the record says by the draft. Raises NotPermitted, Stale or NotReady."""
    draft, typed = typed_codes.taken_out(draft)
    with acting.acting_as(by), acting.by_a_rule(A_STEP):
        if typed or protected_status.entered(subject):  # cases may follow: they are locked first
            list(Case._base_manager.filter(case_subjects__subject=subject).select_for_update())
        subject = Subject._base_manager.select_for_update().get(pk=subject.pk)
        if not keeps(by, subject):
            raise NotPermitted(
                _("Only the office that keeps this record changes it. Add a note to the case.")
            )
        if subject.version != version:
            raise Stale(_("Somebody changed this record while you worked on it."), theirs=subject)
        before = _as_json(subject)
        _fill(subject, draft)
        subject.version += 1
        subject.updated_at = timezone.now()
        subject.note_writers([by.pk])
        _save(subject, draft)
        name_keys.write(subject)
        protected_status.claim_typed(subject, typed, by=by)
        protected_status.reconsider(subject, by=by)
        changed = {"before": before, "after": _as_json(subject)}
        events.record("subject.edit", by=by, subject=subject, detail=changed, step=True)
    return subject


def note_writer(subject: Subject, by: Officer) -> None:
    """Remember that `by` wrote some of the record, beside `edit`; the record is locked for it."""
    row = Subject._base_manager.select_for_update().get(pk=subject.pk)
    row.note_writers([by.pk])
    row.save(update_fields=["written_by"])


def change_part(case: Case, subject: Subject, status: str, *, by: Officer) -> None:
    """Say anew what the person is in the case: suspect, witness, victim …"""
    with lifecycle.adding("add_person", case, by=by) as case:
        part = CaseSubject._base_manager.select_for_update().get(case=case, subject=subject)
        part_in_case.demand_change(case, subject, status)
        before, part.status_of_person = part.status_of_person, status
        part.note_writers([by.pk])
        part.full_clean()
        part.save(update_fields=["status_of_person", "written_by"])
        data = {"from": before, "to": status}
        events.record(
            "case.change_part", by=by, subject=subject, case_id=case.pk, data=data, step=True
        )


def _draft(part: PartDraft) -> PersonDraft:
    if part.person is None:
        raise NotReady(_("Name the person, or choose a record that your office keeps."))
    return part.person


def _known(pk: UUID, by: Officer) -> Subject:
    subject = Subject.objects.editable_by(by).filter(pk=pk).first()
    if subject is None:
        raise NotReady(_("This record is not one that your office keeps. Enter the person anew."))
    return subject


def _prepared(case: Case, part: PartDraft, by: Officer) -> Prepared:
    if part.existing:
        subject, rows, typed = _known(part.existing, by), [], set[str]()
        if CaseSubject._base_manager.filter(case=case, subject=subject).exists():
            raise _in_it_already(subject)
    else:
        draft, typed = typed_codes.taken_out(_draft(part))
        seen_at = sorted(audiences.at_level(case.seen_by, case.classification))
        subject = Subject(owner_office=by.office, created_by=by, seen_at=seen_at)
        subject.note_writers([by.pk])
        _fill(subject, draft)
        rows = [subject, *_rows_of(subject, draft)]
        for row in rows:
            demand_sound(row)
    status = part.status_of_person
    link = CaseSubject(case=case, subject=subject, status_of_person=status, added_by=by)
    link.note_writers([by.pk])
    return Prepared(link, rows, typed)


def _in_it_already(subject: Subject) -> NotReady:
    return NotReady(_("%(name)s is in this case already.") % {"name": subject})


def _by_table(rows: Iterable[Any]) -> dict[type[models.Model], list[Any]]:
    found: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    return found


def _fill(subject: Subject, draft: PersonDraft) -> None:
    subject.kind, subject.sex = draft.kind, draft.sex
    for name in FACTS:
        if name in draft.facts:
            setattr(subject, name, draft.facts[name])
    main = draft.identities[0] if draft.identities else None
    if main is None and draft.kind != Subject.Kind.UNKNOWN_PERSON:
        sentence = _("Enter the name as it is written in the source.")
        raise NotReady(sentence, missing=[("identities", sentence)])
    known_as = (main.romanised or main.as_written) if main else ""
    subject.sort_key = names.sort_key(known_as)[:200] if main else ""


def _save(subject: Subject, draft: PersonDraft) -> None:
    """Write the record and all that hangs on it; what the draft leaves out is deleted."""
    rows = _rows_of(subject, draft)
    subject.full_clean()
    subject.save()
    for row in rows:
        demand_sound(row)
    written = _by_table(rows)
    for model in (Identity, Nationality, IdDocument):
        model._base_manager.filter(subject=subject).delete()
        model._base_manager.bulk_create(written.get(model, []))


def _rows_of(subject: Subject, draft: PersonDraft) -> list[Any]:
    """All that hangs on a record, unsaved. Raises NotReady for what cannot be."""
    plausible.demand_documents(draft)
    nationalities = {given.jurisdiction.pk: given for given in draft.nationalities}
    fields = ("kind", "number", "issuer", "issued_on", "expires_on", "status")
    return [
        *(_identity(subject, rank, given) for rank, given in enumerate(draft.identities)),
        *(
            Nationality(subject=subject, jurisdiction=given.jurisdiction, status=given.status)
            for given in nationalities.values()
        ),
        *(
            IdDocument(subject=subject, **{name: getattr(given, name) for name in fields})
            for given in draft.documents
        ),
    ]


def _identity(subject: Subject, rank: int, given: IdentityDraft) -> Identity:
    try:
        born = dates.parse(given.birth, given.birth_calendar or None)
    except dates.DateRefused as refused:
        sentence = _(refused.message) % refused.params
        raise NotReady(sentence, missing=[("birth", sentence)]) from refused
    if sentence := plausible.birth_refused(born):
        raise NotReady(sentence, missing=[("birth", sentence)])
    return Identity(
        subject=subject,
        rank=rank,
        label=given.label,
        as_written=given.as_written.strip(),
        script=names.script_of(given.as_written),
        romanised=given.romanised.strip(),
        family_name=given.family_name.strip(),
        forename=given.forename.strip(),
        birth_earliest=born.earliest,
        birth_latest=born.latest,
        birth_text=born.text[:40],
        birth_calendar=born.calendar,
        birth_certainty=born.certainty,
        birth_place=given.birth_place.strip(),
        birth_country=given.birth_country,
        quality=given.quality,
    )


def _as_json(subject: Subject) -> dict[str, Any]:
    """The record's content, for the ledger's detail."""
    plain = {name: getattr(subject, name) for name in ("kind", "sex", *FACTS)}
    shown = {
        "identities": ("label", "as_written", "romanised", "birth_text", "birth_place"),
        "nationalities": ("jurisdiction_id", "status"),
        "documents": ("kind", "number", "issuer_id", "status"),
    }
    for relation, fields in shown.items():
        plain[relation] = list(getattr(subject, relation).order_by("pk").values(*fields))
    return plain
