"""Originator control: an owner's conditions of use, asked wherever content leaves for an office.

H2: nothing that another office gave is passed on without its recorded consent. Recognised are its
files, by their digest, and its words, where repeated as they stand. No more offices see it then.
H1: nothing is used in judicial proceedings without one: `may_be_evidence` says whether, and a
message of which it doesn't hold is not saved as evidence (`exchange/delivery/signature_proof.py`).
Persons that another office put into a case are always under H2: a record is its owner's, and nobody
else widens who sees it (docs/laws.md F1, L10).

Each app registers its own rows of what offices give each other (`register`); the app that keeps
consents says what they cover (`ask_consents_of`). Until it does, no consent exists.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Length, Replace, StrIndex, Trim
from django.utils.translation import gettext as _

from cases.models import Case, CaseEntry, CaseFile, CaseInvitation, CaseSubject
from central_offices.models import CentralOffice, HandlingCode
from kernel import acting
from kernel.errors import NotReady

UNDER_H2 = {"handling_codes__contains": [HandlingCode.H2]}
REPEATED_FROM_CHARACTERS = 40  # shorter words are anybody's


def _nobody(_source: Any) -> list[int]:
    return []


@dataclass(frozen=True)
class Contributed:
    """One kind of what offices give each other.

    `received_by(office)` are the rows of others that an office sees; `owner_of` says whose
    conditions they are under, `about` to which case or request they belong. `text` is the field
    and `files` the path to the digests in which a repetition is recognised; either may be empty.
    `known_to` are the numbers of offices that have it from its owner, as everybody knows.
    """

    noun: str
    received_by: Callable[[CentralOffice], QuerySet[Any]]
    owner_of: Callable[[Any], CentralOffice]
    about: Callable[[Any], Any]
    text: str = ""
    files: str = ""
    known_to: Callable[[Any], list[int]] = _nobody


@dataclass(frozen=True)
class Consents:
    """The consents of owners, as (source, the office that asked).

    `offices` are the keys of those to which it may be passed on; `evidence` says whether it may be
    used in judicial proceedings.
    """

    offices: Callable[[Any, CentralOffice], set[int | UUID]]
    evidence: Callable[[Any, CentralOffice], bool]


_kinds: dict[type[Model], Contributed] = {}
_consents = Consents(offices=lambda source, office: set(), evidence=lambda source, office: False)


def register(model: type[Model], kind: Contributed) -> None:
    """Let rows of `model` be under their owner's conditions."""
    _kinds[model] = kind


def ask_consents_of(consents: Consents) -> None:
    """Let `consents` say what owners have permitted."""
    global _consents
    _consents = consents


@acting.by_a_rule("originator control")
def held_back(
    sender: CentralOffice,
    to: list[CentralOffice],
    words: str,
    files: Iterable[str],
    *,
    but_in: Case | None = None,
) -> list[str]:
    """A sentence for each source of which something is passed on without its owner's consent.

    `files` are SHA-256 digests of what goes out with the `words`; what stands in the case `but_in`
    itself is no passing on there. Only what the sender was given is known again, so that nobody
    tries whether another office holds a file.
    """
    plain, digests = words.replace("\r\n", "\n"), list(files)
    if not to or not digests and len(plain) < REPEATED_FROM_CHARACTERS:
        return []
    sentence = _(
        "This holds what %(office)s gave in %(reference)s, not to be passed on without its "
        "consent. Ask for the consent there, or take it out."
    )
    return [
        sentence % {"office": owner_of(row), "reference": about(row).reference}
        for kind in _kinds.values()
        if kind.text or kind.files
        for row in _repeated(kind, sender, plain, digests)
        if not (but_in is not None and about(row) == but_in) and not _permitted(row, sender, to)
    ]


def demand(
    sender: CentralOffice, to: Iterable[CentralOffice], words: str, files: Iterable[str]
) -> None:
    """Raise NotReady if words or files (digests) are another office's that it has not permitted."""
    if found := held_back(sender, list(to), words, files):
        raise NotReady(" ".join(found), [("text", sentence) for sentence in found])


@acting.by_a_rule("originator control")
def demand_of_addition(
    case: Case, sender: CentralOffice, words: str, files: Iterable[str] = (), field: str = "text"
) -> None:
    """Raise NotReady if whoever sees the case would read what the sender may not pass on (H2)."""
    invited = CaseInvitation.objects.filter(content_object=case).values("user__office")
    sees = Q(number__in=case.seen_by) | Q(pk__in=invited)
    to = list(CentralOffice.objects.filter(sees).exclude(pk=sender.pk))
    if found := held_back(sender, to, words, files, but_in=case):
        raise NotReady(" ".join(found), [(field, sentence) for sentence in found])


def _demand_of_copies(case: Case, office: CentralOffice) -> None:
    """Raise NotReady if the case holds copies of what its writers were given elsewhere.

    The owner reads which of its own; of a contributor's it reads what it reads of any content that
    the contributor has not released.
    """
    written: dict[CentralOffice, tuple[list[str], list[str]]] = {}
    for note in case.entries.select_related("written_by__office"):
        written.setdefault(note.written_by.office, ([], []))[0].append(note.text)
    for row in case.files.select_related("added_by__office", "file"):
        written.setdefault(row.added_by.office, ([], []))[1].append(row.file.sha256)
    own = written.setdefault(case.owner_office, ([], []))
    own[0].extend([case.title, case.summary, case.charge])
    for writer, (words, files) in written.items():
        if writer.pk == office.pk:
            continue
        found = held_back(writer, [office], "\n".join(words), files, but_in=case)
        if found and writer != case.owner_office:
            found = [not_without_consent([str(writer)])]
        if found:
            raise NotReady(" ".join(found), [("office", sentence) for sentence in found])


