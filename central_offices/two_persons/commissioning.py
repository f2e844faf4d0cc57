"""Commissioning: two administrators put a new installation into service.

NEW ──propose──▶ PROPOSED ──commission (by another)──▶ COMMISSIONED
                    └──take_back──▶ NEW

Until then nothing is published. What is new counts at once meanwhile, for 14 days at most: somebody
has to make the first offices (docs/decisions/0029).
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import Installation, Officer
from kernel.errors import NotReady
from ledger.lifecycle import Lifecycle, Step

NEW, PROPOSED, COMMISSIONED = Installation.Status
COMMITTED_BY_NOW = timedelta(minutes=1)
_known = {"commissioned": False}  # in this process: it never becomes untrue


def administrator(officer: Officer, installation: Any) -> bool:
    """The officer is a person who administers."""
    return officer.is_human and officer.administers


def another_administrator(officer: Officer, installation: Any) -> bool:
    """The officer is a person who administers, and did not propose it."""
    return officer.pk != installation.proposed_by_id and administrator(officer, installation)


installation_steps = Lifecycle(
    propose=Step({NEW}, PROPOSED, administrator, gettext_lazy("propose to commission")),
    take_back=Step({PROPOSED}, NEW, administrator, gettext_lazy("take back the commissioning of")),
    commission=Step({PROPOSED}, COMMISSIONED, another_administrator, gettext_lazy("commission")),
)


def installation() -> Installation:
    """The one row."""
    found, _made = Installation.objects.select_related("proposed_by").get_or_create(pk=1)
    return found


def is_commissioned() -> bool:
    """Whether it is in service; asked of the database until it is."""
    if _known["commissioned"]:
        return True
    row = installation()
    since = row.commissioned_at
    _known["commissioned"] = since is not None and since < timezone.now() - COMMITTED_BY_NOW
    return row.status == COMMISSIONED


def being_set_up() -> bool:
    """Whether what is new counts at once: not commissioned yet, and the time for it is not over."""
    return not is_commissioned() and timezone.now() < installation().until


def why_not_published() -> str:
    """Why nothing is published yet, in a sentence; empty once it is commissioned."""
    if is_commissioned():
        return ""
    return _(
        "This installation is not commissioned: nothing is published. Two administrators of the "
        "General Secretariat commission it."
    )


def demand() -> None:
    """Raise NotReady where nothing is published yet."""
    if sentence := why_not_published():
        raise NotReady(sentence)


def forget() -> None:
    """Ask the database anew."""
    _known["commissioned"] = False


def propose(row: Installation, *, by: Officer) -> None:
    """Say that everything is set up; another administrator has to find the same."""
    with installation_steps.take("propose", row, by=by) as locked:
        locked.proposed_by, locked.proposed_at = by, timezone.now()


def take_back(row: Installation, *, by: Officer) -> None:
    """Go on setting up."""
    with installation_steps.take("take_back", row, by=by) as locked:
        locked.proposed_by = locked.proposed_at = None


def commission(row: Installation, *, by: Officer) -> None:
    """Put it into service, for good."""
    with installation_steps.take("commission", row, by=by) as locked:
        locked.commissioned_by, locked.commissioned_at = by, timezone.now()
