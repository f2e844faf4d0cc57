"""Filters of the list of requests: everything is in the address, and is called by its words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from central_offices.directory import as_typed
from central_offices.models import CentralOffice, Officer
from exchange.models import RequestRecipient, RequestType, Urgency
from kernel.errors import NotReady
from kernel.forms.sizes import MOST_CODE_CHARACTERS
from kernel.pages import narrowing
from kernel.values.text import searched
from policies import tags
from policies.models import PortfolioCode

OFFERED = {
    "type": "types",
    "urgency": "urgencies",
    "portfolio": "portfolios",
    "tag": "tags",
    "state": "states",
}


class FacetsForm(forms.Form):
    """The facets as they stand in the address."""

    q = forms.CharField(required=False, max_length=200)
    type = forms.CharField(required=False, max_length=MOST_CODE_CHARACTERS)
    urgency = forms.CharField(required=False, max_length=MOST_CODE_CHARACTERS)
    portfolio = forms.CharField(required=False, max_length=MOST_CODE_CHARACTERS)
    tag = forms.CharField(required=False, max_length=MOST_CODE_CHARACTERS)
    state = forms.CharField(required=False, max_length=MOST_CODE_CHARACTERS)
    office = forms.CharField(required=False, max_length=MOST_CODE_CHARACTERS)

    def clean_q(self) -> str:
        return searched(self.cleaned_data["q"])

    def clean_office(self) -> str:
        """Its code, however it was named; what names no office, or several, stays as typed."""
        text = self.cleaned_data["office"].strip()
        if not text:
            return ""
        everybody = CentralOffice.objects.select_related("jurisdiction")
        try:
            return str(as_typed.office(text, known=everybody).code)
        except NotReady:
            return str(text)


def read(query: Any) -> dict[str, str]:
    """The facets that an address names."""
    form = FacetsForm(query)
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def choices(officer: Officer) -> dict[str, Any]:
    """The values that each facet can be narrowed to, as (value, words)."""
    types = RequestType.objects.visible_to(officer).in_force()
    return {
        "types": [(row.code, str(row)) for row in types],
        "urgencies": Urgency.choices,
        "portfolios": PortfolioCode.choices,
        "tags": tags.choices(),
        "states": [
            ("open", _("Open")),
            *[(s.value, s.label) for s in RequestRecipient.Status if s != "EXPIRED"],
        ],
    }


def chips(facets: dict[str, str], offered: dict[str, Any], query: Any) -> list[dict[str, str]]:
    """The facets that narrow the list now, in words, each with the address that takes it away."""
    found = []
    for name, value in facets.items():
        rest = query.copy()
        for gone in (name, "page"):
            rest.pop(gone, None)
        found.append({"text": _words(name, value, offered), "url": f"?{rest.urlencode()}"})
    return found


def with_chosen(offered: dict[str, Any], facets: dict[str, str]) -> dict[str, Any]:
    """The same choices, with what narrows the list now where it is not on offer any more."""
    return {
        kind: narrowing.with_chosen(offered[kind], facets.get(name, ""))
        for name, kind in OFFERED.items()
    }


def _words(name: str, value: str, offered: dict[str, Any]) -> str:
    """How a value is called; what is not on offer is shown as it was typed."""
    if name == "q":
        return f"“{value}”"
    if name == "office":
        return str(CentralOffice.objects.filter(code=value).first() or value)
    known = dict(offered[OFFERED[name]])
    return str(known.get(value, value))
