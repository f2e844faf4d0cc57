"""Offices by what they are called: code, city, country, in every language of the directory."""

from django.utils.translation import gettext as _

from central_offices.directory.as_typed import names_of
from central_offices.models import CentralOffice, Officer
from kernel.pages.search_results import MAX_RESULTS_PER_PART, Part, Result
from kernel.search_text import searchable


def found(officer: Officer, text: str) -> list[Part]:
    """The offices with a name that begins with the text, whatever its accents and capitals."""
    word, results = searchable(text).strip(), []
    offices = CentralOffice.objects.visible_to(officer).select_related("jurisdiction")
    for office in offices.order_by("code"):
        if any(name.startswith(word) for name in names_of(office)):
            results.append(Result(office.get_absolute_url(), str(office), office.code, office.city))
    return [Part(_("Offices"), "building", results[:MAX_RESULTS_PER_PART])]
