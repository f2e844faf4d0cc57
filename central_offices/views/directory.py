"""The directory of offices."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from central_offices.access.officer_request import OfficerRequest
from central_offices.agreements import deputy_offices
from central_offices.directory import as_typed, entries, standing
from central_offices.keys_and_clients import key_claims, keys
from central_offices.models import AccessChange, CentralOffice, Officer
from central_offices.rosters import planning
from central_offices.taking_part import history
from central_offices.views import access_changes, taking_part
from kernel.values import sorting

# Who works with requests may have to ring another desk.
DESKS = ("send_request", "answer_request")


def offices(request: OfficerRequest) -> HttpResponse:
    """Every office, to be found by name or code."""
    rows = CentralOffice.objects.visible_to(request.user).select_related(
        "jurisdiction", "destination"
    )
    rows = rows.prefetch_related("dated_names") if request.GET.get("q") else rows
    q = request.GET.get("q", "").strip()
    found = as_typed.like(q, rows) if q else rows
    context = {"offices": sorting.by_name(found), "q": q, "page_level": 0}
    context["administers"] = request.user.administers
    return render(request, "central_offices/list.html", context)


def office(request: OfficerRequest, code: str) -> HttpResponse:
    """How an office is reached, and since when it takes part."""
    row = get_object_or_404(CentralOffice.objects.visible_to(request.user), code=code)
    context = {
        "office": row,
        "writable": entries.writable(request.user, row),
        "on_duty": planning.on_duty(request.user, row),
        "not_asked": row.is_national and (standing.why_not_asked(row) or standing.gone(row)),
        "own": row.pk == request.user.office_id,
        "asks": _asks(request.user, row),
        "works": any(request.user.may(one, request.user.office) for one in DESKS),
        "administers": request.user.administers,
        "deputy_office": deputy_offices.of(row),
        "manages": entries.manages(request.user, row),
        "keys": row.keys.all(),
        "decides": set(key_claims.to_decide(request.user)),
        "may_manage_keys": keys.may_manage(request.user, row),
        "history": history.of(row),
        "pages": taking_part.open_pages(row) if entries.manages(request.user, row) else [],
        "waiting": access_changes.open_about(
            request.user, office=row, kind__in=(*AccessChange.OF_OFFICES, AccessChange.Kind.ENTRY)
        ),
        "list_of": _reads_check_list(request.user, row),
        "page_level": 0,
    }
    return render(request, "central_offices/detail.html", context)


def _reads_check_list(officer: Officer, office: CentralOffice) -> bool:
    """Whether the officer may read how far the office is on its way to go live."""
    reads = officer.office_id == office.pk or officer.administers or officer.oversees
    return reads and office.standing == office.Standing.NOT_LIVE


def _asks(officer: Officer, office: CentralOffice) -> bool:
    """Whether the officer can send a request to this office."""
    may = office.pk != officer.office_id and officer.may("send_request", officer.office)
    return may and CentralOffice.objects.reachable().filter(pk=office.pk).exists()
