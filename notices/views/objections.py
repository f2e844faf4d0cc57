"""Notices that stand although the Commission objects by now, for the Secretariat's reviewers."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from cases.safeguards import protected_status
from cases.safeguards.decisions import Shown
from cases.safeguards.protected_status import Act
from central_offices.models import Officer
from kernel.pages.waiting import Item
from notices.conditions import judging
from notices.models import Notice

MAX_ITEMS_SHOWN = 50


def items(officer: Officer) -> list[Item]:
    """The notices in circulation that are objected to, and who may end them; the oldest first.

    Why is told to nobody here: the Commission knows.
    """
    if not officer.reviews:
        return []
    noted = protected_status.noted(Act.NOTICE)
    rows = Notice.objects.visible_to(officer).filter(pk__in=noted, status__in=Notice.IN_CIRCULATION)
    words = _("The Commission objects to %(notice)s, which is out: suspend or cancel it")
    return [
        Item(
            "alert",
            words % {"notice": row},
            row.get_absolute_url(),
            str(row.owner_office),
        )
        for row in rows.select_related("owner_office").order_by("published_at")[:MAX_ITEMS_SHOWN]
        if judging.stands_against(row)
    ]


def shown(ids: Collection[UUID]) -> dict[UUID, Shown]:
    """Notices as the Commission finds them among the grounds."""
    return {
        row.pk: Shown(str(row), row.get_absolute_url(), str(row.get_status_display()))
        for row in Notice._base_manager.filter(pk__in=ids)
    }
