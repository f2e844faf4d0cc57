"""The rows of a list of cases, as the table shows them.

Written here and not by the template: fifty rows of a dozen variables each were nearly half of the
time that the page took (`make bench`).
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.models import Case
from cases.search.finding import Matches
from cases.search.persons_and_cases import Found
from central_offices.models import CentralOffice, Classification, in_language
from kernel.pages.keyset import Page
from kernel.templatetags.iisa import country, handling, moment

MAX_OTHER_OFFICES = 1


class Named(str):
    """A name that has a code, as the chip of an office wants it."""

    code: str

    def __new__(cls, code: str, name: str) -> "Named":
        named = super().__new__(cls, name)
        named.code = code
        return named


ROW = """<tr>
<td class="fit self"><span class="ref muted">{reference}</span></td>
<td class="clip"><a class="main" href="{start}{reference}/">{title}</a>{match}</td>
<td class="fit self">{level}</td>
<td class="fit self p3">{portfolio}{portfolios_more}</td>
<td class="fit self p2">{offices}{offices_more}</td>
<td data-l="{l_lead}" class="fit p3">{lead}</td>
<td data-l="{l_filed}" class="fit p2">{filed}</td>
<td class="fit self"><span class="tag {tag}">{state}</span></td>
</tr>
"""
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


def table_rows(page: Page[Any], zone: ZoneInfo) -> list[SafeString]:
    """The rows of the page, for somebody who lives in the zone: two queries, however many."""
    offices, portfolios = _offices(page.rows), _portfolios(page.rows)
    matches = page.matches if isinstance(page, Matches) else {}
    words = {
        "start": reverse("cases:list"),  # where the addresses of single cases begin
        "l_lead": _("Lead officer"),
        "l_filed": _("Filed"),
    }
    levels = {level.value: handling(level) for level in Classification}
    states = {state.value: (STATE_TAGS.get(state, ""), str(state.label)) for state in Case.Status}
    rows = []
    for case in page.rows:
        names = portfolios.get(case.pk, [""])
        tag, state = states[case.status]
        row = format_html(
            ROW,
            **words,
            reference=case.reference,
            title=case.title,
            match=_match(matches.get(case.pk)),
            level=levels[case.classification],
            portfolio=names[0],
            portfolios_more=_more(len(names) - 1),
            offices=_chips(case, offices),
            offices_more=_more(len(case.seen_by) - 1 - MAX_OTHER_OFFICES),
            lead=case.lead_officer__name,
            filed=moment(case.created_at, zone),
            tag=tag,
            state=state,
        )
        rows.append(row)
    return rows


def _match(found: Found | None) -> SafeString:
    """Whom the search found, where it was a person."""
    if found is None:
        return SafeString("")
    words = '<span class="sub">{}: <bdi>{}</bdi></span>'
    return format_html(words, _("Person"), found.name)


def _more(number: int) -> SafeString:
    """How many there are beside those shown."""
    if number <= 0:
        return SafeString("")
    return format_html(' <span class="muted num">+{}</span>', number)


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
