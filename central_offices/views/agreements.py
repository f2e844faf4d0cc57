"""Pages about agreements between countries and the authorities behind offices."""

from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import wording
from central_offices.agreements import instruments as agreements
from central_offices.forms.agreements import AuthorityForm, InstrumentForm
from central_offices.models import CentralOffice, CompetentAuthority, CooperationInstrument, Officer
from kernel import acting
from kernel.errors import NotPermitted
from kernel.forms.carrying_out import carried_out
from kernel.forms.shown_again import offer_to_replace
from kernel.pages.narrowing import with_chosen
from kernel.values import sorting
from ledger.models import Event

MAX_ROWS_SHOWN = 500


def instruments(request: OfficerRequest) -> HttpResponse:
    """Every agreement on record; `office` and `type` in the address narrow them."""
    rows = CooperationInstrument.objects.visible_to(request.user).with_parties()
    office, scope = request.GET.get("office", ""), request.GET.get("type", "")
    if office:
        rows = rows.filter(parties__centraloffice__code=office)
    if scope:
        rows = rows.covering(scope)
    context = {
        "rows": sorting.by_name(rows.distinct()[:MAX_ROWS_SHOWN], name=attrgetter("title")),
        "administers": request.user.administers,
        "page_level": 0,
        **_facets(request),
    }
    return render(request, "central_offices/instruments.html", context)


def instrument(request: OfficerRequest, pk: Any) -> HttpResponse:
    """Page of an agreement: its scope, countries, dates, and what was changed about it."""
    row = get_object_or_404(CooperationInstrument.objects.visible_to(request.user), pk=pk)
    context = {
        "row": row,
        "parties": row.parties.order_by("code"),
        "scopes": _named(row.scope),
        "administers": request.user.administers,
        "history": _history(row, InstrumentForm),
        "page_level": 0,
    }
    return render(request, "central_offices/instrument.html", context)


def new_instrument(request: OfficerRequest) -> HttpResponse:
    roles.demand_administrator(request.user)
    form = InstrumentForm(request.POST or None)
    return _form(request, form, _("New agreement"), reverse("central_offices:instruments"))


def edit_instrument(request: OfficerRequest, pk: Any) -> HttpResponse:
    roles.demand_administrator(request.user)
    row = get_object_or_404(CooperationInstrument.objects.visible_to(request.user), pk=pk)
    form = InstrumentForm(request.POST or None, instance=row)
    return _form(request, form, str(row), reverse("central_offices:instrument", args=[pk]))


def authorities(request: OfficerRequest) -> HttpResponse:
    """List of the authorities behind the offices; `office` and `type` in the address narrow it."""
    rows = CompetentAuthority.objects.visible_to(request.user).select_related("office")
    office, scope = request.GET.get("office", ""), request.GET.get("type", "")
    if office:
        rows = rows.filter(office__code=office)
    if scope:
        rows = rows.covering(scope)
    found = sorting.by_name(
        rows.order_by("office__sort_key", "name", "id")[:MAX_ROWS_SHOWN],
        name=lambda row: f"{row.office} {row.name}",
    )
    names = dict(agreements.scopes(ended=True))
    keeps = agreements.may_keep(request.user, request.user.office)
    administers = request.user.administers
    for row in found:
        shown: Any = row
        shown.scopes = [names.get(code, code) for code in row.scope]
        own = row.office_id == request.user.office_id
        shown.may_edit = administers or (own and keeps)
    context = {
        "rows": found,
        "keeps": keeps,
        "administers": administers,
        "page_level": 0,
        **_facets(request),
    }
    return render(request, "central_offices/authorities.html", context)


def new_authority(request: OfficerRequest) -> HttpResponse:
    _demand_keeper(request.user, request.user.office)
    form = AuthorityForm(request.POST or None, officer=request.user)
    return _form(request, form, _("New authority"), reverse("central_offices:authorities"))


def edit_authority(request: OfficerRequest, pk: Any) -> HttpResponse:
    rows = CompetentAuthority.objects.visible_to(request.user).select_related("office")
    row = get_object_or_404(rows, pk=pk)
    _demand_keeper(request.user, row.office)
    form = AuthorityForm(request.POST or None, instance=row, officer=request.user)
    back = reverse("central_offices:authorities")
    return _form(request, form, str(row), back, history=_history(row, AuthorityForm))


def _demand_keeper(officer: Officer, office: CentralOffice) -> None:
    if not agreements.may_keep(officer, office):
        raise NotPermitted(_("You may not keep the authorities of this office."))


def _form(
    request: OfficerRequest, form: Any, title: str, back: str, history: Any = ()
) -> HttpResponse:
    """Show the form, or keep what it holds; whoever comes second is told, and loses nothing."""

    def keep() -> str:
        form.save_by(request.user)
        return back

    how: dict[str, Any] = {"on_stale": offer_to_replace, "done": _("Saved.")}
    if answer := carried_out(request, form, keep, **how):
        return answer
    context = {"form": form, "title": title, "back": back, "history": history, "page_level": 0}
    return render(request, "central_offices/agreement_form.html", context)


def _facets(request: OfficerRequest) -> dict[str, Any]:
    offices = CentralOffice.objects.visible_to(request.user).joined()
    office, scope = request.GET.get("office", ""), request.GET.get("type", "")
    named = CentralOffice.objects.visible_to(request.user).filter(code=office).first()
    known = [(row.code, str(row)) for row in offices]
    scopes = sorted(agreements.scopes(), key=lambda choice: choice[1])
    return {
        "offices": with_chosen(known, office, str(named or "")),
        "scopes": with_chosen(scopes, scope),
        "office": office,
        "type": scope,
    }


def _named(scope: list[str]) -> list[str]:
    names = dict(agreements.scopes(ended=True))
    return [names.get(code, code) for code in scope]


def _history(row: Any, form_class: Any) -> Any:
    """Each step in words, with what stood in the fields that it changed."""
    rows = Event.objects.filter(subject_id=row.pk).select_related("actor", "detail")
    labels = {name: field.label for name, field in form_class.base_fields.items()}
    found = rows.order_by("-at")[:50]
    with acting.by_a_rule("what was done to it"):
        return [(wording.words_for(event.verb), event, _before(event, labels)) for event in found]


def _before(event: Event, labels: dict[str, str]) -> list[tuple[str, object]]:
    detail = getattr(event, "detail", None)
    before = (detail.body.get("before") or {}) if detail else {}
    changed = event.data.get("fields") or []
    return [(labels.get(name) or name, before[name]) for name in before if name in changed]
