"""Cases as the API shows them, in lists and alone: one statement, as `CaseSerializer` declares."""

from functools import cache
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from cases import lifecycle
from cases.api.serializers import CaseSerializer
from cases.models import CaseShare
from cases.search import columns
from central_offices.models import Officer
from kernel.api.value_rows import ValueRows

CONTRIBUTOR = CaseShare.Role.CONTRIBUTOR.value
NEEDED = ("pk", "level_set_by_id", "created_by_id", "owner_office_id")  # besides what is shown


PARTS = {
    "portfolio_codes": columns.texts(
        "SELECT one.code FROM cases_case_portfolios link "
        "JOIN policies_portfolio one ON one.code = link.portfolio_id "
        "WHERE link.case_id = cases_case.id ORDER BY one.rank"
    ),
    "offence_codes": columns.texts(
        "SELECT one.code FROM cases_case_offences link "
        "JOIN cases_offence one ON one.id = link.offence_id "
        "WHERE link.case_id = cases_case.id ORDER BY one.code, one.valid_from"
    ),
    "shared_with": columns.texts(
        "SELECT ARRAY[office.code, share.role, office.id::text] FROM cases_caseshare share "
        "JOIN central_offices_centraloffice office ON office.id = share.office_id "
        "WHERE share.case_id = cases_case.id AND share.ended_at IS NULL ORDER BY share.id"
    ),
    "involved": columns.texts(
        "SELECT ARRAY[link.subject_id::text, link.status_of_person] FROM cases_casesubject link "
        "WHERE link.case_id = cases_case.id ORDER BY link.id"
    ),
}


def lean(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Of each case only what is shown, as named tuples."""
    names = dict.fromkeys([*NEEDED, *_rows().columns])
    found: QuerySet[Any, Any] = rows.annotate(**PARTS)
    return found.values_list(*names, *PARTS, named=True)


def shown(rows: list[Any], officer: Officer) -> list[dict[str, Any]]:
    """Rows that `lean` read, as the officer sees them, nothing withheld."""
    found, steps = _rows().shown(rows), lifecycle.StepsInList(officer)
    for answer, row in zip(found, rows, strict=True):
        contributing = {int(share[2]) for share in row.shared_with if share[1] == CONTRIBUTOR}
        answer["actions"] = steps.open_to(row, contributing)
    return found


@cache
def _rows() -> ValueRows:
    return ValueRows(
        CaseSerializer,
        {
            "portfolios": attrgetter("portfolio_codes"),
            "offences": attrgetter("offence_codes"),
            "shares": lambda row: [
                {"office": office, "role": role} for office, role, _pk in row.shared_with
            ],
            "persons": lambda row: [
                {"person": person, "status_of_person": status} for person, status in row.involved
            ],
            "actions": lambda row: [],
        },
    )
