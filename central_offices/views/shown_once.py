"""The page on which a secret is shown the only time."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from central_offices.access.officer_request import OfficerRequest
from central_offices.models import CentralOffice, Officer


@never_cache
def secret(request: OfficerRequest, client: Any, text: str) -> HttpResponse:
    """An API client's new secret, and how to use it."""
    context = {
        "title": _("The secret of %(name)s") % {"name": client},
        "effect": _("It is shown only now, and kept here as a digest. Hand it over safely."),
        "shown": [("client_id", client.application.client_id), ("client_secret", text)],
        "back": reverse("central_offices:client", args=[client.pk]),
        "back_label": client.name,
        "page_level": 0,
    }
    return render(request, "central_offices/shown_once.html", context)


@never_cache
def webhook_secret(
    request: OfficerRequest, office: CentralOffice, url: str, text: str
) -> HttpResponse:
    """The new secret that webhooks to an office are signed with."""
    context = {
        "title": _("The webhook's secret for %(office)s") % {"office": office},
        "effect": _("It is shown only now, and kept here sealed. Hand it over safely."),
        "shown": [(_("Address"), url), (_("Secret"), text)],
        "back": reverse("central_offices:delivery", args=[office.code]),
        "back_label": str(office),
        "page_level": 0,
    }
    return render(request, "central_offices/shown_once.html", context)


@never_cache
def recovery_codes(request: OfficerRequest, officer: Officer, codes: list[str]) -> HttpResponse:
    """Codes that a head prints and hands over."""
    context = {
        "title": _("The recovery codes of %(name)s") % {"name": officer},
        "effect": _("They are shown only now, and kept sealed. Print them, hand them over."),
        "shown": [(str(place), code) for place, code in enumerate(codes, 1)],
        "back": reverse("central_offices:officer", args=[officer.pk]),
        "back_label": officer.name,
        "page_level": 0,
    }
    return render(request, "central_offices/shown_once.html", context)
