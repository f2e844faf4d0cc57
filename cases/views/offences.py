"""The offence catalogue: read by every officer, kept by the Secretariat's administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import catalogue
from cases.forms.offence import EXCLUSIONS, EndForm, OffenceForm
from cases.models import Offence
from central_offices.access.officer_request import OfficerRequest
from kernel.errors import NotPermitted
from kernel.forms.carrying_out import carried_out, pressed


def offences(request: OfficerRequest) -> HttpResponse:
    """Every entry by portfolio; those that ended are shown on request."""
    rows = Offence.objects.visible_to(request.user).prefetch_related("portfolios")
    ended = request.GET.get("ended") == "1"
    rows = rows if ended else rows.filter(pk__in=Offence.objects.in_force())
    labels = dict(EXCLUSIONS)
    context = {
        "rows": [
            {"offence": row, "excluded": labels.get(row.excluded_for_red, row.excluded_for_red)}
            for row in rows.order_by("code", "-valid_from")
        ],
        "ended": ended,
        "may_administer": catalogue.may_administer(request.user),
        "page_level": 0,
    }
    return render(request, "cases/offences.html", context)


def add(request: OfficerRequest) -> HttpResponse:
    """A new entry; sent twice it is added once."""
    if not catalogue.may_administer(request.user):
        raise NotPermitted(
            _("Only administrators of the General Secretariat change the catalogue.")
        )
    form = OffenceForm(request.POST or None, initial=_earlier(request))

    def added() -> str:
        catalogue.add(form.draft(), by=request.user)
        return reverse("cases:offences")

    if answer := carried_out(request, form, added):
        return answer
    return render(request, "cases/offence_new.html", {"form": form, "page_level": 0})


@require_POST
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let an entry end."""
    offence = get_object_or_404(Offence.objects.visible_to(request.user), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the last day as 2027-01-31."))
        return redirect("cases:offences")
    last_day = form.cleaned_data["last_day"]
    pressed(
        request,
        lambda: catalogue.end(offence, last_day, by=request.user),
        done=_("%(name)s has a last day now.") % {"name": offence},
    )
    return redirect("cases:offences")


def _earlier(request: OfficerRequest) -> dict[str, Any]:
    """First values of the form: those of the entry that is to be followed."""
    rows = Offence.objects.visible_to(request.user).prefetch_related("portfolios")
    earlier = rows.filter(code=request.GET.get("code", "")).order_by("-valid_from").first()
    if earlier is None:
        return {}
    return {
        "code": earlier.code,
        "portfolios": [row.pk for row in earlier.portfolios.all()],
        "excluded_for_red": earlier.excluded_for_red,
        **{f"name_{language}": words for language, words in earlier.names.items()},
        **{f"note_{language}": words for language, words in earlier.exclusion_note.items()},
    }
