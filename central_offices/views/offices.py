"""The page on which an office's entry in the directory is written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from central_offices.access.officer_request import OfficerRequest
from central_offices.directory import entries
from central_offices.forms import offices as forms
from central_offices.models import CentralOffice
from kernel.errors import NotPermitted, Refusal, Stale
from kernel.forms.shown_again import retype


def edit(request: OfficerRequest, code: str) -> HttpResponse:
    """What the directory says; whoever comes second sees what the first wrote."""
    row = _office(request, code)
    writable = entries.writable(request.user, row)
    if not writable:
        raise NotPermitted(_("You may not change this in the directory."))
    form = forms.OfficeForm(
        request.POST or None,
        instance=get_object_or_404(CentralOffice, pk=row.pk),
        writable=writable,
        initial={"version": row.version},
    )
    theirs = None
    if form.is_valid():
        try:
            entries.change(
                row, by=request.user, version=form.cleaned_data["version"], **form.values()
            )
        except Stale as stale:
            form.add_error(None, str(stale))
            theirs = _as_told(stale.theirs, writable)
            retype(form, version=stale.theirs.version)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The directory was changed."))
            return redirect("central_offices:detail", code)
    context = {"office": row, "form": form, "theirs": theirs, "page_level": 0}
    return render(request, "central_offices/edit.html", context)


def _office(request: OfficerRequest, code: str) -> CentralOffice:
    rows = CentralOffice.objects.visible_to(request.user).select_related("destination")
    return get_object_or_404(rows, code=code)


def _as_told(row: CentralOffice, writable: tuple[str, ...]) -> list[tuple[str, str]]:
    """The other version, label by label."""
    form = forms.OfficeForm(instance=row, writable=writable)
    return [(str(field.label), field.value()) for field in form.visible_fields()]
