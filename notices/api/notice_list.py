"""The list of notices over the API, made of columns as `FoundNoticeSerializer` declares it."""

from functools import cache
from typing import Any

from kernel.api.value_rows import Answers, ListedByColumns, Rows, ValueRows
from notices.api.serializers import FoundNoticeSerializer

SEARCHED = ("rank", "score", "matched")  # where a name, number or reference was typed


class NoticeList(ListedByColumns):
    """View mixin: notices as every list shows them, none of their content."""

    def lean(self, rows: Any) -> Any:
        found = [name for name in SEARCHED if name in rows.query.annotations]
        return rows.values_list("pk", *_rows().columns, *found, named=True)

    def listed(self, rows: Rows) -> Answers:
        return _rows().shown(rows)


@cache
def _rows() -> ValueRows:
    return ValueRows(
        FoundNoticeSerializer,
        {
            "score": lambda row: getattr(row, "score", None),
            "matched": lambda row: getattr(row, "matched", None),
        },
    )
