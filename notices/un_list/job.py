"""An import of the UN list as a job: its file is kept, and its progress seen while it runs."""

import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import IO

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted
from kernel.files import stored_files
from kernel.jobs import running
from kernel.models import Job, StoredFile
from ledger.delivery import wakeup
from notices.un_list import importing
from notices.un_list.importing import Outcome, Tell
from notices.un_list.xml_stream import MAX_BYTES

KIND = "un_import"
TYPES = {"application/xml"}
PROGRESS_INTERVAL_S = 0.5  # seconds between two notes of progress


def start(
    stream: IO[bytes],
    name: str,
    *,
    by: Officer,
    delist_anyway: bool = False,
    older_anyway: bool = False,
    wake: bool = True,
) -> Job:
    """Keep the file and note the import of it, for a worker or for `jobs.run`.

    Raises NotPermitted, and NotReady for a file that is empty, too large or no XML.
    """
    if not importing.may_import(by):
        raise NotPermitted(_("Only administrators and reviewers of the Secretariat import lists."))
    with acting.acting_as(by):
        stored = stored_files.store(stream, name, by=by, allowed=TYPES, limit=MAX_BYTES)
        return running.start(
            KIND,
            title=(_("Import of the UN list: %(file)s") % {"file": stored.original_name})[:200],
            by=by,
            wake=wakeup.run_soon if wake else None,
            file=str(stored.pk),
            delist_anyway=delist_anyway,
            older_anyway=older_anyway,
        )


def imports() -> QuerySet[Job]:
    """The imports so far, the latest first."""
    return Job.objects.filter(kind=KIND).select_related("owner").order_by("-created_at")


def newest() -> str:
    """When the last edition that was loaded was made, as ISO 8601; empty when none says so."""
    done = imports().filter(status=Job.Status.DONE, arguments__has_key="made_at")
    return done.order_by("-ended_at").values_list("arguments__made_at", flat=True).first() or ""


@running.kind(KIND)
def work(job: Job) -> None:
    """What the worker does."""
    carry_out(job)


def carry_out(job: Job, tell: Tell = lambda done, total: None) -> Outcome:
    """Do the import; `tell` hears of the progress besides the job."""
    stored = StoredFile.objects.get(pk=job.arguments["file"])
    with tempfile.TemporaryFile() as copy, Beside(job) as beside:
        for chunk in stored_files.read(stored):
            copy.write(chunk)

        def both(done: int, total: int) -> None:
            beside.note(done, total)
            tell(done, total)

        outcome = importing.load(
            lambda: _again(copy),
            by=job.owner,
            sha256=stored.sha256,
            newest=newest(),
            tell=both,
            delist_anyway=job.arguments.get("delist_anyway", False),
            older_anyway=job.arguments.get("older_anyway", False),
        )
    _finish(job, outcome)
    return outcome


def _again(copy: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    copy.seek(0)
    return nullcontext(copy)


def _finish(job: Job, outcome: Outcome) -> None:
    job.result_url = reverse("notices:un_list")
    job.done = job.total = outcome.created + outcome.relisted + outcome.updated
    job.findings = [outcome.sentence(), *described(outcome)]
    job.arguments |= {**outcome.counts, "made_at": outcome.made_at}
    Job.objects.filter(pk=job.pk).update(arguments=job.arguments)


def described(outcome: Outcome) -> list[str]:
    """What is worth knowing beside the counts: the edition, and what wasn't understood in it."""
    summary = outcome.summary
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
