"""Editions of the key issues that wait for an officer as the second person, under Approvals."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from central_offices.models import Officer
from kernel import acting
from kernel.pages.waiting import Waiting
from ledger.models import Event
from policies import lifecycle
from policies.models import Edition

MAY_WAIT = "EXISTS (SELECT FROM policies_edition WHERE status = 'SUBMITTED')"


def waiting(officer: Officer) -> Iterator[Waiting]:
    """Editions that were submitted and that this officer may approve, the oldest first."""
    with acting.by_a_rule("since when an edition waits"):
        rows = list(_submitted(officer))
    for row in rows:
        if lifecycle.second_person(officer, row):
            yield Waiting(
                kind=_("Annual key issues"),
                title=_("Key issues %(year)s") % {"year": row.year},
                reference=str(row),
                url=row.get_absolute_url(),
                by=str(row.author),
                since=row.submitted_at,
            )


def _submitted(officer: Officer) -> QuerySet[Any]:
    steps = Event.objects.filter(verb="edition.submit", subject_id=OuterRef("pk"))
    latest = Subquery(steps.order_by("-at").values("at")[:1])
    rows: QuerySet[Any] = Edition.objects.visible_to(officer)
    rows = rows.filter(status=Edition.Status.SUBMITTED).select_related("author")
    dated: QuerySet[Any] = rows.annotate(submitted_at=Coalesce(latest, "updated_at"))
    return dated.order_by("submitted_at")
