"""Dates in the words of whoever reads them."""

from django.utils.translation import gettext as _

from cases.dates.partial import Certainty, DateRefused, PartialDate
from cases.dates.reading import parse


def in_words(date: PartialDate | str) -> str:
    """A date as people say it: "about 1979", "before 1980", "1970 or 1985", "1400 AH".

    What was kept as text is read first, and stands as it is where it is no date.
    """
    if isinstance(date, str):
        try:
            date = parse(date)
        except DateRefused:
            return str(date)
    return date.said(
        {
            Certainty.EXACT: "%(date)s",
            Certainty.APPROX: _("about %(date)s"),
            Certainty.RANGE: _("%(first)s to %(last)s"),
            Certainty.BEFORE: _("before %(date)s"),
            Certainty.AFTER: _("after %(date)s"),
            Certainty.EITHER: _("%(first)s or %(last)s"),
        }
    )
