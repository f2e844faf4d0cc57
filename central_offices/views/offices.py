"""Pages on which an office's entry in the directory is written, and its delivery paused."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from agency.kernel.errors import NotPermitted, Refusal, Stale
from agency.kernel.once import once
from central_offices import directory, forms, roles
from central_offices.models import CentralOffice


def edit(request, code):
    """What the directory says; whoever comes second sees what the first wrote."""
    row = _office(request, code)
    writable = directory.writable(request.user, row)
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
            directory.change(
                row, by=request.user, version=form.cleaned_data["version"], **form.values()
            )
        except Stale as stale:
            form.add_error(None, str(stale))
            theirs = _as_told(stale.theirs, writable)
            form.data = form.data.copy() | {"version": stale.theirs.version}
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The directory was changed."))
            return redirect("central_offices:detail", code)
    context = {"office": row, "form": form, "theirs": theirs, "page_level": 0}
    return render(request, "central_offices/edit.html", context)


def receive(request, code):
    row = _office(request, code)
    form = forms.ReceiveForm(request.POST or None, initial={"mode": row.destination.mode})
    return _page(
        request,
        row,
        form,
        lambda: directory.receive_by(row, form.cleaned_data["mode"], by=request.user),
        title=_("How %(office)s receives") % {"office": row},
        effect=_("What is on its way already arrives in the new way."),
        button=_("Save"),
    )


def pause(request, code):
    row = _office(request, code)
    form = forms.ReasonForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: directory.pause(row, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Pause delivery to %(office)s") % {"office": row},
        effect=_("Messages wait, in order, until delivery is resumed. Nothing is lost."),
        button=_("Pause delivery"),
        kind="danger",
    )


def resume(request, code):
    row = _office(request, code)
    form = forms.StepForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: directory.resume(row, by=request.user),
        title=_("Resume delivery to %(office)s") % {"office": row},
        effect=_("What waited arrives within seconds, the urgent first."),
        button=_("Resume delivery"),
    )


def _page(request, row, form, carry_out, **words):
    roles.demand_administrator(request.user)
    back = reverse("central_offices:detail", args=[row.code])

    def act() -> str:
        carry_out()
        return back

    if form.is_valid():
        try:
            done = once(request, form.cleaned_data["once"], act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return done
    context = words | {"form": form, "back": back, "back_label": str(row), "page_level": 0}
    return render(request, "central_offices/step.html", context)


def _office(request, code) -> CentralOffice:
    rows = CentralOffice.objects.visible_to(request.user).select_related("destination")
    return get_object_or_404(rows, code=code)


def _as_told(row: CentralOffice, writable: tuple[str, ...]) -> list[tuple[str, str]]:
    """The other version, label by label."""
    form = forms.OfficeForm(instance=row, writable=writable)
    return [(field.label, field.value()) for field in form.visible_fields()]
