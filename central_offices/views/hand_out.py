"""The pages on which a head hands out a second factor."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.access.officer_request import OfficerRequest
from central_offices.accounts import hand_out
from central_offices.forms.accounts import StepForm
from central_offices.models import Officer
from central_offices.views import access, shown_once
from central_offices.views.step_page import step_page
from kernel.errors import NotPermitted


class TokenForm(StepForm):
    """The seed that came with a token, and the code that it shows."""

    seed = forms.CharField(
        label=gettext_lazy("Seed of the token"),
        max_length=200,
        help_text=gettext_lazy("As its maker gave it, in letters and digits. It is kept sealed."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=gettext_lazy("The code it shows now"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "inputmode": "numeric"}),
    )


def codes(request: OfficerRequest, pk: Any) -> HttpResponse:
    """Ten recovery codes, shown once."""
    row = _served(request, pk)
    return step_page(
        request,
        StepForm(request.POST or None),
        lambda: hand_out.codes(row, by=request.user),
        back=reverse("central_offices:officer", args=[row.pk]),
        reveal=lambda made: shown_once.recovery_codes(request, row, made),
        title=_("Hand out recovery codes"),
        effect=_(
            "Ten codes are shown once, to be printed and handed over in person. Each works once. "
            "Earlier ones are void, and every session of the officer ends."
        ),
        button=_("Make the codes"),
        back_label=row.name,
        asks_proof=True,
    )


def token(request: OfficerRequest, pk: Any) -> HttpResponse:
    """A token that shows codes, for daily use without a telephone."""
    row = _served(request, pk)
    form = TokenForm(request.POST or None)
    return step_page(
        request,
        form,
        lambda: hand_out.token(row, by=request.user, **form.values()),
        back=reverse("central_offices:officer", args=[row.pk]),
        done=_("The token is the officer's second factor from now on."),
        title=_("Hand out a token"),
        effect=_(
            "The token takes the place of an app that shows codes. "
            "Hand it over in person. Every session of the officer ends."
        ),
        button=_("Hand it out"),
        back_label=row.name,
        asks_proof=True,
    )


def _served(request: OfficerRequest, pk: Any) -> Officer:
    row = access.officer(request.user, pk)
    if not hand_out.may(request.user, row):
        raise NotPermitted(
            _("Only the head of the officer's own office hands out codes and tokens.")
        )
    return row
