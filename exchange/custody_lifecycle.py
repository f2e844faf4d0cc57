"""The life of an arrest for another country: held until its papers arrive, or the time is over."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange.lifecycle import answers, the_system
from exchange.models import Arrest
from ledger.lifecycle import Lifecycle, Step


def holds(officer: Officer, arrest: Any) -> bool:
    """The officer may answer for the office that holds the person."""
    return answers(officer, arrest.recipient)


ArrestStatus = Arrest.Status
arrest_steps = Lifecycle(
    correct=Step(
        {ArrestStatus.HELD, ArrestStatus.TIME_OVER},
        ArrestStatus.HELD,
        holds,
        _("correct the moment of"),
    ),
    ring=Step({ArrestStatus.HELD}, None, the_system, _("ring an alarm for")),
    run_out=Step(
        {ArrestStatus.HELD}, ArrestStatus.TIME_OVER, the_system, _("say that the time is over for")
    ),
    receive_papers=Step(
        {ArrestStatus.HELD, ArrestStatus.TIME_OVER},
        ArrestStatus.PAPERS,
        holds,
        _("note the papers for"),
    ),
    release=Step(
        {ArrestStatus.HELD, ArrestStatus.PAPERS, ArrestStatus.TIME_OVER},
        ArrestStatus.RELEASED,
        holds,
        _("report the release for"),
    ),
)
