"""The list of requests over the API, made of columns as `RowSerializer` declares it."""

from functools import cache
from operator import attrgetter
from typing import Any

from central_offices.access.officer_request import OfficerCall
from exchange.api.serializers import RowSerializer
from kernel.api.value_rows import Answers, ListedByColumns, Rows, ValueRows

SIDES = ("owner_office_id", "shown_status", "shown_version")  # of whom, and what they are told


class RequestList(ListedByColumns):
    """View mixin: requests as far as the caller may know them (`as_shown_to`)."""

    request: OfficerCall

    def lean(self, rows: Any) -> Any:
        return rows.values_list("pk", *SIDES, *_rows().columns, named=True)

    def listed(self, rows: Rows) -> Answers:
        found = _rows().shown(rows)
        for answer, row in zip(found, rows, strict=True):
            RowSerializer.withhold(self, row, answer)
        return found


@cache
def _rows() -> ValueRows:
    made = {"status": attrgetter("shown_status"), "version": attrgetter("shown_version")}
    return ValueRows(RowSerializer, made)
