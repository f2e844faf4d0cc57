"""Activity of a case, as its viewers may know it: a reading of the ledger.

Each event names what it was about, and what stood before and after, as far as the officer sees
that. An event of another app is shown only to who may see what it is about: that app registers how.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cases.activity import changes
from cases.activity.changes import Change
from cases.models import Case, CaseEntry, CaseFile, Subject
from central_offices.models import CentralOffice, Officer
from kernel import acting
from ledger.models import Event

WORDS: dict[str, Any] = {
    "case.open": _("Case filed"),
    "case.activate": _("Taken up"),
    "case.suspend": _("Suspended"),
    "case.close": _("Closed"),
    "case.reopen": _("Reopened"),
    "case.archive": _("Archived"),
    "case.edit": _("Changed"),
    "case.lower_level": _("Level lowered"),
    "case.share": _("Shared"),
    "case.end_share": _("Sharing ended"),
    "case.invite": _("Officer invited"),
    "case.end_invitation": _("Invitation ended"),
    "case.add_person": _("Person added"),
    "case.take_out_person": _("Person taken out"),
    "case.change_part": _("Part of a person changed"),
    "case.add_note": _("Note written"),
    "case.add_document": _("Document added"),
}
OF_PERSONS: dict[str, Any] = {
    "subject.edit": _("Record of a person changed"),
    "subject.add_photo": _("Photograph added"),
}
READ_WORDS: dict[str, Any] = {
    "case.view": _("Read"),
    "case.download": _("Document downloaded"),
    "subject.view": _("Person read"),
    "photo.view": _("Photograph read"),
}
KINDS: dict[str, Any] = {
    "": _("All"),
    "decisions": _("Decisions"),
    "notes": _("Notes"),
    "reads": _("Access"),
}
NOTES = ("case.add_note", "case.add_document")
MAX_ROWS_SHOWN = 100
NOTE_CHARACTERS_SHOWN = 120


class Thing(NamedTuple):
    """The object of an event: its name, and where it is read; no address, no page of its own."""

    name: str
    url: str = ""


Things = Mapping[UUID, Thing]


class Source(NamedTuple):
    """Events of another app: the words of its verbs, and which of its rows an officer sees.

    `things(officer, ids)` names the rows that the officer sees; of others no event is shown.
    `of_case` finds rows whose events do not name the case; `states` are the labels of the status.
    """

    words: dict[str, Any]
    things: Callable[[Officer, Collection[UUID]], Things]
    states: Any = ()
    of_case: Callable[[Officer, Case], Iterable[UUID]] | None = None
    read_words: Mapping[str, Any] = {}


class Happened(NamedTuple):
    """An event as an officer may know it."""

    event: Event
    words: Any
    thing: Thing | None
    changes: list[Change]
    reason: str
    key: bool
    actor: str


_sources: dict[str, Source] = {}


def register(subject_type: str, source: Source) -> None:
    """Show events about rows of `subject_type` ("notices.notice") to who may see those rows."""
    _sources[subject_type] = source


def kinds_for(officer: Officer, case: Case) -> dict[str, Any]:
    """The filters offered; who read the case is for its owner's head and auditors only."""
    if may_see_reads(officer, case):
        return KINDS
    return {name: words for name, words in KINDS.items() if name != "reads"}


def may_see_reads(officer: Officer, case: Case) -> bool:
    return officer.office_id == case.owner_office_id and officer.may("view_audit", officer.office)


def events_of(
    case: Case,
    officer: Officer,
    *,
    kind: str = "",
    max_rows: int = MAX_ROWS_SHOWN,
    persons: Iterable[UUID] | None = None,
) -> list[Happened]:
    """The events of a case that the officer sees, newest first.

    `persons` are those of the case, where they were read already.
    """
    words, related = _words(officer, case, kind), _related(officer, case, persons)
    about = Q(case_id=case.pk) | Q(subject_id=case.pk) | Q(subject_id__in=related)
    rows = Event.objects.filter(about, verb__in=words).select_related("actor__office", "detail")
    with acting.by_a_rule("what happened to a case"):  # whoever did it, of whatever office
        found = list(rows.order_by("-at", "-id")[:max_rows])
    things, sides = _things(officer, found), _sides(case, found)
    return [
        Happened(
            event,
            words[event.verb],
            _about(event, things, sides),
            changes.of(event, officer, case, _states(event)),
            _reason(event),
            bool(event.before != event.after or event.verb in {"case.share", "case.end_share"}),
            _actor(event, officer),
        )
        for event in found
        if _is_shown(event, things, officer)
    ]


def _is_shown(event: Event, things: Things, officer: Officer) -> bool:
    """The case's own events are seen with it; others by who sees their object.

    Who of another office read such an object is that office's business.
    """
    if event.subject_type.startswith("cases."):
        return True
    source = _sources.get(event.subject_type)
    if source and event.verb in source.read_words:
        own = event.actor is not None and event.actor.office_id == officer.office_id
        return own and event.subject_id in things
    return event.subject_id in things


