"""Filing of cases: a case with its persons, its changes,  its diary and its documents."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import IO, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import lifecycle, persons, sharing, words
from cases.authorship import DECISIVE
from cases.drafts import NOT_EVALUATED, CaseDraft, Marks
from cases.models import Case, CaseEntry, CaseFile, CaseShare
from cases.safeguards import originator_control
from cases.search import name_keys
from central_offices.access import conditions_of_use
from central_offices.models import Officer
from kernel import acting
from kernel.counters import next_number
from kernel.errors import NotPermitted, NotReady
from kernel.files import stored_files
from kernel.files.types import DOCUMENTS
from kernel.statements.new_rows import demand_sound
from ledger import events
from policies import tags

PLAIN_FIELDS = (
    "title",
    "summary",
    "charge",
    "classification",
    "handling_codes",
    "handling_note",
    "lead_officer",
    "tags",
)
WORDS = ("title", "summary", "charge")
LIST_FIELDS = ("portfolios", "offences")


def open_case(draft: CaseDraft, *, by: Officer) -> Case:
    """File a case with its persons and shares, all or nothing; returns it with its reference.

    Raises NotPermitted when the officer may not file, NotReady when something is missing.
    """
    with acting.acting_as(by):
        if not by.may("file_case", by.office):
            raise NotPermitted(_("You may not file cases. Ask your head of office for the role."))
        return _filed(draft, by)


def open_unasked(draft: CaseDraft, *, by: Officer, writers: Iterable[int] = ()) -> Case:
    """The same within an act of the caller, who has asked whether `by` may.

    `writers` are the ids of others who wrote what the draft was taken from.
    """
    with acting.acting_as(by):
        return _filed(draft, by, writers)


def _filed(draft: CaseDraft, by: Officer, writers: Iterable[int] = ()) -> Case:
    """Everything is asked and made before the number is taken; then come the rows."""
    case = _unsaved(draft, by)
    case.note_writers([by.pk, *writers])
    shares = sharing.first(case, draft.shares, by=by)
    demand_sound(case, but=["reference"])
    if shares:
        _demand_own_words(case, by)
    people = persons.prepared(case, draft.parts, by=by)
    case.reference = new_reference(by.office.code)
    case.save(force_insert=True)
    _list(case, Case.portfolios.through, "portfolio_id", draft.portfolios)
    _list(case, Case.offences.through, "offence_id", draft.offences)
    CaseShare._base_manager.bulk_create(shares)
    persons.put(case, people, seeing=[share.office for share in shares], by=by)
    data = {"persons": len(people), "shares": len(shares)}
    events.record("case.open", by=by, subject=case, after=case.status, data=data, step=True)
    return case


def _list(
    case: Case, through: type[models.Model], column: str, rows: Iterable[models.Model]
) -> None:
    """Write a list of a new case: nothing stands in it yet."""
    keys = dict.fromkeys(row.pk for row in rows)
    through._base_manager.bulk_create(through(case_id=case.pk, **{column: key}) for key in keys)


def edit(case: Case, changes: dict[str, Any], *, by: Officer, version: int) -> Case:
    """Change fields of the case, if it still stands as in `version`.

    `changes` maps names of PLAIN_FIELDS and LIST_FIELDS to new values. Raises Stale with the case
    as it stands now, NotPermitted, WrongState or NotReady.
    """
    with acting.acting_as(by):
        if "classification" in _edited(case, changes, by=by, version=version):
            name_keys.see_persons_again(case.pk)
    return case


def _edited(case: Case, changes: dict[str, Any], *, by: Officer, version: int) -> dict[str, Any]:
    """Change the fields; returns which, with what they were and are."""
    detail: dict[str, Any] = {}
    if "tags" in changes:
        changes = {**changes, "tags": tags.in_order(changes["tags"])}
    with lifecycle.case_steps.take("edit", case, by=by, version=version, detail=detail) as locked:
        whole = {"handling_note": locked.handling_note, **changes}
        _check(whole, locked.owner_office, carried=locked.tags)
        _set_level(locked, changes.get("classification", locked.classification), by)
        for name in PLAIN_FIELDS:
            if name in changes and getattr(locked, name) != changes[name]:
                detail[name] = [_plain(getattr(locked, name)), _plain(changes[name])]
                setattr(locked, name, changes[name])
        for name in LIST_FIELDS:
            if name in changes:
                detail |= _change_list(locked, name, changes[name])
        if detail.keys() & set(WORDS):
            _demand_own_words(locked, by)
        if detail.keys() & set(DECISIVE):
            locked.note_writers([by.pk])
        locked.updated_at = timezone.now()
        locked.search_text = words.searchable(locked.title, locked.summary, locked.charge)
        if by.clearance < locked.classification:
            raise NotReady(_("Your clearance does not reach this level: choose a lower one."))
    return detail


def _demand_own_words(case: Case, by: Officer) -> None:
    """Raise NotReady where the case tells those who see it what another office gave under H2."""
    told = "\n".join(getattr(case, name) for name in WORDS)
    originator_control.demand_of_addition(case, by.office, told, field="summary")


def _set_level(case: Case, level: int, by: Officer) -> None:
    """Whoever raises the level is remembered; it falls by a step of its own (docs/laws.md T11)."""
    if level < case.classification:
        sentence = _("Only a head of office who did not set the level lowers it, with a reason.")
        raise NotReady(sentence, missing=[("classification", sentence)])
    if level > case.classification:
        case.level_set_by = by


def add_note(case: Case, text: str, *, by: Officer, marks: Marks = NOT_EVALUATED) -> CaseEntry:
    """Write into the case's diary; it is sent to nobody. Raises NotReady: no text, H3 unsaid."""
    missing = conditions_of_use.unsaid(asdict(marks))
    if not text.strip():
        missing.append(("text", _("Write the note first.")))
    if missing:
        raise NotReady(missing[-1][1], missing=missing)
    with lifecycle.adding("add_note", case, by=by) as case:
        originator_control.demand_of_addition(case, by.office, text)
        note = CaseEntry(case=case, text=text.strip(), written_by=by, **_as_marked(marks))
        note.full_clean(validate_unique=False)
        note.save(force_insert=True)
        events.record("case.add_note", by=by, subject=note, case_id=case.pk, step=True)
    return note


