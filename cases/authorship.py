"""Who wrote what a notice or a request takes from a case: none of them decides on it.

A frozen copy holds what the record of the person says, which part the person has in the case, and
what the case itself says. Whoever set one of them wrote of it, whatever was changed since
(docs/laws.md T2).
"""

from collections.abc import Iterable
from uuid import UUID

from cases.models import Case, CaseSubject, Subject
from kernel import acting
from kernel.authorship import writers_among

# What a notice begins with, and what the rules about it ask: `Case.written_by` holds who set them.
DECISIVE = ("portfolios", "offences", "classification", "handling_codes", "handling_note")


@acting.by_a_rule("who wrote it")
def writers_of_persons(case: Case | None, subjects: Iterable[UUID]) -> set[int]:
    """The ids of all who wrote these records, or said what these persons are in the case."""
    wanted = list(subjects)
    records = Subject._base_manager.filter(pk__in=wanted)
    parts = CaseSubject._base_manager.filter(case=case, subject__in=wanted)
    began = {
        *records.values_list("created_by", flat=True),
        *parts.values_list("added_by", flat=True),
    }
    return began | writers_among(records) | writers_among(parts)


def writers_of(case: Case | None, subjects: Iterable[UUID]) -> set[int]:
    """The same, and whoever set portfolios, offences, level or conditions of the case."""
    rows = Case._base_manager.filter(pk__in=[case.pk] if case else [])
    own = {*rows.values_list("created_by", flat=True), *writers_among(rows)}
    return own | writers_of_persons(case, subjects)
