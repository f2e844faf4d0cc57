"""Records of persons: made in a case, changed by the office that keeps them, found by name."""

from typing import Any
from uuid import UUID

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
from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Stale
from kernel.who_reads import audiences
from ledger import events

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
        subject = link(case, part, by=by)
        events.record(
            "case.add_person",
            by=by,
            subject=subject,
            case_id=case.pk,
            data={"status": part.status_of_person, "new": part.existing is None},
            step=True,
        )
    return subject


def link(case: Case, part: PartDraft, *, by: Officer) -> Subject:
    """The part of `add` that `filing.open_case` shares; the case is held by the caller."""
    seen_at = sorted(audiences.at_level(case.seen_by, case.classification))
    subject = _known(part.existing, by) if part.existing else _new(_draft(part), by, seen_at)
    links = CaseSubject._base_manager
    if part.existing and links.filter(case=case, subject=subject).exists():
        raise NotReady(_("%(name)s is in this case already.") % {"name": subject})
    links.create(
        case=case,
        subject=subject,
        status_of_person=part.status_of_person,
        added_by=by,
        written_by=[by.pk],
    )
    if part.existing:
        name_keys.see_again([subject.pk])
    else:
        name_keys.write(subject)
    seeing = [office for office in who_sees.offices(case) if office.pk != by.office_id]
    refugee_guard.demand(Act.CASE, case.pk, by.office, [subject.pk], seeing, "existing")
    return subject


def edit(subject: Subject, draft: PersonDraft, *, by: Officer, version: int) -> Subject:
    """Replace what the record says by the draft. Raises NotPermitted, Stale or NotReady."""
    draft, typed = typed_codes.taken_out(draft)
    with acting.acting_as(by):
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


def _new(draft: PersonDraft, by: Officer, seen_at: list[int]) -> Subject:
    subject = Subject(owner_office=by.office, created_by=by, written_by=[by.pk], seen_at=seen_at)
    draft, typed = typed_codes.taken_out(draft)
    _fill(subject, draft)
    _save(subject, draft)
    protected_status.claim_typed(subject, typed, by=by)
    return subject


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
    plausible.demand_documents(draft)
    subject.full_clean()
    subject.save()
    identities = [_identity(subject, rank, given) for rank, given in enumerate(draft.identities)]
    _replace(Identity, subject, identities)
    nationalities = {given.jurisdiction.pk: given for given in draft.nationalities}
    _replace(
        Nationality,
        subject,
        [
            Nationality(subject=subject, jurisdiction=given.jurisdiction, status=given.status)
            for given in nationalities.values()
        ],
    )
    fields = ("kind", "number", "issuer", "issued_on", "expires_on", "status")
    _replace(
        IdDocument,
        subject,
        [
            IdDocument(subject=subject, **{name: getattr(given, name) for name in fields})
            for given in draft.documents
        ],
    )


def _replace(model: Any, subject: Subject, rows: list[Any]) -> None:
    model._base_manager.filter(subject=subject).delete()
    for row in rows:
        row.full_clean(exclude=["subject"], validate_unique=False, validate_constraints=False)
    model._base_manager.bulk_create(rows)


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
