"""Lists that are offered beside country and office fields."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cases.models import TYPED_CODES
from central_offices.models import CentralOffice, Jurisdiction, in_language


def lists() -> dict[str, SafeString]:
    """The options of `cases/offers.html`: codes and names, once a page."""
    return {
        # What was typed of a refugee becomes no country: such codes are taken, and not offered.
        "countries": _options(Jurisdiction.objects.exclude(code__in=TYPED_CODES)),
        "offices": _options(CentralOffice.objects.reachable()),
    }


def _options(rows: QuerySet[Any]) -> SafeString:
    """Hundreds of them: made of columns, and by no loop of a template."""
    named = rows.order_by("code").values_list("code", "names")
    pairs = ((code, in_language(names)) for code, names in named)
    return format_html_join("", '<option value="{}">{}</option>', pairs)
