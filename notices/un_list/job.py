"""Jobs of the UN list: reading a file into an edition, and loading a confirmed one."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from types import TracebackType
from typing import IO

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from central_offices.models import Officer
from kernel import acting
from kernel.files import stored_files
from kernel.jobs import running
from kernel.models import Job, StoredFile
from ledger import fresh_proof
from ledger.delivery import wakeup
from notices.models import UnListEdition
from notices.un_list import difference, editions, importing
from notices.un_list.editions import Said
from notices.un_list.guards import DifferenceChanged
from notices.un_list.importing import Outcome, Tell
from notices.un_list.reading import UnListSummary
from notices.un_list.xml_stream import MAX_BYTES

READING, LOADING = "un_list.read", "un_list.load"
VERB = "un_list.read"
TYPES = {"application/xml"}
WHICH_EDITION = "which edition a job is about"  # read before anybody acts
JOBS = "how far the UN list is"  # which its keepers see together
PROGRESS_INTERVAL_S = 0.5  # seconds between two notes of progress


def read_soon(
    stream: IO[bytes],
    name: str,
    said: Said,
    *,
    by: Officer,
    wake: bool = True,
) -> Job:
    """Keep the file and note that it is to be read, for a worker or for `running.run`.

    Raises NotPermitted, ProofNeeded; NotReady for a file that is empty, too large or no XML;
    WrongState while the same file stands open.
    """
    editions.demand_keeper(by)
    with acting.acting_as(by):
        fresh_proof.demand_for(VERB)
        stored = stored_files.store(stream, name, by=by, allowed=TYPES, limit=MAX_BYTES)
        editions.refuse_twice(stored.sha256)
        return running.start(
            READING,
            title=(_("Reading of the UN list: %(file)s") % {"file": stored.original_name})[:200],
            by=by,
            wake=wakeup.run_soon if wake else None,
            file=str(stored.pk),
            said={
                **said._asdict(),
                "obtained_at": said.obtained_at.isoformat(),
                "expected": list(said.expected),
            },
        )


def confirm(
    edition: UnListEdition,
    *,
    by: Officer,
    digest: str,
    expected: Sequence[str] = (),
    wake: bool = True,
) -> Job:
    """Confirm the edition and note that it is to be loaded. Raises as `editions.confirm`."""
    with acting.acting_as(by):
        editions.confirm(edition, by=by, digest=digest, expected=expected)
        return load_soon(edition, by=by, wake=wake)


def load_soon(edition: UnListEdition, *, by: Officer, wake: bool = True) -> Job:
    """Note that what `by` confirmed is to be loaded; the job under way where there is one."""
    with acting.acting_as(by):
        editions.un_edition_steps.demand("load", edition, by=by)
        with acting.by_a_rule(JOBS):
            open_job = jobs_of(edition).filter(ended_at=None).first()
        if open_job:
            return open_job
        return running.start(
            LOADING,
            title=_("Import of the UN list: %(file)s") % {"file": edition.file.original_name[:100]},
            by=by,
            wake=wakeup.run_soon if wake else None,
            edition=str(edition.pk),
        )


def job_of(edition: UnListEdition) -> Job | None:
    """The last loading of an edition, whoever asked for it."""
    with acting.by_a_rule(JOBS):
        return jobs_of(edition).first()


def jobs_of(edition: UnListEdition) -> QuerySet[Job]:
    """The loadings of an edition, the latest first."""
    rows = Job.objects.filter(kind=LOADING, arguments__edition=str(edition.pk))
    return rows.order_by("-created_at")


def readings(most: int) -> list[Job]:
    """Files that are being read, or couldn't be: what has no edition yet. The latest first."""
    rows = Job.objects.filter(kind=READING).exclude(status=Job.Status.DONE)
    with acting.by_a_rule(JOBS):
        return list(rows.select_related("owner").order_by("-created_at")[:most])


