"""The rows of a list of cases, as the table shows them.

Filled in here and not by the template: fifty rows of a dozen variables each were nearly half of
the time that the page took (`make bench`). How a row looks stands in the template alone.
"""

import re
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cases.models import Case
from cases.search.finding import Matches
from central_offices.models import CentralOffice, Classification, in_language
from kernel.pages.keyset import Page
from kernel.templatetags.iisa import country, handling, moment, tag

TEMPLATE = "cases/case_row.html"
CHOICES = Case.Status.choices
MAX_OTHER_OFFICES = 1
BETWEEN_LINES = re.compile(r"\s*\n\s*")  # fifty rows would carry the template's indentation


class Named(str):
    """A name that has a code, as the chip of an office wants it."""

    code: str

    def __new__(cls, code: str, name: str) -> "Named":
        named = super().__new__(cls, name)
        named.code = code
        return named


# What is put into a row; the last three are not in every row.
SOMETIMES = ["person", "more_portfolios", "more_offices"]
ALWAYS = ["reference", "url", "title", "level", "portfolio", "offices", "lead", "filed", "state"]


def lean(rows: QuerySet[Case]) -> QuerySet[Any, Any]:
    """Of each case only what a list shows, as named tuples: half the work of whole records."""
    return rows.values_list(
        "pk",
        "reference",
        "title",
        "classification",
        "status",
        "seen_by",
        "owner_office_id",
        "created_at",
        "lead_officer__name",
        named=True,
    )


def table_rows(page: Page[Any], zone: ZoneInfo) -> list[SafeString]:
    """The rows of the page, for somebody who lives in the zone: two queries, however many."""
    offices, portfolios = _offices(page.rows), _portfolios(page.rows)
    matches = page.matches if isinstance(page, Matches) else {}
    start = reverse("cases:list")  # where the addresses of single cases begin
    levels = {level.value: handling(level) for level in Classification}
    states = {code: tag(Case.TONES.get(code, ""), str(words)) for code, words in CHOICES}
    shapes: dict[tuple[str, ...], str] = {}
    rows = []
    for case in page.rows:
        names, found = portfolios.get(case.pk, [""]), matches.get(case.pk)
        values = {
            "reference": case.reference,
            "url": f"{start}{case.reference}/",
            "title": case.title,
            "person": found.name if found else "",
            "level": levels[case.classification],
            "portfolio": names[0],
            "more_portfolios": max(0, len(names) - 1),
            "offices": _chips(case, offices),
            "more_offices": max(0, len(case.seen_by) - 1 - MAX_OTHER_OFFICES),
            "lead": case.lead_officer__name,
            "filed": moment(case.created_at, zone),
            "state": states[case.status],
        }
        shape = tuple(name for name in SOMETIMES if values[name])
        if shape not in shapes:
            shapes[shape] = _shape(shape)
        rows.append(format_html(shapes[shape], **values))
    return rows


def _shape(shown: tuple[str, ...]) -> str:
    """The template of a row with the names of its values, in braces, where those will stand."""
    places = {name: SafeString(f"{{{name}}}") for name in [*ALWAYS, *shown]}
    return BETWEEN_LINES.sub("\n", render_to_string(TEMPLATE, places))


def _chips(case: Any, offices: dict[int, tuple[int, str]]) -> str:
    """The owner's chip, then a few of the offices with which the case is shared."""
    known = [offices[number] for number in case.seen_by if number in offices]
    owner = [chip for pk, chip in known if pk == case.owner_office_id]
    others = [chip for pk, chip in known if pk != case.owner_office_id]
    return mark_safe(" ".join([*owner, *others[:MAX_OTHER_OFFICES]]))  # made by `country`, escaped


def _offices(cases: list[Any]) -> dict[int, tuple[int, str]]:
    """The offices that are shown, by number: of a case that all may see but a few."""
    numbers = {n for case in cases for n in case.seen_by[: MAX_OTHER_OFFICES + 1]}
    owners = {case.owner_office_id for case in cases}
    found = CentralOffice.objects.filter(Q(number__in=numbers) | Q(pk__in=owners)).order_by()
    return {
        row.number: (row.pk, country(Named(row.code, in_language(row.names))))
        for row in found.values_list("pk", "number", "code", "names", named=True)
    }


def _portfolios(cases: list[Any]) -> dict[Any, list[str]]:
    links = Case.portfolios.through.objects.filter(case__in=[case.pk for case in cases])
    found: dict[Any, list[str]] = {}
    named = links.order_by("portfolio__rank").values_list("case", "portfolio__names")
    for case, names in named:
        found.setdefault(case, []).append(in_language(names))
    return found
