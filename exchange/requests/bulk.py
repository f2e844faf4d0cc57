"""Many requests in one call: kept as rows, which a worker files one by one, each once.

The office's own id of a row makes it file one request, however often and in however many bulks it
is sent.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from central_offices.models import Officer
from exchange.lifecycle import asks
from exchange.models import BulkRow, Request
from kernel import acting
from kernel.errors import NotPermitted
from kernel.jobs import running
from kernel.models import Job
from ledger import events
from ledger.delivery import wakeup

KIND = "request.bulk"
MAX_ROWS_PER_CALL = 1000


def submit(rows: Sequence[dict[str, Any]], *, by: Officer) -> Job:
    """Keep the rows, each with its `client_id`; a worker files them. Raises NotPermitted."""
    if not asks(by, Request(created_by=by, owner_office=by.office, classification=0)):
        raise NotPermitted(_("You may not send requests for your office."))
    with acting.acting_as(by):
        title = _("%(n)d requests") % {"n": len(rows)}
        job = running.start(KIND, title=title, by=by, total=len(rows), wake=wakeup.run_soon)
        BulkRow.objects.bulk_create(
            BulkRow(
                job=job,
                office=by.office,
                number=number,
                client_id=row["client_id"],
                content=_content(row),
                digest=_digest(row),
                created_by=by,
            )
            for number, row in enumerate(rows, start=1)
        )
        events.record("request.bulk", by=by, data={"job": str(job.pk), "rows": len(rows)})
    return job


def _content(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "client_id"}


def _digest(row: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(_content(row), sort_keys=True).encode()).hexdigest()