@running.kind(READING)
def read(job: Job) -> None:
    """Read the file and keep the edition, to be proposed by whoever uploaded the file."""
    with acting.by_a_rule(WHICH_EDITION):
        stored = StoredFile.objects.get(pk=job.arguments["file"])
        edition = UnListEdition.objects.filter(file=stored).first()
    if edition is None:  # else a worker died after keeping it
        with _unsealed(stored) as copy:
            edition = editions.bring(
                lambda: _again(copy),
                stored,
                _said(job),
                by=job.owner,
                describe=described,
            )
    job.result_url = edition.get_absolute_url()
    job.findings = [difference.sentence(edition.counts), *edition.findings]


def _said(job: Job) -> Said:
    given = dict(job.arguments["said"])
    return Said(**{**given, "obtained_at": datetime.fromisoformat(given["obtained_at"])})


@running.kind(LOADING)
def load(job: Job) -> None:
    """Load a confirmed edition: the worker's part."""
    carry_out(job)


def carry_out(job: Job, tell: Tell = lambda done, total: None) -> Outcome | None:
    """Load the edition; `tell` hears of the progress besides the job. None: it was loaded before.

    An edition that would change other records than those confirmed lapses.
    """
    editions_all = UnListEdition.objects.select_related("file", "uploaded_by__office")
    with acting.by_a_rule(WHICH_EDITION):
        edition = editions_all.get(pk=job.arguments["edition"])
    outcome = None
    if edition.status != UnListEdition.Status.LOADED:  # else a worker died after loading it
        with _unsealed(edition.file) as copy, Beside(job) as beside:

            def both(done: int, total: int) -> None:
                beside.note(done, total)
                tell(done, total)

            try:
                outcome = importing.load(lambda: _again(copy), edition, by=job.owner, tell=both)
            except DifferenceChanged:
                editions.lapse(edition, by=job.owner)
                raise
    job.result_url = edition.get_absolute_url()
    job.done = job.total = outcome.written if outcome else job.total or 0
    job.findings = [difference.sentence(edition.counts), *edition.findings]
    return outcome


@contextmanager
def _unsealed(stored: StoredFile) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as copy:
        for chunk in stored_files.read(stored):
            copy.write(chunk)
        yield copy


def _again(copy: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    copy.seek(0)
    return nullcontext(copy)


def described(summary: UnListSummary) -> list[str]:
    """Sentences beside the counts: the edition, and what wasn't understood in it."""
    said = [
        _("The list holds %(individuals)d individuals and %(entities)d entities.")
        % {"individuals": summary.individuals, "entities": summary.entities}
    ]
    for warning in summary.warnings[:50]:
        said.append(
            ngettext(
                "%(path)s, line %(line)d: %(reason)s. Kept as text.",
                "%(path)s, line %(line)d and %(more)d more: %(reason)s. Kept as text.",
                warning.count,
            )
            % {
                "path": warning.path,
                "line": warning.line,
                "more": warning.count - 1,
                "reason": _(warning.reason),
            }
        )
    return said


class Beside:
    """Notes progress over a connection of its own: seen while the import's transaction is open.

    Raises jobs.Stopped where the owner asked for it. A job whose row isn't committed yet, as in
    a test, gets no notes.
    """

    def __init__(self, job: Job):
        self._job, self._last = job, 0.0

    def __enter__(self) -> "Beside":
        self._connection = connections.create_connection(DEFAULT_DB_ALIAS)
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT set_config('iisa.rule', %s, false)", [running.HEAD])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._connection.close()

    def note(self, done: int, total: int) -> None:
        """Write it down, half a second after the last note at the earliest."""
        if done < total and time.monotonic() < self._last + PROGRESS_INTERVAL_S:
            return
        self._last = time.monotonic()
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE kernel_job SET done = %s, total = %s, lease_until = %s "
                "WHERE id = %s AND lease_token = %s RETURNING stop_asked",
                [done, total, timezone.now() + running.LEASE, self._job.pk, self._job.lease_token],
            )
            row = cursor.fetchone()
        if row and row[0]:
            raise running.Stopped
