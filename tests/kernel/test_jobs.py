"""Jobs: done once, taken over from a dead worker, stopped, given up; the row always says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kernel import acting
from kernel.errors import NotReady
from kernel.ids import new_id
from kernel.jobs import running
from kernel.jobs.running import MOST_ATTEMPTS, due, progress, run, start
from kernel.models import Job
from tests import world
from tests.kernel.racing import Lane

Status = Job.Status
KIND = "test.count"


@pytest.fixture
def work(monkeypatch):
    """work(function) is what jobs of the test's kind do."""

    def set_work(function) -> None:
        monkeypatch.setitem(running._kinds, KIND, function)

    return set_work


@pytest.fixture
def job(amina):
    return start(KIND, title="Count to three", by=amina, total=3)


def count(job) -> None:
    for n in range(1, job.total + 1):
        progress(job, n, finding=f"{n} counted")


def again(job) -> Job:
    return Job.objects.get(pk=job.pk)


def expire(job) -> None:
    """As much time passes as a lease lasts."""
    with acting.by_a_rule("a test"):  # the work of a job is closed
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def leave_behind(job, attempts: int = 1) -> None:
    """A worker took the job and was killed."""
    Job.objects.filter(pk=job.pk).update(
        status=Status.RUNNING,
        attempts=attempts,
        lease_token=new_id(),
        lease_until=timezone.now() + running.LEASE,
    )


def test_a_job_waits_is_done_once_and_keeps_what_it_found(work, job):
    work(count)
    assert due() == [job.pk]

    assert run(job.pk)

    done = again(job)
    assert (done.status, done.done, done.total, done.attempts) == (Status.DONE, 3, 3, 1)
    assert done.findings == ["1 counted", "2 counted", "3 counted"]
    assert done.started_at <= done.ended_at
    assert due() == []
    assert not run(job.pk)


def test_the_worker_is_woken_after_the_commit_only(amina, django_capture_on_commit_callbacks):
    woken = []
    with django_capture_on_commit_callbacks(execute=True):
        made = start(KIND, title="Count", by=amina, wake=lambda *given: woken.append(given))
        assert woken == []
    assert woken == [("kernel.tasks.run_job", "pdf", str(made.pk))]


def test_a_job_under_way_is_left_alone(work, job):
    ran = []

    def second_worker_comes(job) -> None:
        ran.append(run(job.pk))
        assert due() == []

    work(second_worker_comes)
    run(job.pk)
    assert ran == [False]


def test_two_workers_at_once_do_it_once(committed, monkeypatch):
    done = []
    monkeypatch.setitem(running._kinds, KIND, lambda job: done.append(job.pk))
    made = start(KIND, title="Count", by=world.officer("amina"))

    workers = [Lane(lambda: run(made.pk)) for _ in range(4)]

    assert sorted(worker.result() for worker in workers) == [False, False, False, True]
    assert done == [made.pk]


def test_the_job_of_a_killed_worker_is_done_by_another_once_its_lease_is_over(work, job):
    work(count)
    leave_behind(job)
    assert (due(), run(job.pk)) == ([], False)

    expire(job)

    assert due() == [job.pk]
    assert run(job.pk)
    assert (again(job).status, again(job).attempts) == (Status.DONE, 2)


def test_progress_makes_the_lease_last(work, job):
    def slow(job) -> None:
        expire(job)
        progress(job, 1)
        assert due() == []

    work(slow)
    assert run(job.pk)


def test_a_worker_that_was_given_up_too_early_stops_and_marks_nothing(work, job):
    reached = []

    def slow(job) -> None:
        expire(job)
        work(count)
        run(job.pk)
        progress(job, 1)
        reached.append("too far")

    work(slow)
    run(job.pk)

    assert reached == []
    assert (again(job).status, again(job).done) == (Status.DONE, 3)


def test_a_job_stops_at_its_next_step_when_its_owner_says_so(work, job):
    def asked_meanwhile(job) -> None:
        progress(job, 1)
        with acting.by_a_rule("a test"):
            Job.objects.filter(pk=job.pk).update(stop_asked=True)
        progress(job, 2)
        raise AssertionError("It went on.")

    work(asked_meanwhile)
    run(job.pk)

    assert (again(job).status, again(job).done) == (Status.STOPPED, 2)
    assert again(job).ended_at
    assert due() == []


def test_a_job_that_nobody_began_stops_without_being_begun(work, job):
    work(lambda job: pytest.fail("It was begun."))
    Job.objects.filter(pk=job.pk).update(stop_asked=True)

    run(job.pk)

    assert again(job).status == Status.STOPPED


def test_a_fault_is_tried_again_a_little_later_and_then_told_without_its_entrails(work, job):
    def fault(job) -> None:
        raise KeyError("secret/path")

    work(fault)
    for _ in range(MOST_ATTEMPTS - 1):
        run(job.pk)
        assert again(job).status == Status.WAITING
        assert not run(job.pk)
        expire(job)
    run(job.pk)

    failed = again(job)
    assert (failed.status, failed.attempts) == (Status.FAILED, MOST_ATTEMPTS)
    assert failed.error == (
        "Something went wrong on our side. Start it again; if it fails again, tell your "
        "administrator."
    )


def test_a_fault_that_passes_leaves_no_trace(work, job):
    def once_only(job) -> None:
        if job.attempts == 1:
            raise ConnectionError
        count(job)

    work(once_only)
    run(job.pk)
    expire(job)
    run(job.pk)

    assert (again(job).status, again(job).error) == (Status.DONE, "")


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(work, job):
    def refuse(job) -> None:
        raise NotReady("Line 7 of the file is no XML.")

    work(refuse)
    run(job.pk)

    failed = again(job)
    assert (failed.status, failed.error) == (Status.FAILED, "Line 7 of the file is no XML.")
    assert failed.attempts == 1


def test_a_fault_of_what_was_given_is_told_and_not_tried_again(work, job):
    class Unreadable(ValueError):
        final = True

    def refuse(job) -> None:
        raise Unreadable("Line 7 of the file is no XML.")

    work(refuse)
    run(job.pk)

    assert (again(job).status, again(job).attempts) == (Status.FAILED, 1)
    assert again(job).error == "Line 7 of the file is no XML."


def test_a_job_that_kills_every_worker_is_given_up(work, job):
    work(lambda job: pytest.fail("It was begun once more."))
    leave_behind(job, attempts=MOST_ATTEMPTS)
    expire(job)

    run(job.pk)

    assert again(job).status == Status.FAILED
    assert again(job).error.endswith("tell your administrator.")


def test_findings_are_kept_to_the_last_five_hundred(work, job):
    def talk(job) -> None:
        for n in range(501):
            progress(job, n, finding=str(n))

    work(talk)
    run(job.pk)

    assert (len(again(job).findings), again(job).findings[-1]) == (500, "500")


def test_a_job_is_nobody_elses(signed_in, amina, otieno, job):
    assert signed_in(amina).get(f"/jobs/{job.pk}/").status_code == 200
    assert signed_in(otieno).get(f"/jobs/{job.pk}/").status_code == 404
    assert signed_in(otieno).post(f"/jobs/{job.pk}/stop").status_code == 404
    assert not again(job).stop_asked
