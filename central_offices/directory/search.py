"""Offices by what they are called: code, city, country, in every language of the directory."""

from django.utils.translation import gettext as _

from central_offices.directory import as_typed
from central_offices.models import CentralOffice, Officer
from kernel.pages.search_results import MAX_RESULTS_PER_PART, Part, Result


def found(officer: Officer, text: str) -> list[Part]:
    """The offices that are called so, else those of which a name holds the words."""
    offices = CentralOffice.objects.visible_to(officer).select_related("jurisdiction")
    offices = offices.prefetch_related("dated_names")
    results = [
        Result(office.get_absolute_url(), str(office), office.code, _note(office))
        for office in as_typed.like(text, offices.order_by("code"))
    ]
    return [Part(_("Offices"), "building", results[:MAX_RESULTS_PER_PART])]


def _note(office: CentralOffice) -> str:
    """The city; of an office that can't be asked, how far it takes part."""
    standing = office.standing
    return office.city if standing == standing.LIVE else f"{office.city} · {standing.label}"
