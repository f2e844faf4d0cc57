"""Pages about agreements between countries and the authorities behind offices."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.accounts import wording
from central_offices.agreements import instruments as agreements
from central_offices.forms.agreements import AuthorityForm, InstrumentForm
from central_offices.models import CentralOffice, CompetentAuthority, CooperationInstrument
from kernel.errors import NotPermitted, Refusal, Stale
from kernel.forms.submit_once import once
from ledger.models import Event

MOST = 500


def instruments(request):
    """Every agreement on record; `office` and `type` in the address narrow them."""
    rows = CooperationInstrument.objects.visible_to(request.user).prefetch_related("parties")
    office, scope = request.GET.get("office", ""), request.GET.get("type", "")
    if office:
        rows = rows.filter(parties__centraloffice__code=office)
    if scope:
        rows = rows.covering(scope)
    context = {
        "rows": rows.distinct()[:MOST],
        "administers": request.user.administers,
        "page_level": 0,
        **_facets(request),
    }
    return render(request, "central_offices/instruments.html", context)


def instrument(request, pk):
    """What it covers, between whom, since when, and what was changed about it."""
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


def new_instrument(request):
    roles.demand_administrator(request.user)
    form = InstrumentForm(request.POST or None)
    return _form(request, form, _("New agreement"), reverse("central_offices:instruments"))


def edit_instrument(request, pk):
    roles.demand_administrator(request.user)
    row = get_object_or_404(CooperationInstrument.objects.visible_to(request.user), pk=pk)
    form = InstrumentForm(request.POST or None, instance=row)
    return _form(request, form, str(row), reverse("central_offices:instrument", args=[pk]))


def authorities(request):
    """Who stands behind the offices; `office` and `type` in the address narrow them."""
    rows = CompetentAuthority.objects.visible_to(request.user).select_related("office")
    office, scope = request.GET.get("office", ""), request.GET.get("type", "")
    if office:
        rows = rows.filter(office__code=office)
    if scope:
        rows = rows.covering(scope)
    found = list(rows.order_by("office__sort_key", "name", "id")[:MOST])
    names = dict(agreements.scopes())
    keeps = agreements.may_keep(request.user, request.user.office)
    administers = request.user.administers
    for row in found:
        row.scopes = [names.get(code, code) for code in row.scope]
        own = row.office_id == request.user.office_id
        row.may_edit = administers or (own and keeps)
    context = {
        "rows": found,
        "keeps": keeps,
        "administers": administers,
        "page_level": 0,
        **_facets(request),
    }
    return render(request, "central_offices/authorities.html", context)


def new_authority(request):
    _demand_keeper(request.user, request.user.office)
    form = AuthorityForm(request.POST or None, officer=request.user)
    return _form(request, form, _("New authority"), reverse("central_offices:authorities"))


def edit_authority(request, pk):
    rows = CompetentAuthority.objects.visible_to(request.user).select_related("office")
    row = get_object_or_404(rows, pk=pk)
    _demand_keeper(request.user, row.office)
    form = AuthorityForm(request.POST or None, instance=row, officer=request.user)
    back = reverse("central_offices:authorities")
    return _form(request, form, str(row), back, history=_history(row, AuthorityForm))


def _demand_keeper(officer, office: CentralOffice) -> None:
    if not agreements.may_keep(officer, office):
        raise NotPermitted(_("You may not keep the authorities of this office."))


def _form(request, form, title: str, back: str, history=()):
    """Show the form, or keep what it holds; whoever comes second is told, and loses nothing."""
    if request.method == "POST" and form.is_valid():

        def keep() -> str:
            form.save_by(request.user)
            return back

        try:
            response = once(request, form.cleaned_data["once"], keep)
        except Stale as stale:
            form.add_error(None, _("%(why)s Saving now replaces it.") % {"why": stale})
            form.data = form.data.copy()
            form.data["version"] = stale.theirs.version
        except Refusal as refusal:
            for field, sentence in getattr(refusal, "missing", None) or [(None, str(refusal))]:
                form.add_error(field if field in form.fields else None, sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect(response.url)
    context = {"form": form, "title": title, "back": back, "history": history, "page_level": 0}
    return render(request, "central_offices/agreement_form.html", context)


def _facets(request) -> dict:
    offices = CentralOffice.objects.visible_to(request.user).joined()
    return {
        "offices": offices,
        "scopes": sorted(agreements.scopes(), key=lambda choice: choice[1]),
        "office": request.GET.get("office", ""),
        "type": request.GET.get("type", ""),
    }


def _named(scope: list[str]) -> list[str]:
    names = dict(agreements.scopes())
    return [names.get(code, code) for code in scope]


def _history(row, form_class):
    """Each step in words, with what stood in the fields that it changed."""
    rows = Event.objects.filter(subject_id=row.pk).select_related("actor", "detail")
    labels = {name: field.label for name, field in form_class.base_fields.items()}
    found = rows.order_by("-at")[:50]
    return [(wording.of(event.verb), event, _before(event, labels)) for event in found]


def _before(event: Event, labels: dict[str, str]) -> list[tuple[str, object]]:
    detail = getattr(event, "detail", None)
    before = (detail.body.get("before") or {}) if detail else {}
    changed = event.data.get("fields") or []
    return [(labels.get(name) or name, before[name]) for name in before if name in changed]
