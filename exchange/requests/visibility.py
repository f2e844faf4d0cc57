"""Visibility of requests: the office that asks, and everyone to whom it was delivered."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from cases.models import Case
from central_offices.models import CentralOffice
from exchange.models import RecipientStatus, Request, RequestRecipient
from kernel import acting
from kernel.values import sorting


def parties(request: Request) -> list[CentralOffice]:
    """Every office that was asked, where all of them may know it; of any other request nobody."""
    if not request.is_common:
        return []
    recipients = request.recipients.select_related("office").order_by("office__sort_key")
    with acting.by_a_rule("who is asked in common"):
        return [recipient.office for recipient in recipients]


def addressed(request: Request) -> list[CentralOffice]:
    """Every office that is asked, by name: for who decides whether it leaves."""
    recipients = request.recipients.select_related("office")
    with acting.by_a_rule("of whom it is asked"):
        return sorting.by_name([recipient.office for recipient in recipients])


def first(request: Request) -> list[int]:
    """Offices that see a request which was delivered to nobody."""
    return [request.owner_office.number]


def asked_out_of(case: Case) -> list[int]:
    """The keys of offices that are working on a request out of the case, or are about to."""
    rows = RequestRecipient.objects.filter(request__case=case)
    at_work = RequestRecipient.OPEN | {RecipientStatus.QUEUED}
    with acting.by_a_rule("who is asked out of a case"):
        return list(rows.filter(status__in=at_work).values_list("office", flat=True).distinct())


RULE = """ARRAY(
 SELECT o.number::int FROM central_offices_centraloffice o
 WHERE o.id = r.owner_office_id OR o.id IN (
  SELECT office_id FROM exchange_requestrecipient
  WHERE request_id = r.id AND delivered_at IS NOT NULL) ORDER BY o.number)"""


def refresh(requests: Iterable[UUID]) -> None:
    """Write `seen_by` anew from its rule; in the transaction that delivers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE exchange_request AS r SET seen_by = {RULE} WHERE r.id = ANY (%s)",
            [list(requests)],
        )


def put_right(among: list[UUID] | None = None) -> int:
    """Put right every `seen_by` that is not what its rule says; returns how many were wrong.

    Of `among`, or of all. What somebody is just changing is passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE exchange_request AS r SET seen_by = {RULE} WHERE r.seen_by <> {RULE} "
            f"AND r.id IN (SELECT r.id FROM exchange_request AS r WHERE r.seen_by <> {RULE} "
            "AND (%s::uuid[] IS NULL OR r.id = ANY (%s)) FOR UPDATE SKIP LOCKED)",
            [among, among],
        )
        return int(cursor.rowcount)
