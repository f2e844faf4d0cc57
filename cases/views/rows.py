"""The rows of a list of cases, as the table shows them."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cases.models import Case
from cases.search import columns
from cases.search.finding import Matches
from central_offices.models import Classification, in_language
from kernel.pages.filled_rows import FilledRows
from kernel.pages.keyset import Page
from kernel.templatetags.iisa import country_chip, handling, moment, tag

TEMPLATE = "cases/case_row.html"
CHOICES = Case.Status.choices
MAX_OTHER_OFFICES = 1


# What is put into a row; the last three are not in every row.
SOMETIMES = ["person", "more_portfolios", "more_offices"]
ALWAYS = ["reference", "url", "title", "level", "portfolio", "offices", "lead", "filed", "state"]


# The office that comes first among those with which a case is shared.
OTHER = columns.json(
    "SELECT jsonb_build_array(one.code, one.names) FROM central_offices_centraloffice one "
    "WHERE one.number = ANY(cases_case.seen_by[1:2]) AND one.id <> cases_case.owner_office_id "
    "ORDER BY array_position(cases_case.seen_by, one.number) LIMIT 1"
)
PORTFOLIOS = columns.json(
    "SELECT jsonb_agg(one.names ORDER BY one.rank) FROM cases_case_portfolios link "
    "JOIN policies_portfolio one ON one.code = link.portfolio_id WHERE link.case_id = cases_case.id"
)


def lean(rows: QuerySet[Case]) -> QuerySet[Any, Any]:
    """Of each case only what a list shows, as named tuples: half the work of whole records."""
    found: QuerySet[Any, Any] = rows.annotate(other=OTHER, names=PORTFOLIOS)
    return found.values_list(
        "pk",
        "reference",
        "title",
        "classification",
        "status",
        "seen_by",
        "created_at",
        "lead_officer__name",
        "owner_office__code",
        "owner_office__names",
        "other",
        "names",
        named=True,
    )


def table_rows(page: Page[Any], zone: ZoneInfo) -> list[SafeString]:
    """The rows of the page, for somebody who lives in the zone: no query more."""
    offices: dict[str, str] = {}
    matches = page.matches if isinstance(page, Matches) else {}
    start = reverse("cases:list")  # where the addresses of single cases begin
    levels = {level.value: handling(level) for level in Classification}
    states = {code: tag(Case.TONES.get(code, ""), str(words)) for code, words in CHOICES}
    filled = FilledRows(TEMPLATE, ALWAYS, SOMETIMES)
    rows = []
    for case in page.rows:
        found = matches.get(case.pk)
        names = [in_language(names) for names in case.names or [{"en": ""}]]
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
        rows.append(filled.row(values))
    return rows


def _chips(case: Any, known: dict[str, str]) -> str:
    """The owner's chip, then that of the first office with which the case is shared."""
    offices = [(case.owner_office__code, case.owner_office__names), *filter(None, [case.other])]
    for code, names in offices:
        if code not in known:
            known[code] = country_chip(code, in_language(names))
    return mark_safe(" ".join(known[code] for code, _names in offices))  # escaped by `country_chip`
