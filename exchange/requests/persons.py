"""The persons of a case as a request carries them: frozen words, no links into the case."""

from typing import Any
from uuid import UUID

from cases.models import Case, CaseSubject
from kernel import acting

RULE = "persons whom a request names"


@acting.by_a_rule(RULE)
def summaries(case: Case | None, subject_ids: list[UUID]) -> list[dict[str, Any]]:
    """The particulars of these persons that are told; only of those who are in the case.

    That somebody found protection is on no record of a person (`cases.safeguards`).
    """
    if case is None or not subject_ids:
        return []
    links = (
        CaseSubject.objects.filter(case=case, subject__in=subject_ids)
        .select_related("subject")
        .prefetch_related("subject__identities", "subject__nationalities", "subject__documents")
        .order_by("added_at", "id")
    )
    return [_summary(link) for link in links]


def _summary(link: CaseSubject) -> dict[str, Any]:
    subject = link.subject
    return {
        "id": str(subject.pk),
        "status": link.status_of_person,
        "sex": subject.sex,
        "identities": [
            {
                "label": row.label,
                "name": row.as_written,
                "romanised": row.romanised,
                "script": row.script,
                "born": row.birth_text,
                "birth_place": row.birth_place,
            }
            for row in subject.identities.all()
        ],
        "nationalities": [row.jurisdiction_id for row in subject.nationalities.all()],
        "documents": [
            {"kind": row.kind, "number": row.number, "issuer": row.issuer_id}
            for row in subject.documents.all()
        ],
        "warnings": subject.warnings,
    }
