"""Pages on which an office's keys are registered, renewed and revoked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from agency.kernel.errors import NotPermitted, Refusal
from agency.kernel.once import once
from central_offices import forms, key_forms
from central_offices import keys as verbs
from central_offices.models import CentralOffice, OfficeKey


@sensitive_post_parameters("public_key")
def register(request, code):
    """The public key of the office's own system; a private one is neither kept nor shown again."""
    row = _office(request, code)
    form = key_forms.RegisterForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: verbs.register(row, by=request.user, **form.values()),
        title=_("Register a key of the system of %(office)s") % {"office": row},
        effect=_(
            "From then on the office's system must sign every request, answer and "
            "acknowledgement with it; unsigned calls are refused."
        ),
        button=_("Register the key"),
    )


def renew(request, code):
    row = _office(request, code)
    form = forms.StepForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: verbs.renew(row, by=request.user),
        title=_("Renew the key that signs for %(office)s") % {"office": row},
        effect=_("What people write in the browser is signed with the new key from now on."),
        button=_("Renew the key"),
    )


def revoke(request, code, kid):
    row = _office(request, code)
    key = get_object_or_404(OfficeKey.objects.visible_to(request.user), office=row, kid=kid)
    form = key_forms.RevokeForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        lambda: verbs.revoke(key, by=request.user, **form.values()),
        title=_("Revoke the key %(key)s") % {"key": key},
        effect=_("It cannot be undone. Every office is told at once, in the urgent lane."),
        button=_("Revoke the key"),
        kind="danger",
    )


def _page(request, row, form, carry_out, **words):
    back = reverse("central_offices:detail", args=[row.code]) + "#office-keys"

    def act() -> str:
        carry_out()
        return back

    if form.is_valid():
        try:
            done = once(request, form.cleaned_data["once"], act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            getattr(form, "forget_key", lambda: None)()
        else:
            messages.success(request, _("Saved."))
            return done
    context = words | {"form": form, "back": back, "back_label": str(row), "page_level": 0}
    return render(request, "central_offices/step.html", context)


def _office(request, code) -> CentralOffice:
    row = get_object_or_404(CentralOffice.objects.visible_to(request.user), code=code)
    if not verbs.may_manage(request.user, row):
        raise NotPermitted(_("Keys are for heads of office and administrators to manage."))
    return row
