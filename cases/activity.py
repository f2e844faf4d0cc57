"""Activity of a case, as its viewers may know it: a reading of the ledger.

An event of another app is shown only to who may see what it is about: that app registers how.
"""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from central_offices.models import Officer
from ledger.models import Event

WORDS: dict[str, Any] = {
    "case.open": _("Case filed"),
    "case.activate": _("Taken up"),
    "case.suspend": _("Suspended"),
    "case.close": _("Closed"),
    "case.reopen": _("Reopened"),
    "case.archive": _("Archived"),
    "case.edit": _("Changed"),
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


class Source(NamedTuple):
    """Events of another app: the words of its verbs, and which of its rows an officer sees."""

    words: dict[str, Any]
    visible: "Callable[[Officer, Collection[UUID]], set[UUID]]"


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
    case: Case, officer: Officer, *, kind: str = "", max_rows: int = 100
) -> list[dict[str, Any]]:
    """The events of a case that the officer sees, newest first."""
    words = _words(officer, case, kind)
    about = Q(case_id=case.pk) | Q(subject_id=case.pk)
    rows = Event.objects.filter(about, verb__in=words).select_related("actor__office", "detail")
    found = list(rows.order_by("-at", "-id")[:max_rows])
    shown = _allowed(officer, found)
    return [
        {"event": event, "words": words[event.verb], "reason": _reason(event), "key": _key(event)}
        for event in found
        if event.pk in shown
    ]


def _words(officer: Officer, case: Case, kind: str) -> dict[str, Any]:
    if kind == "reads":
        return READ_WORDS if may_see_reads(officer, case) else {}
    if kind == "notes":
        return {verb: WORDS[verb] for verb in NOTES}
    every = dict(WORDS)
    for source in _sources.values():
        every |= source.words
    if kind == "decisions":
        return {verb: words for verb, words in every.items() if verb not in NOTES}
    return every


def _allowed(officer: Officer, found: list[Event]) -> set[UUID]:
    """Of events, those whose subject the officer may see; the case's own are seen with it."""
    asked: dict[str, set[UUID]] = {}
    for event in found:
        if event.subject_type in _sources and event.subject_id:
            asked.setdefault(event.subject_type, set()).add(event.subject_id)
    seen = {kind: _sources[kind].visible(officer, ids) for kind, ids in asked.items()}
    return {
        event.pk
        for event in found
        if event.subject_type.startswith("cases.")
        or event.subject_id in seen.get(event.subject_type, ())
    }


def _reason(event: Event) -> str:
    detail = getattr(event, "detail", None)
    return (detail.body or {}).get("reason", "") if detail else ""


def _key(event: Event) -> bool:
    return bool(event.before != event.after or event.verb in {"case.share", "case.end_share"})
