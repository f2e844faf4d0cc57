"""A reading and a loading as jobs: the file is kept, progress seen, and one loads at a time."""

import io
import threading

import pytest
from django.db import connection

from kernel.errors import NotPermitted, NotReady, WrongState
from kernel.jobs import running
from kernel.models import Job, StoredFile
from notices.models import Notice, UnListEdition
from notices.un_list import editions, guards, importing
from notices.un_list import job as un_job
from tests import world
from tests.notices.un_files import (
    LATER,
    PAK,
    confirmed,
    edition,
    load,
    opened,
    proposed,
    said,
)


def read(text=None, *, by=None, **overrides):
    """The job by which Adler's file is read, not run yet."""
    stream = io.BytesIO((text or edition()).encode())
    by = by or world.officer("adler")
    return un_job.read_soon(stream, "list.xml", said(**overrides), by=by, wake=False)


def start(text=None):
    """The job by which Sato, who confirmed it, loads an edition; not run yet."""
    row = proposed(text)
    return un_job.confirm(row, by=world.officer("sato"), digest=row.sha256[:8], wake=False)


def run(job, tell=None):
    running.run(job.pk, (lambda job: un_job.carry_out(job, tell)) if tell else None)
    job.refresh_from_db()
    return job


def test_the_worker_reads_the_file_and_nothing_is_loaded(db):
    job = run(read())

    row = UnListEdition.objects.get()
    assert (job.status, job.result_url) == (Job.Status.DONE, row.get_absolute_url())
    assert job.findings == [
        "5 created, 0 updated, 0 delisted, 0 listed again, 0 unchanged.",
        "The list holds 3 individuals and 2 entities.",
    ]
    assert StoredFile.objects.get(pk=job.arguments["file"]) == row.file
    assert row.file.original_name == "list.xml"
    assert not Notice.objects.exists()


def test_the_worker_loads_what_a_second_person_confirmed_and_says_what_came_of_it(db):
    job = run(start())

    assert (job.status, job.owner.name) == (Job.Status.DONE, world.officer("sato").name)
    assert (job.done, job.total) == (5, 5)
    assert UnListEdition.objects.get().status == "LOADED"
    assert Notice.objects.count() == 5


def test_a_worker_that_died_after_its_work_does_nothing_twice(db):
    for job in (read(), None):
        job = run(job or start(edition(at="2021-05-01T00:00:00Z")))
        Job.objects.filter(pk=job.pk).update(status="RUNNING", lease_until=None, ended_at=None)
        assert run(job).status == Job.Status.DONE

    assert UnListEdition.objects.count() == 2
    assert Notice.objects.count() == 5


def test_what_was_not_understood_in_the_file_is_told(db):
    text = edition(words={"<SORT_KEY/>": "<SHOE_SIZE>44</SHOE_SIZE>"})

    assert run(read(text)).findings[2] == (
        "INDIVIDUAL/SHOE_SIZE, line 100 and 2 more: unknown element. Kept as text."
    )


def test_a_broken_file_ends_the_job_at_once_and_says_where_it_broke(db):
    job = run(read(edition(words={"<DATAID>9900002<": "<DATAID>none<"})))

    assert (job.status, job.attempts) == (Job.Status.FAILED, 1)
    assert "element DATAID" in job.error
    assert not UnListEdition.objects.exists()


def test_the_next_reading_knows_how_new_the_last_edition_was(db):
    load()

    assert editions.newest()[:10] == LATER[:10]
    job = run(read(edition(at="2021-03-01T00:00:00Z")))
    assert job.status == Job.Status.FAILED
    assert "(--older-anyway)" in job.error
    job = run(read(edition(at="2021-03-01T00:00:00Z"), older_anyway=True))
    assert job.status == Job.Status.DONE


def test_what_was_chosen_when_it_was_started_holds_when_it_runs(db):
    load()

    job = run(read(edition(without=[PAK, "SOe.901"]), delist_anyway=True, expected=["KP", "SO"]))

    assert job.findings[0].startswith("0 created, 0 updated, 2 delisted")


def test_only_xml_is_kept(db):
    for content in ("%PDF-1.7 not a list", "#!/bin/sh\n", "<!DOCTYPE html><html></html>"):
        with pytest.raises(NotReady, match="not of a type"):
            read(content)


def test_who_may_not_import_keeps_no_file(db, amina):
    with pytest.raises(NotPermitted):
        read(by=amina)

    assert not StoredFile.objects.filter(original_name="list.xml").exists()


def test_a_file_that_stands_open_is_not_read_again_by_anybody(db, benes):
    proposed()

    for by in (None, benes):
        with pytest.raises(WrongState, match="was brought already"):
            read(by=by)


def test_a_second_job_for_the_same_edition_is_the_first(db, sato):
    job = start()

    assert un_job.load_soon(UnListEdition.objects.get(), by=sato, wake=False) == job


def test_progress_is_seen_by_others_while_nothing_of_the_import_is(committed):
    job, seen = start(), []

    run(job, lambda done, total: seen.append((done, *in_a_thread(look, job))))

    assert seen == [(0, 5, 0, 0), (5, 5, 5, 0)]
    assert Notice.objects.count() == 5


def test_a_second_import_at_the_same_time_is_told_so(committed):
    other, answers = confirmed(edition(at="2021-05-01T00:00:00Z")), []

    run(start(), lambda done, total: answers.append(in_a_thread(second_import, other)))

    assert "Another import of the list is running" in answers[0]
    assert Notice.objects.count() == 5


def test_an_import_that_is_asked_to_stop_changes_nothing_and_can_be_started_again(committed):
    job = start()
    Job.objects.filter(pk=job.pk).update(stop_asked=True)

    assert run(job).status == Job.Status.STOPPED
    assert not Notice.objects.exists()
    row, sato = UnListEdition.objects.get(), world.officer("sato")
    again = un_job.load_soon(row, by=sato, wake=False)
    assert run(again).status == Job.Status.DONE


def look(job):
    row = Job.objects.get(pk=job.pk)
    return row.total, row.done, Notice.objects.count()


def second_import(row):
    try:
        importing.load(opened(edition(at="2021-05-01T00:00:00Z")), row, by=row.decided_by)
    except guards.Running as refusal:
        return str(refusal)
    return "it ran"


def in_a_thread(function, *arguments):
    """The result of `function` over a connection of its own."""
    found = []

    def call():
        try:
            found.append(function(*arguments))
        finally:
            connection.close()

    thread = threading.Thread(target=call)
    thread.start()
    thread.join(timeout=30)
    return found[0]
