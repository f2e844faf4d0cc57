"""Guards of an import of the UN list: what it refuses, in sentences that say what to do."""

from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from kernel.errors import Refusal, WrongState
from notices.models import Notice
from notices.un_list.changes import Changes

MAX_DELISTED_SHARE = 0.30
ADVISORY_LOCK_NUMBER = 0x556E4C69  # any number that no other advisory lock has


class ListRefused(Refusal):
    """The file can't be used, or not in this way; trying again changes nothing."""

    code = "list_refused"
    final = True


class DifferenceChanged(WrongState):
    """The edition would no longer change what was confirmed."""

    final = True


class Running(WrongState):
    """Another import is under way."""

    final = True


class Row(NamedTuple):
    """A record to compare: ours with its notice, the file's with the words of all its names."""

    data_id: str
    reference: str
    digest: str
    name: str = ""
    notice: Notice | None = None
    words: frozenset[str] = frozenset()


def alone() -> None:
    """One import at a time, until this transaction ends. Raises Running."""
    with connection.cursor() as cursor:
        # An advisory lock and no row's: it is gone with the transaction, however that ends.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK_NUMBER])
        if not cursor.fetchone()[0]:
            raise Running(
                _("Another import of the list is running. Wait until it is done; see Jobs.")
            )


def refuse_many(changes: Changes[Row, Row]) -> None:
    """A list that lacks more of our notices than a new edition would. Raises ListRefused."""
    gone = len(changes.delisted)
    listed = gone + len(changes.updated) + changes.unchanged
    if gone > listed * MAX_DELISTED_SHARE:
        raise ListRefused(
            _(
                "%(gone)d of %(listed)d notices are missing from this file, more than "
                "%(limit)d %%. Nothing was changed. Check that it is the whole list. Where it "
                "is: %(option)s."
            )
            % {
                "gone": gone,
                "listed": listed,
                "limit": round(MAX_DELISTED_SHARE * 100),
                "option": option("delist_anyway"),
            }
        )


def option(name: str) -> str:
    """How to say that a refusal is to be passed over: on the page and on the command line."""
    label = {
        "delist_anyway": _("delist what is missing"),
        "older_anyway": _("load an edition that is older or undated"),
        "expected": _("what is meant all the same"),
    }[name]
    return f"{label} (--{name.replace('_', '-')})"
