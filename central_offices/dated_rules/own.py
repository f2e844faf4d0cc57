"""The dated rules of this app: waiting times."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from central_offices.dated_rules import tables
from central_offices.dated_rules.tables import DatedTable, Values
from central_offices.models import AccessChange, WaitingTime


def register() -> None:
    """Called once, when the apps are ready."""
    tables.register(WAITING_TIMES)


def _concerned(key: Values, before: Values, after: Values) -> Iterator[str]:
    waiting: Any = AccessChange.objects.filter(status__in=AccessChange.OPEN)
    n = waiting.count()
    yield _("What begins before that day waits as long as it had to wait then.")
    yield (
        ngettext(
            "%(n)d change of access is open now; the day on which it begins decides.",
            "%(n)d changes of access are open now; the day on which each begins decides.",
            n,
        )
        % {"n": n}
    )


def _kept(key: Values) -> str:
    return _("Without it what is new would count at once. Change the hours instead.")


WAITING_TIMES = DatedTable(
    model=WaitingTime,
    slug="waiting-times",
    title=gettext_lazy("Waiting times"),
    effect=gettext_lazy(
        "Hours for which who or what is new does not count where several persons decide: those of "
        "the day on which it begins."
    ),
    key={"of": gettext_lazy("What waits")},
    content={"hours": gettext_lazy("Hours of waiting")},
    concerned=_concerned,
    kept=_kept,
    is_open=False,
    reviewers_are_told=True,
)
