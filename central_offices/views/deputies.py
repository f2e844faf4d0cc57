"""The page on which an officer names a deputy for the days away."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import deputies
from central_offices.models import Deputy, Officer
from kernel.forms.carrying_out import carried_out
from kernel.forms.days import Day, DayField
from kernel.forms.shown_again import offer_rows
from kernel.forms.submit_once import OnceField
from kernel.values import sorting


class DeputyForm(forms.Form):
    once = OnceField()
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        queryset=Officer.objects.none(),
        empty_label=gettext_lazy("Choose"),
    )
    valid_from = DayField(label=gettext_lazy("Away from"), widget=Day)
    valid_to = DayField(label=gettext_lazy("Back on"), widget=Day)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        colleagues = Officer.objects.visible_to(officer).people()
        colleagues = colleagues.filter(office=officer.office_id, is_active=True)
        offer_rows(self, "deputy", colleagues.exclude(pk=officer.pk).order_by(sorting.of("name")))


def page(request: OfficerRequest) -> HttpResponse:
    """Name a deputy; below, for whom one stands in oneself."""
    officer = request.user
    form = DeputyForm(request.POST or None, officer=officer)

    def keep() -> str:
        data = dict(form.cleaned_data)
        data.pop("once")
        deputies.name(data.pop("deputy"), by=officer, **data)
        return reverse("deputies")

    if answer := carried_out(request, form, keep):
        return answer
    rows = Deputy.objects.visible_to(officer).select_related("officer", "deputy")
    context = {
        "form": form,
        "mine": [row for row in rows if row.officer_id == officer.pk],
        "others": [row for row in rows if row.deputy_id == officer.pk],
        "page_level": 0,
    }
    return render(request, "central_offices/deputies.html", context)


@require_POST
def end(request: OfficerRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Deputy.objects.visible_to(request.user), pk=pk)
    deputies.end(row, by=request.user)
    messages.success(request, _("Nobody stands in for you in these days."))
    return redirect("deputies")
