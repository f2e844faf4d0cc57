"""The rows of a list of cases, made ready so that the template has nothing left to look up."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.safestring import mark_safe

from agency.kernel.templatetags.iisa import country, handling
from cases.finding import Page
from cases.models import Case
from central_offices.models import CentralOffice, Classification, in_language
from policies.models import Portfolio

SHOWN_OFFICES = 1


class Named(str):
    """A name that has a code, as the chip of an office wants it."""

    code: str

    def __new__(cls, code: str, name: str) -> "Named":
        named = super().__new__(cls, name)
        named.code = code
        return named


STATE_TAGS = {Case.Status.ACTIVE: "ok", Case.Status.SUSPENDED: "warn"}


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


def of(page: Page) -> list[dict[str, Any]]:
    """What the table shows of each case of the page: three queries, however many rows."""
    offices, portfolios = _offices(page.rows), _portfolios(page.rows)
    start = reverse("cases:list")  # where the addresses of single cases begin
    levels = {level.value: handling(level) for level in Classification}
    states = dict(Case.Status.choices)
    return [
        {
            "reference": case.reference,
            "title": case.title,
            "url": f"{start}{case.reference}/",
            "match": page.matches.get(case.pk),
            "level": levels[case.classification],
            "portfolio": portfolios[case.pk][0] if portfolios.get(case.pk) else "",
            "portfolios_more": len(portfolios.get(case.pk, ())) - 1,
            "offices": _chips(case, offices),
            "offices_more": len(case.seen_by) - 1 - SHOWN_OFFICES,
            "lead": case.lead_officer__name,
            "filed": case.created_at,
            "state": states[case.status],
            "tag": STATE_TAGS.get(case.status, ""),
        }
        for case in page.rows
    ]


def _chips(case: Any, offices: dict[int, tuple[int, str]]) -> str:
    """The owner's chip, then a few of the offices with which the case is shared."""
    known = [offices[number] for number in case.seen_by if number in offices]
    owner = [chip for pk, chip in known if pk == case.owner_office_id]
    others = [chip for pk, chip in known if pk != case.owner_office_id]
    return mark_safe(" ".join([*owner, *others[:SHOWN_OFFICES]]))  # made by `country`, escaped


def _offices(cases: list[Any]) -> dict[int, tuple[int, str]]:
    """The offices that are shown, by number: of a case that all may see but a few."""
    numbers = {n for case in cases for n in case.seen_by[: SHOWN_OFFICES + 1]}
    owners = {case.owner_office_id for case in cases}
    found = CentralOffice.objects.filter(Q(number__in=numbers) | Q(pk__in=owners)).order_by()
    return {
        row.number: (row.pk, country(Named(row.code, in_language(row.names))))
        for row in found.values_list("pk", "number", "code", "names", named=True)
    }


def _portfolios(cases: list[Any]) -> dict[Any, list[str]]:
    links = Case.portfolios.through.objects.filter(case__in=[case.pk for case in cases])
    names = {pk: in_language(words) for pk, words in Portfolio.objects.values_list("pk", "names")}
    found: dict[Any, list[str]] = {}
    for case, portfolio in links.order_by("portfolio__rank").values_list("case", "portfolio"):
        found.setdefault(case, []).append(names[portfolio])
    return found