def add_document(
    case: Case,
    stream: IO[bytes],
    name: str,
    *,
    by: Officer,
    description: str = "",
    marks: Marks = NOT_EVALUATED,
) -> CaseFile:
    """Keep a file in the case. Raises NotReady when it is empty, too large or of another type."""
    if missing := conditions_of_use.unsaid(asdict(marks)):
        raise NotReady(missing[0][1], missing=missing)
    with lifecycle.adding("add_document", case, by=by) as case:
        stored = stored_files.store(stream, name, by=by, allowed=DOCUMENTS)
        words = description.strip()
        told = f"{words}\n{name}"
        originator_control.demand_of_addition(case, by.office, told, [stored.sha256], "file")
        kept = CaseFile(case=case, file=stored, description=words, added_by=by, **_as_marked(marks))
        kept.full_clean(validate_unique=False)
        kept.save(force_insert=True)
        data = {"sha256": stored.sha256, "size": stored.size}
        events.record(
            "case.add_document", by=by, subject=kept, case_id=case.pk, data=data, step=True
        )
    return kept


def _as_marked(marks: Marks) -> dict[str, Any]:
    return asdict(marks) | {"handling_codes": list(marks.handling_codes)}


def new_reference(office_code: str) -> str:
    """The next reference of an office in this year (UTC): KEN-2026-000481."""
    year = timezone.now().year
    return f"{office_code}-{year}-{next_number(f'case/{office_code}/{year}'):06}"


def _unsaved(draft: CaseDraft, by: Officer) -> Case:
    classification = draft.classification
    if classification is None:
        classification = by.office.default_classification
    if by.clearance < classification:
        raise NotReady(_("Your clearance does not reach this level: choose a lower one."))
    _check({name: getattr(draft, name) for name in (*PLAIN_FIELDS, *LIST_FIELDS)}, by.office)
    return Case(
        title=draft.title.strip(),
        summary=draft.summary.strip(),
        charge=draft.charge.strip(),
        owner_office=by.office,
        lead_officer=draft.lead_officer or by,
        tags=tags.in_order(draft.tags),
        classification=classification,
        handling_codes=list(draft.handling_codes),
        handling_note=draft.handling_note.strip(),
        search_text=words.searchable(draft.title, draft.summary, draft.charge),
        created_by=by,
        level_set_by=by,
    )


def _check(changes: dict[str, Any], office: Any, carried: Iterable[str] = ()) -> None:
    """Raise NotReady for changes that no form may let pass, whoever calls.

    `carried` are the tags that the case has already: it may keep those that ended.
    """
    missing = []
    if not changes.get("title", "x").strip():
        missing.append(("title", _("Give the case a title.")))
    if not changes.get("portfolios", [1]):
        missing.append(("portfolios", _("Choose at least one portfolio.")))
    lead = changes.get("lead_officer")
    if lead and (lead.office_id != office.pk or not lead.is_active):
        missing.append(("lead_officer", _("Choose an officer of the office that owns the case.")))
    missing += tags.faults(changes.get("tags", ()), carried)
    missing += conditions_of_use.unsaid(changes)
    if missing:
        raise NotReady(missing[0][1], missing=missing)


def _change_list(case: Case, name: str, rows: Iterable[Any]) -> dict[str, Any]:
    """Set a list of the case; returns what changed, by code."""
    relation = getattr(case, name)
    before = sorted(row.code for row in relation.all())
    after = sorted(row.code for row in rows)
    if before == after:
        return {}
    relation.set(rows)
    return {name: [before, after]}


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, models.Model) else value
