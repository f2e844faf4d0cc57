"""Loading of a confirmed edition of the UN list: all of it or nothing, and nothing twice.

    load(open_list, edition, by=officer)      `open_list()` gives the file from its beginning

The file is read to its end before anything is written, then again to tell what changed, and once
more to write that: no reading keeps more of it than a digest and a name of each record.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date

from django.utils import timezone

from central_offices.models import Officer
from kernel import trail
from ledger import events
from notices.models import Notice, UnListEdition
from notices.un_list import dates, difference, editions, guards, listing, notices
from notices.un_list.dates import made_at
from notices.un_list.difference import Difference, OpenList
from notices.un_list.reading import UnListSummary
from notices.un_list.records import UnRecord

NOTICES_PER_BATCH = 100
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """The result of an import: what the file held, and how many notices changed in each way."""

    summary: UnListSummary
    counts: dict[str, int]

    @property
    def made_at(self) -> str:
        """When the edition was made, in ISO 8601; empty where it doesn't say."""
        moment = made_at(self.summary.generated_at)
        return moment.isoformat() if moment else ""

    @property
    def written(self) -> int:
        """How many notices got a new version."""
        return sum(self.counts[name] for name in ("created", "relisted", "updated"))


def load(
    open_list: OpenList,
    edition: UnListEdition,
    *,
    by: Officer,
    tell: Tell = lambda done, total: None,
) -> Outcome:
    """Bring the UN notices to what the confirmed file says, in the name of who confirmed it.

    `tell(done, total)` is called as the work goes on; what it raises undoes everything. Raises
    NotPermitted and WrongState as every step; DifferenceChanged where it would not change what was
    confirmed; ListRefused for a broken file or an older edition; Running.
    """
    with trail.timed("Import of the UN list", sha256=edition.sha256):
        editions.un_edition_steps.demand("load", edition, by=by)
        summary = difference.check(open_list)
        outcome = _load(open_list, edition, summary, by, tell)
        counts = {f"notices_{name}": number for name, number in outcome.counts.items()}
        trail.note("UN list loaded.", sha256=edition.sha256, made_at=outcome.made_at, **counts)
    return outcome


def _load(
    open_list: OpenList, edition: UnListEdition, summary: UnListSummary, by: Officer, tell: Tell
) -> Outcome:
    with editions.un_edition_steps.take("load", edition, by=by) as locked:
        guards.alone()
        found = difference.between(open_list)
        editions.demand_confirmed(locked, found)
        if not locked.older_anyway:
            dates.refuse_older(summary.generated_at, editions.newest())
        _write(found, summary, open_list, locked, by, tell)
        locked.loaded_at = timezone.now()
        outcome = Outcome(summary, found.counts)
        said = {"sha256": locked.sha256, "difference": locked.difference_sha256}
        events.record(
            "notice.un_list_import",
            by=by,
            data={**outcome.counts, **said, "made_at": outcome.made_at},
            step=True,
        )
    return outcome


def _write(
    found: Difference,
    summary: UnListSummary,
    open_list: OpenList,
    edition: UnListEdition,
    by: Officer,
    tell: Tell,
) -> None:
    changes = found.changes
    old = {new.reference: row.notice for row, new in changes.updated}
    new = {row.reference for row in changes.added}
    total, done = len(old) + len(new), 0
    delisted = [row.notice for row in changes.delisted if row.notice]
    notices.delist(delisted, by=by, on=_day_of(summary))
    added: list[Notice] = []
    code, author = listing.country_codes(), edition.uploaded_by
    tell(0, total)
    records = difference.records(open_list)
    for batch in _batches(record for record in records if record.reference in old.keys() | new):
        listings = [listing.listing(record, code) for record in batch]
        fresh = [row for row in listings if row.reference in new]
        added += [_light(notice) for notice in notices.add(fresh, by=by, author=author)]
        pairs = [(old[row.reference], row) for row in listings if row.reference in old]
        known = [(notice, row) for notice, row in pairs if notice]
        notices.change(known, by=by, author=author)
        done += len(batch)
        tell(done, total)
    updated = [notice for notice in old.values() if notice]
    notices.announce(added, updated, delisted, by=by)


def _day_of(summary: UnListSummary) -> date:
    """The day from which what is missing is off the list: the edition's, never one to come."""
    made = made_at(summary.generated_at) or timezone.now()
    return min(made, timezone.now()).astimezone(UTC).date()


def _light(notice: Notice) -> Notice:
    """The notice without its version, so that memory doesn't grow with the list."""
    return Notice(pk=notice.pk, un_reference=notice.un_reference)


def _batches(records: Iterable[UnRecord]) -> Iterator[list[UnRecord]]:
    batch: list[UnRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) == NOTICES_PER_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
