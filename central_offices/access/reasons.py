"""Reasons for opening a confidential record: asked once a session, on pages and over the API.

An office's system says its purpose with every call instead (`access.purpose_of_call`).
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _

from central_offices.access import purpose_on_pages
from central_offices.models import Classification, Purpose
from kernel.errors import Refusal
from ledger import events

HEADER = "X-Reason"
MAX_REASON_CHARACTERS = 1000


class ReasonRequired(Refusal):
    """A confidential record that somebody opens without saying why."""

    status = 400
    code = "reason_required"


def has(request: Any, pk: Any) -> bool:
    """Whether the reason for this record was given in this session."""
    return str(pk) in request.session.get("reasons", [])


def keep(request: Any, pk: Any, reason: str) -> None:
    """Write the reason into the ledger, and remember for this session that it was given."""
    events.record(
        "record.open",
        by=request.user,
        purpose=purpose_on_pages.said(request) or Purpose.INFORMATION,
        data={"record": str(pk)},
        detail={"reason": reason},
    )
    request.session["reasons"] = [*request.session.get("reasons", []), str(pk)]


def lacks(request: Any, pk: Any, level: int) -> bool:
    """Whether why this record is opened has to be said first."""
    return level == Classification.CONFIDENTIAL and not has(request, pk)


def lacks_for_person(request: Any, pk: Any, links: Iterable[Any]) -> bool:
    """The same of a person who is seen through confidential cases only."""
    rows = list(links)
    if any(link.case.classification < Classification.CONFIDENTIAL for link in rows):
        return False
    return not any(has(request, one) for one in (pk, *(link.case_id for link in rows)))


def demand(request: Any, pk: Any) -> None:
    """Take the reason from X-Reason. Raises ReasonRequired when there is none."""
    given = (
        unquote(request.headers.get(HEADER, "")).replace("\0", "").strip()[:MAX_REASON_CHARACTERS]
    )
    if not given:
        raise ReasonRequired(
            _("This record is confidential. Say why you open it: send the reason in X-Reason.")
        )
    keep(request, pk, given)


class Reasoned:
    """View mixin: a person's session opens a confidential record with a reason only."""

    asks_reason = True

    def get_object(self) -> Any:
        """The record, once the reason is known where one is needed. Raises ReasonRequired."""
        row = super().get_object()  # type: ignore[misc]  # of the view that this is mixed into
        request: Any = self.request  # type: ignore[attr-defined]  # likewise
        if request.user.is_human and self.lacks_reason(request, row):
            demand(request, row.pk)
        return row

    def lacks_reason(self, request: Any, row: Any) -> bool:
        return lacks(request, row.pk, row.classification)


class WithheldInLists:
    """Serializer mixin: in a list, a person's session sees that a confidential record is there.

    Its content is empty until the reason was given (docs/decisions/0025-confidential-in-lists.md).
    The view is `Reasoned`.
    """

    content: tuple[str, ...] = ()

    def to_representation(self, row: Any) -> Any:
        shown = super().to_representation(row)  # type: ignore[misc]  # of the serializer
        context: dict[str, Any] = self.context  # type: ignore[attr-defined]  # likewise
        view = context.get("view")
        if getattr(view, "action", "") == "list" and context.get("request") is not None:
            self.withhold(view, row, shown)
        return shown

    @classmethod
    def withhold(cls, view: Any, row: Any, shown: dict[str, Any]) -> None:
        """Empty in an answer what is not shown yet of the row, which has its key and level."""
        request = view.request
        if request.user.is_human and view.lacks_reason(request, row):
            for name in cls.content:
                if name in shown:
                    shown[name] = _nothing(shown[name])


def _nothing(value: Any) -> Any:
    """The empty value of the same kind."""
    return type(value)() if isinstance(value, str | list | dict) else None
