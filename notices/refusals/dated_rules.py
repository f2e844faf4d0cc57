"""The dated numbers of the safeguards around acts against a person."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from central_offices.dated_rules import tables
from central_offices.dated_rules.tables import DatedTable, Faults, Values
from notices.models import Refusal, SafeguardRule

Code = SafeguardRule.Code
# The most that each number may be; a larger one is a slip, or would switch the safeguard off.
MOST = {
    Code.FINGERPRINT_YEARS: 30,
    Code.OFFICES_WITHOUT_REVIEW: 50,
    Code.SAMPLED_PER_HUNDRED: 100,
    Code.COUNTED_DAYS: 3650,
    Code.REVIEW_MINUTES: 14_400,
    Code.FLASH_REVIEW_MINUTES: 1440,
}
MAY_BE_NONE = (Code.OFFICES_WITHOUT_REVIEW, Code.SAMPLED_PER_HUNDRED)


def register() -> None:
    """Called once, when the apps are ready."""
    tables.register(SAFEGUARDS)


def _concerned(key: Values, before: Values, after: Values) -> Iterator[str]:
    if key["code"] == Code.FINGERPRINT_YEARS:
        rows: Any = Refusal.objects.filter(status=Refusal.Status.KEPT)
        n = rows.count()
        yield (
            ngettext(
                "%(n)d fingerprint is kept now, and keeps its end.",
                "%(n)d fingerprints are kept now, and keep their ends.",
                n,
            )
            % {"n": n}
        )
    yield _("Requests and reviews from that day on go by it; those before stay as they are.")


def _check(values: Values) -> Faults:
    code, number = Code(values["code"]), values["number"]
    if number > MOST[code] or number < 1 and code not in MAY_BE_NONE:
        least = 0 if code in MAY_BE_NONE else 1
        sentence = _("Write a number from %(least)d to %(most)d.")
        return [("number", sentence % {"least": least, "most": MOST[code]})]
    return []


def _kept(key: Values) -> str:
    return _("Acts against persons are guarded by it: change the number instead.")


SAFEGUARDS = DatedTable(
    model=SafeguardRule,
    slug="safeguards",
    title=gettext_lazy("Safeguards around acts against a person"),
    effect=gettext_lazy(
        "Numbers above which requests are held, drawn and counted, and how long they may wait: "
        "those of the day on which it is asked."
    ),
    key={"code": gettext_lazy("What it counts")},
    content={"number": gettext_lazy("Number"), "source": gettext_lazy("Source")},
    concerned=_concerned,
    check=_check,
    kept=_kept,
    is_open=False,
    reviewers_are_told=True,
)
