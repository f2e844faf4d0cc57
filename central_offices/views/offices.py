"""The page on which an office's entry in the directory is written."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from central_offices.access.officer_request import OfficerRequest
from central_offices.directory import entries
from central_offices.forms import offices
from central_offices.models import AccessChange, CentralOffice
from central_offices.views import access_changes
from kernel.errors import NotPermitted, Stale
from kernel.forms.carrying_out import carried_out, refusal_on
from kernel.forms.shown_again import stand_beside_theirs


def edit(request: OfficerRequest, code: str) -> HttpResponse:
    """Form of an office's entry; whoever comes second sees what the first wrote."""
    row = _office(request, code)
    writable = entries.writable(request.user, row)
    if not writable:
        raise NotPermitted(_("You may not change this in the directory."))
    form = offices.OfficeForm(
        request.POST or None,
        instance=get_object_or_404(CentralOffice, pk=row.pk),
        writable=writable,
        initial={"version": row.version},
    )

    def change() -> str:
        version = form.cleaned_data["version"]
        made = entries.change(row, by=request.user, version=version, **form.values())
        if made:
            messages.success(
                request, _("Telephone, contact point and effect wait for a second person.")
            )
            return access_changes.address(made)
        messages.success(request, _("The directory was changed."))
        return reverse("central_offices:detail", args=[code])

    if answer := carried_out(request, form, change, on_stale=stand_beside_theirs):
        return answer
    stale = refusal_on(form)
    theirs = _as_told(stale.theirs, writable) if isinstance(stale, Stale) else None
    waiting = access_changes.open_about(request.user, office=row, kind=AccessChange.Kind.ENTRY)
    context = {"office": row, "form": form, "theirs": theirs, "changes": waiting, "page_level": 0}
    return render(request, "central_offices/edit.html", context)


def _office(request: OfficerRequest, code: str) -> CentralOffice:
    rows = CentralOffice.objects.visible_to(request.user).select_related("destination")
    return get_object_or_404(rows, code=code)


def _as_told(row: CentralOffice, writable: tuple[str, ...]) -> list[tuple[str, str]]:
    """The other version, label by label."""
    form = offices.OfficeForm(instance=row, writable=writable)
    return [(str(field.label), field.value()) for field in form.visible_fields()]
