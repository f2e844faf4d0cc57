"""Persons who may be known already, shown before somebody enters them a second time."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cases import dates
from cases.models import Subject
from cases.search import persons_and_cases
from central_offices.access import purpose_on_pages
from central_offices.access.officer_request import OfficerRequest
from central_offices.models import Officer, Purpose
from ledger import events

MIN_SCORE_LIKELY = 0.85
MAX_KNOWN_SHOWN = 5


def of_parts(officer: Officer, parts: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """For each person typed, the likeliest records that the officer may see."""
    return [_known(officer, part) for part in parts]


def suggest(request: OfficerRequest) -> HttpResponse:
    """The same for one name while it is typed: a fragment for htmx."""
    name = next((request.GET[key] for key in request.GET if key.endswith("as_written")), "")
    found = _known(request.user, {"as_written": name.strip()[:300]})
    said = purpose_on_pages.said(request)
    if not said:  # a search of what others keep has a purpose; one's own records are at hand
        found = [one for one in found if one["is_own"]]
    events.record(
        "subject.suggest",
        by=request.user,
        purpose=said or Purpose.INFORMATION,
        data={"count": len(found)},
        detail={"q": name},
    )
    return render(request, "cases/known.html", {"found": found})


def _known(officer: Officer, part: dict[str, Any]) -> list[dict[str, Any]]:
    name = part.get("as_written", "")
    if not name or part.get("existing"):
        return []
    born = dates.parse(part.get("birth", ""), part.get("birth_calendar") or None)
    found = persons_and_cases.persons(officer, name, born=born, least=MIN_SCORE_LIKELY)[
        :MAX_KNOWN_SHOWN
    ]
    rows = Subject.objects.visible_to(officer).in_bulk([one.subject for one in found])
    return [
        {"subject": rows[one.subject], "match": one, "is_own": _is_own(officer, rows[one.subject])}
        for one in found
        if one.subject in rows
    ]


def _is_own(officer: Officer, subject: Subject) -> bool:
    return subject.owner_office_id == officer.office_id