def _words(officer: Officer, case: Case, kind: str) -> dict[str, Any]:
    if kind == "reads":
        if not may_see_reads(officer, case):
            return {}
        also = [source.read_words for source in _sources.values()]
        return {verb: words for named in (READ_WORDS, *also) for verb, words in named.items()}
    if kind == "notes":
        return {verb: WORDS[verb] for verb in NOTES}
    every = WORDS | OF_PERSONS
    for source in _sources.values():
        every |= source.words
    if kind == "decisions":
        return {verb: words for verb, words in every.items() if verb not in NOTES}
    return every


def _related(officer: Officer, case: Case, persons: Iterable[UUID] | None) -> set[UUID]:
    """The rows of the case whose events don't name it, as far as the officer sees them."""
    if persons is None:
        rows = Subject.objects.visible_to(officer).filter(case_subjects__case=case)
        persons = rows.values_list("pk", flat=True)
    found = set(persons)
    for source in _sources.values():
        found |= set(source.of_case(officer, case)) if source.of_case else set()
    return found


def _things(officer: Officer, found: list[Event]) -> dict[UUID, Thing]:
    """The objects of events that the officer sees, by id."""
    asked: dict[str, set[UUID]] = {}
    for event in found:
        if event.subject_id:
            asked.setdefault(event.subject_type, set()).add(event.subject_id)
    named: dict[UUID, Thing] = {}
    for kind, ids in asked.items():
        if name := OWN.get(kind):
            named |= name(officer, ids)
        elif kind in _sources:
            named |= _sources[kind].things(officer, ids)
    return named


def _sides(case: Case, found: list[Event]) -> dict[Any, Thing]:
    """By code of an office or number of an officer: with whom a case was shared, who was invited.

    Whoever sees a case sees who else does.
    """
    of_case = [event.data for event in found if event.subject_type == Case._meta.label_lower]
    codes = {data["office"] for data in of_case if data.get("office")}
    # Whom the case was shared with is read with it, where it was read for a page.
    kept = getattr(case, "_prefetched_objects_cache", {}).get("shares", [])
    known = {share.office.code: share.office for share in kept}
    if missing := codes - known.keys():
        known |= {row.code: row for row in CentralOffice.objects.filter(code__in=missing)}
    invited = [data["officer"] for data in of_case if data.get("officer")]
    officers = Officer.objects.filter(pk__in=invited).select_related("office")
    named: dict[Any, Thing] = {
        code: Thing(f"{known[code]} ({code})") for code in codes & known.keys()
    }
    return named | {row.pk: Thing(f"{row}, {row.office}") for row in officers}


def _about(event: Event, things: Things, sides: dict[Any, Thing]) -> Thing | None:
    """The object of an event: the other side of a sharing or an invitation, else its subject."""
    if event.subject_type == Case._meta.label_lower:
        return sides.get(event.data.get("office") or event.data.get("officer"))
    return things.get(event.subject_id) if event.subject_id else None


def _states(event: Event) -> Any:
    if event.subject_type == Case._meta.label_lower:
        return Case.Status
    source = _sources.get(event.subject_type)
    return source.states if source else ()


def _persons(officer: Officer, ids: Collection[UUID]) -> Things:
    rows = Subject.objects.visible_to(officer).filter(pk__in=ids).prefetch_related("identities")
    return {row.pk: Thing(str(row), _address(row)) for row in rows}


def _notes(officer: Officer, ids: Collection[UUID]) -> Things:
    rows = CaseEntry.objects.visible_to(officer).filter(pk__in=ids)
    return {row.pk: Thing(Truncator(row.text).chars(NOTE_CHARACTERS_SHOWN)) for row in rows}


def _documents(officer: Officer, ids: Collection[UUID]) -> Things:
    rows = CaseFile.objects.visible_to(officer).filter(pk__in=ids).select_related("file")
    return {
        row.pk: Thing(", ".join(filter(None, (row.file.original_name, row.description))))
        for row in rows
    }


OWN: dict[str, Callable[[Officer, Collection[UUID]], Things]] = {
    Subject._meta.label_lower: _persons,
    CaseEntry._meta.label_lower: _notes,
    CaseFile._meta.label_lower: _documents,
}


def _address(row: models.Model) -> str:
    find = getattr(row, "get_absolute_url", None)
    return find() if find else ""


def _reason(event: Event) -> str:
    detail = getattr(event, "detail", None)
    return (detail.body or {}).get("reason", "") if detail else ""


def _actor(event: Event, officer: Officer) -> str:
    """The officer who did it; of another office's work outside the case only the office."""
    if event.actor is None:
        return ""
    office = event.actor.office
    own = event.subject_type.startswith("cases.") or office == officer.office
    return f"{event.actor}, {office}" if own else str(office)
