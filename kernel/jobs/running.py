"""Long work: a row that says what is to be done and how far it is, and a worker that does it.

Each app registers its kinds of work; the queue only wakes the worker, and a sweeper finds
what a lost wake-up or a killed worker left behind.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kernel import acting, trail
from kernel.acting import Officer
from kernel.errors import Refusal
from kernel.models import Job

Work = Callable[[Job], None]
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 3
HEAD = "how far a job is"  # whoever carries it out, within its work and around it
_kinds: dict[str, Work] = {}


class Stopped(Exception):
    """The owner asked the job to stop."""


class GivenUp(Exception):
    """Worker after worker died over the job."""


class Overtaken(Exception):
    """This worker was given up, and another one has the job."""


def kind(name: str) -> Callable[[Work], Work]:
    """Decorator: `work(job)` carries out jobs of this kind; it may be run again after a crash."""

    def register(work: Work) -> Work:
        _kinds[name] = work
        return work

    return register


def start(
    name: str,
    *,
    title: str,
    by: Officer,
    total: int | None = None,
    wake: Callable[..., None] | None = None,
    **arguments: Any,
) -> Job:
    """Note a job; `wake` (ledger.delivery.wakeup.run_soon) is called after the commit."""
    job = Job.objects.create(
        kind=name, title=title, owner_id=by.pk, total=total, arguments=arguments
    )
    if wake:
        call = partial(wake, "kernel.tasks.run_job", "pdf", str(job.pk))
        transaction.on_commit(call, robust=True)
    return job


@acting.by_a_rule(HEAD)
def progress(job: Job, done: int, total: int | None = None, finding: str = "") -> None:
    """Note how far the job is; raises Stopped when its owner asked for it, or Overtaken."""
    job.done, job.total = done, total if total is not None else job.total
    if finding:
        job.findings = [*job.findings, finding][-500:]
    ours = Job.objects.filter(pk=job.pk, lease_token=job.lease_token)
    if not ours.update(
        done=job.done, total=job.total, findings=job.findings, lease_until=timezone.now() + LEASE
    ):
        raise Overtaken
    if Job.objects.filter(pk=job.pk, stop_asked=True).exists():
        raise Stopped


def run(job_id: UUID | str, work: Work | None = None) -> bool:
    """Do the job if nobody else is doing it; returns whether it was taken.

    `work` does it instead of what its kind says: for a command that shows the progress.
    """
    token = uuid4()
    job = _taken(job_id, token)
    if job is None:
        return False
    with translation.override(job.owner.language):
        _carry_out(job, token, work)
    return True


@acting.by_a_rule(HEAD)
def _taken(job_id: UUID | str, token: UUID) -> Job | None:
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    waiting = Job.objects.filter(free, pk=job_id, status__in=["WAITING", "RUNNING"])
    taken = waiting.update(
        status=Job.Status.RUNNING,
        lease_token=token,
        lease_until=timezone.now() + LEASE,
        attempts=F("attempts") + 1,
        started_at=timezone.now(),
    )
    return Job.objects.select_related("owner__office").get(pk=job_id) if taken else None


def _carry_out(job: Job, token: UUID, work: Work | None) -> None:
    """Do the work, and note how it ended."""
    try:
        if job.stop_asked:
            raise Stopped
        if job.attempts > MOST_ATTEMPTS:
            raise GivenUp
        with (
            trail.timed("Job", job_id=str(job.pk), kind=job.kind, attempt=job.attempts),
            acting.by_no_rule(),
        ):
            (work or _kinds[job.kind])(job)
        _end(job, token, Job.Status.DONE)
    except Stopped:
        _end(job, token, Job.Status.STOPPED)
    except Overtaken:
        logging.getLogger("agency").warning("Job %s was taken over.", job.pk)
    except Exception as error:
        if isinstance(error, Refusal) or getattr(error, "final", False):
            _end(job, token, Job.Status.FAILED, str(error))
            return
        logging.getLogger("agency").exception("Job %s failed.", job.pk)
        if job.attempts < MOST_ATTEMPTS:
            _again(job, token)
        else:
            _end(job, token, Job.Status.FAILED, _fault())


def _fault() -> str:
    return _(
        "Something went wrong on our side. Start it again; if it fails again, tell your "
        "administrator."
    )


@acting.by_a_rule(HEAD)
def due() -> list[UUID]:
    """Jobs that wait, and those whose worker is gone."""
    free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
    rows = Job.objects.filter(free, status__in=["WAITING", "RUNNING"]).order_by("created_at")
    return list(rows.values_list("pk", flat=True)[:100])


@acting.by_a_rule(HEAD)
def _end(job: Job, token: UUID, status: str, error: str = "") -> None:
    Job.objects.filter(pk=job.pk, lease_token=token).update(
        status=status,
        error=error[:2000],
        ended_at=timezone.now(),
        lease_until=None,
        lease_token=None,
        result=job.result,
        result_url=job.result_url,
        done=job.done,
        total=job.total,
        findings=job.findings,
    )


@acting.by_a_rule(HEAD)
def _again(job: Job, token: UUID) -> None:
    wait = timezone.now() + timedelta(seconds=10 * job.attempts)
    Job.objects.filter(pk=job.pk, lease_token=token).update(
        status=Job.Status.WAITING, lease_until=wait
    )
