"""Dates of an edition of the UN list: what cannot be is refused, what cannot be read is asked."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from notices.un_list.guards import ListRefused, option
from notices.un_list.reading import UnListSummary

TOLERANCE = timedelta(days=1)  # clocks that differ, and days of another zone


def refuse(summary: UnListSummary, obtained_at: datetime, *, older_anyway: bool) -> None:
    """An edition whose date can't be, or can't be read. Raises ListRefused.

    That it can't be read is passed over by `older_anyway`; what contradicts itself never.
    """
    made = made_at(summary.generated_at)
    if made is None:
        if not older_anyway:
            _refuse_undated(summary.generated_at)
        return
    if made > timezone.now() + TOLERANCE:
        raise ListRefused(
            _("This edition says that it was made on %(made)s, which is still to come. %(ask)s")
            % {"made": _day(made), "ask": _ask()}
        )
    if made > obtained_at + TOLERANCE:
        raise ListRefused(
            _(
                "This edition says that it was made on %(made)s, after you obtained it "
                "(%(obtained)s). %(ask)s"
            )
            % {"made": _day(made), "obtained": _day(obtained_at), "ask": _ask()}
        )
    last = summary.last_listed_on
    if last and last > (made + TOLERANCE).date():
        raise ListRefused(
            _(
                "This edition says that it was made on %(made)s, but holds a record that was "
                "listed on %(listed)s. %(ask)s"
            )
            % {"made": _day(made), "listed": last.isoformat(), "ask": _ask()}
        )


def refuse_older(generated_at: str, newest: str) -> None:
    """An edition made before the newest one loaded. Raises ListRefused."""
    made, last = made_at(generated_at), made_at(newest)
    if made and last and made < last:
        raise ListRefused(
            _(
                "This edition was made on %(made)s, the one already loaded on %(last)s. Nothing "
                "was changed. Where the older one is meant: %(option)s."
            )
            % {"made": _day(made), "last": _day(last), "option": option("older_anyway")}
        )


def made_at(generated_at: str) -> datetime | None:
    """The moment at which an edition was made; None where it doesn't say so in ISO 8601."""
    try:
        moment = datetime.fromisoformat(generated_at)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def can_have_been_made(made: datetime, loaded_at: datetime) -> bool:
    """Whether an edition that was loaded then can be as old as it says."""
    return made <= loaded_at + TOLERANCE


def _refuse_undated(said: str) -> None:
    option_text = option("older_anyway")
    if said.strip():
        raise ListRefused(
            _(
                "When this edition was made cannot be read: dateGenerated is “%(said)s”. So it "
                "may be older than what is loaded. Nothing was changed. Where you know that it "
                "is the newest: %(option)s."
            )
            % {"said": said.strip()[:60], "option": option_text}
        )
    raise ListRefused(
        _(
            "This edition doesn't say when it was made (dateGenerated). So it may be older than "
            "what is loaded. Nothing was changed. Where you know that it is the newest: "
            "%(option)s."
        )
        % {"option": option_text}
    )


def _ask() -> str:
    return _("Nothing was changed. Obtain the list from the United Nations again.")


def _day(moment: datetime) -> str:
    day: date = moment.astimezone(UTC).date()
    return day.isoformat()
