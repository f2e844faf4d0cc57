"""The life of an agreement on a deputy office: both heads say yes, either ends it.

PROPOSED ──agree (by a head of the other office)──▶ AGREED ──end (by a head of either)──▶ ENDED
         ──decline──▶ DECLINED   ──withdraw──▶ WITHDRAWN
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from central_offices.models import DeputyOffice, Officer
from central_offices.two_persons.lifecycle import speaks_for
from ledger.lifecycle import Lifecycle, Step

PROPOSED, AGREED, DECLINED, WITHDRAWN, ENDED = DeputyOffice.Status


def head_of_either(officer: Officer, row: Any) -> bool:
    """The officer is a head of one of the two offices."""
    return any(speaks_for(officer, office) for office in (row.office, row.deputy))


def head_of_the_other(officer: Officer, row: Any) -> bool:
    """The officer is a head of the office that did not propose it."""
    other = officer.office_id != row.proposed_by.office_id
    return other and officer.pk != row.proposed_by_id and head_of_either(officer, row)


def head_of_the_proposing(officer: Officer, row: Any) -> bool:
    """The officer is a head of the office that proposed it."""
    return officer.office_id == row.proposed_by.office_id and head_of_either(officer, row)


deputy_office_steps = Lifecycle(
    agree=Step({PROPOSED}, AGREED, head_of_the_other, _("agree to"), "manage_office", proof=True),
    decline=Step({PROPOSED}, DECLINED, head_of_the_other, _("decline")),
    withdraw=Step({PROPOSED}, WITHDRAWN, head_of_the_proposing, _("withdraw")),
    end=Step({AGREED}, ENDED, head_of_either, _("end")),
)
