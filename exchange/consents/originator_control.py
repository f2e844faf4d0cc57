"""The owner's conditions of use, enforced where content leaves for another office.

H2: nothing that another office gave, in a request, an answer, or as a note or document of a case,
is passed on without its recorded permission. Recognised are its files, by their digest, and its
words, where they are repeated as they stand. Nor is a case shown to one more office then.
H1: nothing goes into a bundle of evidence without one; the bundle asks `may_be_evidence`.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Length, Replace, StrIndex, Trim
from django.utils.translation import gettext as _

from cases.models import Case, CaseEntry, CaseFile
from central_offices.models import CentralOffice, HandlingCode
from exchange.models import (
    Attachment,
    Consent,
    Contribution,
    RefusalGround,
    Request,
    RequestRecipient,
)
from kernel.errors import NotReady

UNDER_H2 = {"handling_codes__contains": [HandlingCode.H2]}
NOUN = {CaseEntry: "note", CaseFile: "document"}
LEAST = 40  # characters: shorter words are anybody's
Missing = list[tuple[str, str]]
Source = Contribution | Request | CaseEntry | CaseFile


def missing(request: Request) -> Missing:
    """What of a draft may not go to the offices that it is addressed to, as (field, sentence)."""
    to = [side.office for side in request.recipients.select_related("office")]
    words = "\n".join(
        [
            request.title,
            request.ask,
            request.legal_basis,
            request.necessity,
            *map(str, request.facts.values()),
        ]
    )
    files = request.attachments.values_list("file__sha256", flat=True)
    return [("ask", row) for row in held_back(request.owner_office, to, words, files)]


def demand_of(request: Request) -> None:
    """Raise NotReady with what of the request may not go out; a permission may be withdrawn."""
    if found := missing(request):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def demand(
    sender: CentralOffice,
    to: Iterable[CentralOffice],
    words: str,
    attachments: Iterable[Attachment],
) -> None:
    """Raise NotReady if words or files are another office's, and it has not permitted it."""
    files = [row.file.sha256 for row in attachments]
    if found := held_back(sender, list(to), words, files):
        raise NotReady(" ".join(found), [("text", sentence) for sentence in found])


def held_back(
    sender: CentralOffice, to: list[CentralOffice], words: str, files: Iterable[str]
) -> list[str]:
    """A sentence for each source of which something is passed on without permission."""
    plain, digests = words.replace("\r\n", "\n"), list(files)
    seen, of_case = (
        {"seen_by__contains": [sender.number]},
        {"case__seen_by__contains": [sender.number]},
    )
    found = [
        *_repeated(
            Contribution.objects.exclude(office=sender).filter(**seen), "text", plain, digests
        ),
        *_repeated(
            Request.objects.exclude(owner_office=sender).filter(**seen), "ask", plain, digests
        ),
        *_repeated(
            CaseEntry.objects.exclude(written_by__office=sender).filter(**of_case), "text", plain
        ),
        *CaseFile.objects.exclude(added_by__office=sender).filter(
            **of_case, **UNDER_H2, file__sha256__in=digests
        ),
    ]
    sentence = _(
        "This holds what %(office)s gave in %(reference)s, not to be passed on without its "
        "permission. Ask for the permission there, or take it out."
    )
    return [
        sentence % {"office": owner_of(row), "reference": about(row).reference}
        for row in found
        if not _permitted(row, sender, to)
    ]


def demand_of_case(case: Case, office: CentralOffice) -> None:
    """Raise NotReady if showing the case to this office would pass on what it may not (H2)."""
    theirs = [case.owner_office_id, office.pk]
    rows: list[Source] = [
        *case.entries.filter(**UNDER_H2).exclude(written_by__office__in=theirs),
        *case.files.filter(**UNDER_H2).exclude(added_by__office__in=theirs),
    ]
    owners = {owner_of(row) for row in rows if not _permitted(row, case.owner_office, [office])}
    if owners:
        sentence = _(
            "This case holds what %(offices)s gave, not to be passed on without permission. "
            "Ask for the permission on the page of the case."
        ) % {"offices": ", ".join(sorted(map(str, owners)))}
        raise NotReady(sentence, [("office", sentence)])


def may_be_evidence(source: Source, office: CentralOffice) -> bool:
    """Whether this office may use it in judicial proceedings: asked by every bundle of evidence."""
    if HandlingCode.H1 not in source.handling_codes or owner_of(source).pk == office.pk:
        return True
    return _granted(source, office).filter(use=Consent.Use.EVIDENCE).exists()


def only_silence(side: RequestRecipient) -> bool:
    """Whether an owner refused what was to answer this: then a refusal tells nothing else."""
    refused = [Consent.Status.REFUSED, Consent.Status.WITHDRAWN]
    return Consent.objects.filter(answering=side.pk, status__in=refused).exists()


def silence() -> str:
    """All that a refusal for the owner's sake says."""
    return _("The owner of the data restricts their use.")


def demand_silence(ground: RefusalGround, side: RequestRecipient) -> None:
    """Raise NotReady if the owner's refusal would be explained away by another ground."""
    if only_silence(side) and not ground.silent:
        sentence = _("The owner has refused. Choose the ground of the owner's restriction.")
        raise NotReady(sentence, [("ground", sentence)])


def owner_of(source: Source) -> CentralOffice:
    """Whose conditions of use they are."""
    if isinstance(source, Contribution):
        return source.office
    if isinstance(source, Request):
        return source.owner_office
    return source.written_by.office if isinstance(source, CaseEntry) else source.added_by.office


def about(source: Source) -> Request | Case:
    """The request or the case to which it belongs."""
    if isinstance(source, Request):
        return source
    return source.request if isinstance(source, Contribution) else source.case


def names(source: Source) -> dict[str, Any]:
    """The fields of a Consent that say what it is about; the others are None."""
    found: dict[str, Any] = {"request": None, "contribution": None, "case": None}
    found |= {"note": None, "document": None}
    if isinstance(source, Request):
        return found | {"request": source}
    if isinstance(source, Contribution):
        return found | {"request": source.request, "contribution": source}
    return found | {"case": source.case, NOUN[type(source)]: source}


def _repeated(rows: Any, field: str, words: str, files: list[str] | None = None) -> list[Any]:
    """What the office was given under H2 and repeats now, by file or by word."""
    text = Trim(Replace(F(field), _text("\r\n"), _text("\n")))
    rows = rows.filter(**UNDER_H2).annotate(plain=text)
    rows = rows.annotate(size=Length("plain"), place=StrIndex(_text(words), F("plain")))
    found = Q(size__gte=LEAST, place__gt=0)
    if files is not None:
        found |= Q(attachments__file__sha256__in=files)
    return list(rows.filter(found).distinct())


def _text(words: str) -> Value:
    return Value(words, output_field=TextField())


def _permitted(source: Source, sender: CentralOffice, to: list[CentralOffice]) -> bool:
    there = _given_by_owner(source)
    wanted = {office.pk for office in to if office.number not in there} - {owner_of(source).pk}
    rows = _granted(source, sender).filter(use=Consent.Use.SHARE)
    allowed: set[int | UUID] = set(rows.values_list("offices", flat=True))
    return wanted <= allowed


def _given_by_owner(source: Source) -> list[int]:
    """The numbers of offices that have it from its owner, where everybody knows that they do."""
    common = isinstance(source, Contribution) and source.request.is_common
    return list(source.seen_by) if common else []


def _granted(source: Source, office: CentralOffice) -> Any:
    return Consent.objects.granted().filter(office=office, **names(source))
