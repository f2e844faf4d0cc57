"""What an office does with a notice that reached it: it opens it, and acknowledges a recall."""

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events
from ledger.delivery import outbox
from notices.models import Circulation, Notice


def may_acknowledge(officer: Officer) -> bool:
    return bool(officer.may("answer_request", officer.office))


def acknowledge_recall(notice: Notice, *, by: Officer) -> None:
    """An office confirms that it has taken the notice out of its own systems.

    Whoever answers for the office may: not who only reads. Raises NotPermitted or NotReady.
    """
    if not may_acknowledge(by):
        raise NotPermitted(_("You may not acknowledge a recall for your office."))
    recalled = Circulation.objects.filter(notice=notice, office=by.office_id)
    recalled = recalled.exclude(recalled_at=None)
    with acting.acting_as(by):
        fresh = recalled.filter(recall_acknowledged_at=None)
        if fresh.update(recall_acknowledged_at=timezone.now()):
            events.record("notice.acknowledge_recall", by=by, subject=notice, step=True)
        elif not recalled.exists():
            raise NotReady(_("There is no recall of this notice to acknowledge."))


def opened(notice: Notice, *, by: Officer) -> None:
    """Note that the office has looked at the notice."""
    rows = Circulation.objects.filter(notice=notice, office=by.office_id, opened_at=None)
    if rows.update(opened_at=timezone.now()):
        outbox.opened(notice.pk, by=by)
