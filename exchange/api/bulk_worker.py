"""The worker of a bulk: each row is taken like a POST of its own, in a transaction of its own.

A worker that is killed leaves rows that wait, and the next one goes on with them; a row is filed
together with its result, so that nothing is filed twice.
"""

import hashlib
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.api import inputs
from exchange.models import BulkRow, Request
from exchange.requests import sending
from exchange.requests.bulk import KIND
from kernel import acting
from kernel.api import problems
from kernel.errors import NotPermitted, Refusal
from kernel.jobs import running
from kernel.models import Job

RowStatus = BulkRow.Status


class IdReused(Refusal):
    """Another request was filed under this id of the office."""

    status = 422
    code = "client_id_reused"


def register() -> None:
    running.kind(KIND)(carry_out)


def carry_out(job: Job) -> None:
    """File the rows that wait, in order."""
    rows = BulkRow.objects.filter(job=job)
    job.result_url = f"/api/v1/requests/bulk/{job.pk}/"
    waiting = rows.filter(status=RowStatus.WAITING).order_by("number")
    with acting.by_a_rule("what a bulk holds"):  # nobody acts yet: each row is taken by itself
        done = rows.exclude(status=RowStatus.WAITING).count()
        keys = list(waiting.values_list("pk", flat=True))
    for pk in keys:
        _settle(pk, job.owner_id)
        done += 1
        running.progress(job, done)


def _settle(pk: Any, owner: int) -> None:
    """File one row and keep what came of it, in one transaction.

    The owner is read anew for each row: rights that ended meanwhile file nothing more.
    """
    by = Officer.objects.select_related("office").get(pk=owner)
    with acting.acting_as(by):
        row = BulkRow.objects.select_for_update().get(pk=pk)
        if row.status != RowStatus.WAITING:
            return
        try:
            with transaction.atomic():
                row.status, row.request = _filed(row, by)
            row.content = {}
        except Exception as error:
            row.problem = _problem(error)
            row.status = RowStatus.REFUSED
        row.save(update_fields=["status", "request", "problem", "content"])


def _filed(row: BulkRow, by: Officer) -> tuple[str, Request]:
    """The request of this row: a new one, or the one that was filed under the same id before."""
    if by.office_id != row.office_id:
        raise NotPermitted(_("The office that this was sent for is not yours any more."))
    _hold(row)
    earlier = BulkRow.objects.filter(
        office=row.office, client_id=row.client_id, status=RowStatus.FILED
    )
    with acting.by_a_rule("what an office filed under an id"):  # whoever of the office sent it
        before = earlier.select_related("request").first()
    if before:
        if before.digest != row.digest:
            raise IdReused(_("This client_id was used for another request. Use a new one."))
        assert before.request is not None  # a row that was filed has its request
        return RowStatus.REPEATED, before.request
    context = {"request": SimpleNamespace(user=by)}
    given = inputs.NewInput(data=row.content, context=context)
    given.is_valid(raise_exception=True)
    words = dict(given.validated_data)
    send = words.pop("send")
    request = sending.draft(by=by, **words)
    if send:
        sending.send(request, by=by)
    return RowStatus.FILED, request


def _hold(row: BulkRow) -> None:
    """Two bulks with the same id at once: the second waits for the first."""
    name = f"bulk:{row.office_id}:{row.client_id}"
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _problem(error: Exception) -> dict[str, Any]:
    """The problem that a single POST would have been answered with; a fault of ours passes on."""
    known = problems.known(error)
    if known is None:
        raise error
    return problems.body(known.status, known.code, known.detail, None, known.errors)
