"""Originator control in the exchange: what offices give in requests, and the consents about it."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cases import contributed_persons
from cases.contributed_persons import Use
from cases.models import CaseEntry, CaseFile, CaseSubject
from cases.safeguards import originator_control
from cases.safeguards.originator_control import Consents, Contributed
from central_offices.models import CentralOffice
from exchange.models import Consent, Contribution, Request
from kernel import acting
from kernel.errors import NotReady

Source = Contribution | Request | CaseEntry | CaseFile | CaseSubject
Missing = list[tuple[str, str]]


def register() -> None:
    """Put contributions and requests under their owners' conditions, and ask consents here."""
    originator_control.register(
        Contribution,
        Contributed(
            noun="contribution",
            received_by=lambda office: _seen(Contribution.objects, office).exclude(office=office),
            owner_of=lambda row: row.office,
            about=lambda row: row.request,
            text="text",
            files="attachments__file__sha256",
            known_to=lambda row: list(row.seen_by) if row.request.is_common else [],
        ),
    )
    originator_control.register(
        Request,
        Contributed(
            noun="request",
            received_by=lambda office: _seen(Request.objects, office).exclude(owner_office=office),
            owner_of=lambda row: row.owner_office,
            about=lambda row: row,
            text="ask",
            files="attachments__file__sha256",
        ),
    )
    originator_control.ask_consents_of(Consents(offices=_offices, evidence=_evidence))
    contributed_persons.tell_of(_uses)


def missing(request: Request) -> Missing:
    """Content of a draft that may not go where it is addressed to, as (field, sentence)."""
    to = [recipient.office for recipient in request.recipients.select_related("office")]
    words = [*words_of(request), *map(str, request.facts.values())]
    files = request.attachments.values_list("file__sha256", flat=True)
    found = originator_control.held_back(request.owner_office, to, "\n".join(words), files)
    return [*[("ask", sentence) for sentence in found], *_persons(request, to)]


def words_of(request: Request) -> list[str]:
    """The free text of a request."""
    return [request.title, request.ask, request.legal_basis, request.necessity]


def all_words(request: Request) -> str:
    """Every word that a request is told in: free text, facts and the names of its files."""
    names = request.attachments.values_list("file__original_name", flat=True)
    return "\n".join([*words_of(request), *map(str, request.facts.values()), *names])


@acting.by_a_rule("originator control")
def _persons(request: Request, to: list[CentralOffice]) -> Missing:
    """Persons whom their own office has not released, or has taken out of the case meanwhile."""
    case = request.told_case
    if case is None or not request.subject_ids:
        return []
    there = CaseSubject._base_manager.filter(case=case, subject__in=request.subject_ids)
    if there.count() != len(set(request.subject_ids)):
        return [("persons", _("A person was taken out of the case. Choose the persons again."))]
    held = originator_control.persons_held_back(case, request.subject_ids, to)
    return [("persons", sentence) for sentence in held]


@acting.by_a_rule("where own persons are")
def _uses(link: CaseSubject) -> list[Use]:
    """The requests in which the case's owner told others of a person of another office."""
    rows = Request.objects.filter(
        case=link.case_id, subject_ids__contains=[link.subject_id], sent_at__gte=link.added_at
    )
    told = rows.prefetch_related("recipients__office").order_by("-sent_at")
    return [
        Use(row.sent_at, _("Named in a request"), [one.office for one in row.recipients.all()])
        for row in told
        if row.sent_at
    ]


def demand(request: Request) -> None:
    """Raise NotReady with what of the request may not go out; a consent may be withdrawn."""
    if found := missing(request):
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def fields_of(source: Source) -> dict[str, Any]:
    """The fields of a Consent that say what it is about; the others are None."""
    found: dict[str, Any] = {"request": None, "contribution": None, "case": None}
    found |= {"note": None, "document": None, "person": None}
    if isinstance(source, Request):
        return found | {"request": source}
    if isinstance(source, Contribution):
        return found | {"request": source.request, "contribution": source}
    if isinstance(source, CaseSubject):
        return found | {"case": source.case, "person": source.subject}
    return found | {"case": source.case, originator_control.noun_of(source): source}


def _seen(rows: Any, office: CentralOffice) -> Any:
    return rows.filter(seen_by__contains=[office.number])


def _granted(source: Source, office: CentralOffice) -> Any:
    return Consent.objects.granted().filter(office=office, **fields_of(source))


@acting.by_a_rule("originator control")
def _offices(source: Source, office: CentralOffice) -> set[int | UUID]:
    rows = _granted(source, office).filter(use=Consent.Use.SHARE)
    return set(rows.values_list("offices", flat=True))


@acting.by_a_rule("originator control")
def _evidence(source: Source, office: CentralOffice) -> bool:
    return bool(_granted(source, office).filter(use=Consent.Use.EVIDENCE).exists())