@acting.by_a_rule("originator control")
def demand_of_case(case: Case, office: CentralOffice) -> None:
    """Raise NotReady if showing the case to this office would pass on what it may not (H2)."""
    _demand_of_copies(case, office)
    theirs = [case.owner_office_id, office.pk]
    rows: list[CaseEntry | CaseFile | CaseSubject] = [
        *case.entries.filter(**UNDER_H2).exclude(written_by__office__in=theirs),
        *case.files.filter(**UNDER_H2).exclude(added_by__office__in=theirs),
        *contributed_persons(case),
    ]
    owners = {owner_of(row) for row in rows if not _permitted(row, case.owner_office, [office])}
    if owners:
        sentence = not_without_consent(sorted(map(str, owners)))
        raise NotReady(sentence, [("office", sentence)])


@acting.by_a_rule("originator control")
def persons_held_back(
    case: Case, subject_ids: Iterable[UUID], to: Iterable[CentralOffice]
) -> list[str]:
    """A sentence if persons of the case would go to an office without their owner's consent."""
    offices = list(to)
    links = contributed_persons(case).filter(subject__in=list(subject_ids))
    owners = {owner_of(row) for row in links if not _permitted(row, case.owner_office, offices)}
    return [not_without_consent(sorted(map(str, owners)))] if owners else []


def contributed_persons(case: Case) -> QuerySet[CaseSubject]:
    """The persons that other offices put into the case."""
    links = CaseSubject._base_manager.filter(case=case)
    links = links.exclude(subject__owner_office=case.owner_office_id)
    return links.select_related("subject__owner_office", "case__owner_office")


def is_contributed(link: CaseSubject) -> bool:
    """Whether another office put this person into the case."""
    return bool(link.subject.owner_office_id != link.case.owner_office_id)


def not_without_consent(offices: list[str]) -> str:
    """The sentence, which doesn't name the thing, where these offices have not consented."""
    sentence = _(
        "This case holds what %(offices)s gave, not to be passed on without consent. "
        "Ask for the consent on the page of the case."
    )
    return sentence % {"offices": ", ".join(offices)}


def may_be_evidence(source: Any, office: CentralOffice) -> bool:
    """Whether this office may use it in judicial proceedings: its owner, or with a consent."""
    if HandlingCode.H1 not in codes_of(source) or owner_of(source).pk == office.pk:
        return True
    return _consents.evidence(source, office)


def asks_owner(source: Any, office: CentralOffice) -> bool:
    """Whether this office would have to ask another one, the owner, for a consent (H1, H2)."""
    needed = isinstance(source, CaseSubject) or source.needs_consent
    return bool(needed) and owner_of(source).pk != office.pk


def codes_of(source: Any) -> list[str]:
    """The owner's conditions of use; a contributed person's are those of every such person."""
    if isinstance(source, CaseSubject):
        return [HandlingCode.H2]
    return list(source.handling_codes)


def owner_of(source: Any) -> CentralOffice:
    """The office whose conditions of use they are."""
    return _kinds[type(source)].owner_of(source)


def about(source: Any) -> Any:
    """The request or the case to which it belongs."""
    return _kinds[type(source)].about(source)


def noun_of(source: Any) -> str:
    """The noun for it: note, document, contribution or request."""
    return _kinds[type(source)].noun


def _repeated(
    kind: Contributed, sender: CentralOffice, words: str, digests: list[str]
) -> list[Any]:
    """Rows that the office was given under H2 and repeats now, by file or by word."""
    rows, found = kind.received_by(sender).filter(**UNDER_H2), Q()
    if kind.text:
        text = Trim(Replace(F(kind.text), _text("\r\n"), _text("\n")))
        rows = rows.annotate(plain=text)
        rows = rows.annotate(size=Length("plain"), place=StrIndex(_text(words), F("plain")))
        found |= Q(size__gte=REPEATED_FROM_CHARACTERS, place__gt=0)
    if kind.files:
        found |= Q(**{f"{kind.files}__in": digests})
    return list(rows.filter(found).distinct())


def _text(words: str) -> Value:
    return Value(words, output_field=TextField())


def _permitted(source: Any, sender: CentralOffice, to: list[CentralOffice]) -> bool:
    kind = _kinds[type(source)]
    there = kind.known_to(source)
    wanted = {office.pk for office in to if office.number not in there}
    wanted -= {kind.owner_of(source).pk}
    return wanted <= _consents.offices(source, sender)


register(
    CaseEntry,
    Contributed(
        noun="note",
        received_by=lambda office: CaseEntry.objects.exclude(written_by__office=office).filter(
            case__seen_by__contains=[office.number]
        ),
        owner_of=lambda row: row.written_by.office,
        about=lambda row: row.case,
        text="text",
    ),
)
register(
    CaseFile,
    Contributed(
        noun="document",
        received_by=lambda office: CaseFile.objects.exclude(added_by__office=office).filter(
            case__seen_by__contains=[office.number]
        ),
        owner_of=lambda row: row.added_by.office,
        about=lambda row: row.case,
        files="file__sha256",
    ),
)
register(
    CaseSubject,
    Contributed(
        noun="person",
        received_by=lambda office: CaseSubject.objects.exclude(subject__owner_office=office).filter(
            case__seen_by__contains=[office.number]
        ),
        owner_of=lambda row: row.subject.owner_office,
        about=lambda row: row.case,
    ),
)
