"""Persons who may be known already, shown before somebody enters them a second time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases import dates
from cases.models import Subject
from cases.search import persons_and_cases
from ledger import events

LIKELY = 0.85
MOST = 5


def of_parts(officer, parts: list[dict]) -> list[list[dict]]:
    """For each person typed, the likeliest records that the officer may see."""
    return [_known(officer, part) for part in parts]


def suggest(request: HttpRequest) -> HttpResponse:
    """The same for one name while it is typed: a fragment for htmx."""
    name = next((value for key, value in request.GET.items() if key.endswith("as_written")), "")
    found = _known(request.user, {"as_written": name.strip()[:300]})
    events.record(
        "subject.suggest",
        by=request.user,
        purpose="INFORMATION",
        data={"count": len(found)},
        detail={"q": name},
    )
    return render(request, "cases/known.html", {"found": found})


def _known(officer, part: dict) -> list[dict]:
    name = part.get("as_written", "")
    if not name or part.get("existing"):
        return []
    born = dates.parse(part.get("birth", ""), part.get("birth_calendar") or None)
    found = persons_and_cases.persons(officer, name, born=born, least=LIKELY)[:MOST]
    rows = Subject.objects.visible_to(officer).in_bulk([one.subject for one in found])
    return [
        {"subject": rows[one.subject], "match": one, "is_own": _is_own(officer, rows[one.subject])}
        for one in found
        if one.subject in rows
    ]


def _is_own(officer, subject: Subject) -> bool:
    return subject.owner_office_id == officer.office_id
