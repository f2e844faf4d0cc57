"""Import of an edition of the UN list: all of it or nothing, and nothing twice.

    load(open_list, by=officer)      `open_list()` gives the file from its beginning, each time

The file is read to its end before anything is written, then again to tell what changed, and once
more to write that: no reading keeps more of it than a digest of each record.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.models import Officer, Role
from kernel import acting, trail
from kernel.errors import NotPermitted
from ledger import events
from notices.models import Colour, Notice
from notices.un_list import guards, listing, reading
from notices.un_list import notices as un_notices
from notices.un_list.changes import Changes, compare
from notices.un_list.guards import ListRefused, Row, made_at
from notices.un_list.reading import UnListError, UnListSummary
from notices.un_list.records import UnRecord

IMPORT_ROLES = (Role.ADMINISTRATOR, Role.REVIEWER)
NOTICES_PER_BATCH = 100
OpenList = Callable[[], AbstractContextManager[IO[bytes]]]
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """The result of an import: what it found and did."""

    summary: UnListSummary
    created: int = 0
    updated: int = 0
    delisted: int = 0
    relisted: int = 0
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        names = ("created", "updated", "delisted", "relisted", "unchanged")
        return {name: getattr(self, name) for name in names}

    @property
    def made_at(self) -> str:
        """When the edition was made, in ISO 8601; empty where it doesn't say."""
        moment = made_at(self.summary.generated_at)
        return moment.isoformat() if moment else ""

    def sentence(self) -> str:
        """The counts in words."""
        return (
            _(
                "%(created)d created, %(updated)d updated, %(delisted)d delisted, "
                "%(relisted)d listed again, %(unchanged)d unchanged."
            )
            % self.counts
        )


def may_import(officer: Officer) -> bool:
    """Administrators and reviewers of the Secretariat, and the Secretariat's system itself."""
    if not officer.office.is_secretariat:
        return False
    return officer == roles.system() or officer.has_role(*IMPORT_ROLES)


def check(open_list: OpenList) -> UnListSummary:
    """Read a file to its end. Raises ListRefused that says where it breaks: line and element."""
    try:
        with open_list() as stream:
            return reading.check(stream)
    except UnListError as error:
        raise ListRefused(error.sentence(_)) from error


def load(
    open_list: OpenList,
    *,
    by: Officer,
    sha256: str = "",
    newest: str = "",
    tell: Tell = lambda done, total: None,
    delist_anyway: bool = False,
    older_anyway: bool = False,
) -> Outcome:
    """Bring the UN notices to what the file says.

    `tell(done, total)` is called as the work goes on; what it raises undoes everything. `newest`
    is when the last edition that was loaded was made. Raises ListRefused for a broken file, an
    older edition, or one in which too much is missing; Running; NotPermitted.
    """
    if not may_import(by):
        raise NotPermitted(_("Only administrators and reviewers of the Secretariat import lists."))
    with trail.timed("Import of the UN list", sha256=sha256):
        return _load(open_list, by, sha256, newest, tell, delist_anyway, older_anyway)


def _load(
    open_list: OpenList,
    by: Officer,
    sha256: str,
    newest: str,
    tell: Tell,
    delist_anyway: bool,
    older_anyway: bool,
) -> Outcome:
    summary = check(open_list)
    if not older_anyway:
        guards.refuse_older(summary.generated_at, newest)
    with acting.acting_as(by):
        guards.alone()
        changes = compare(_ours(), _theirs(open_list))
        if not delist_anyway:
            guards.refuse_many(changes)
        outcome = _write(changes, summary, open_list, by, tell)
        events.record(
            "notice.un_list_import",
            by=by,
            data={**outcome.counts, "sha256": sha256, "made_at": outcome.made_at},
            step=True,
        )
    counts = {f"notices_{name}": number for name, number in outcome.counts.items()}
    trail.note("UN list loaded.", sha256=sha256, made_at=outcome.made_at, **counts)
    return outcome


def _ours() -> Iterator[Row]:
    digest = "current_version__payload__listing__digest"
    columns = un_notices.known().values_list("pk", "un_data_id", "un_reference", digest)
    for pk, data_id, reference, known in columns.iterator():
        yield Row(data_id, reference, known or "", Notice(pk=pk, un_reference=reference))


def _theirs(open_list: OpenList) -> Iterator[Row]:
    for record in _records(open_list):
        yield Row(record.data_id, record.reference, listing.digest(record))


def _records(open_list: OpenList) -> Iterator[UnRecord]:
    """The records that are in force: the list may keep one for a while with the day it ended."""
    today = timezone.now().date()
    with open_list() as stream:
        for record in reading.read(stream):
            if not (record.delisted_on and record.delisted_on <= today):
                yield record


def _write(
    changes: Changes[Row, Row],
    summary: UnListSummary,
    open_list: OpenList,
    by: Officer,
    tell: Tell,
) -> Outcome:
    old = {new.data_id: row.notice for row, new in changes.updated}
    new = {row.data_id for row in changes.added}
    total, done = len(old) + len(new), 0
    guards.refuse_taken(changes)
    delisted = [row.notice for row in changes.delisted if row.notice]
    un_notices.delist(delisted, by=by, on=_day_of(summary))
    back = _delisted_before(row.reference for row in changes.added)
    added: list[Notice] = []
    code = listing.country_codes()
    tell(0, total)
    wanted = (record for record in _records(open_list) if record.data_id in old.keys() | new)
    for batch in _batches(wanted):
        listings = [listing.listing(record, code) for record in batch]
        fresh = [row for row in listings if row.data_id in new]
        added += [_light(notice) for notice in un_notices.add(fresh, by=by)]
        pairs = [(old[row.data_id], row) for row in listings if row.data_id in old]
        un_notices.change([(notice, row) for notice, row in pairs if notice], by=by)
        done += len(batch)
        tell(done, total)
    updated = [notice for notice in old.values() if notice]
    un_notices.announce(added, updated, delisted, by=by)
    return Outcome(
        summary,
        created=len(added) - back,
        updated=len(updated),
        delisted=len(delisted),
        relisted=back,
        unchanged=changes.unchanged,
    )


def _day_of(summary: UnListSummary) -> date:
    """The day from which what is missing is off the list: the edition's, never one to come."""
    made = made_at(summary.generated_at) or timezone.now()
    return min(made, timezone.now()).astimezone(UTC).date()


def _delisted_before(references: Iterable[str]) -> int:
    ended = Notice.objects.filter(colour=Colour.UN).exclude(status=Notice.Status.PUBLISHED)
    return ended.filter(un_reference__in=list(references)).count()


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
