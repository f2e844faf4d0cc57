"""An import as a job: its file is kept, its progress seen, and there is one at a time."""

import io
import threading

import pytest
from django.db import connection

from central_offices import roles
from kernel.errors import NotPermitted, NotReady
from kernel.jobs import running
from kernel.models import Job, StoredFile
from notices.models import Notice
from notices.un_list import guards, importing
from notices.un_list import job as un_job
from tests.notices.un_files import LATER, PAK, edition, opened


def start(text=None, **options):
    stream = io.BytesIO((text or edition()).encode())
    officer = options.pop("by", None) or roles.system()
    return un_job.start(stream, "list.xml", by=officer, wake=False, **options)


def run(job, tell=None):
    running.run(job.pk, (lambda job: un_job.carry_out(job, tell)) if tell else None)
    job.refresh_from_db()
    return job


def test_the_worker_imports_the_file_and_the_job_says_what_came_of_it(db):
    job = run(start())

    assert job.status == Job.Status.DONE
    assert job.findings == [
        "5 created, 0 updated, 0 delisted, 0 listed again, 0 unchanged.",
        "The list holds 3 individuals and 2 entities.",
    ]
    assert (job.done, job.total) == (5, 5)
    assert StoredFile.objects.get(pk=job.arguments["file"]).original_name == "list.xml"


def test_what_was_not_understood_in_the_file_is_told(db):
    text = edition(words={"<SORT_KEY/>": "<SHOE_SIZE>44</SHOE_SIZE>"})

    assert run(start(text)).findings[2] == (
        "INDIVIDUAL/SHOE_SIZE, line 100 and 2 more: unknown element. Kept as text."
    )


def test_a_broken_file_ends_the_job_at_once_and_says_where_it_broke(db):
    job = run(start(edition(words={"<DATAID>9900002<": "<DATAID>none<"})))

    assert (job.status, job.attempts) == (Job.Status.FAILED, 1)
    assert "element DATAID" in job.error
    assert not Notice.objects.exists()


def test_the_next_import_knows_how_new_the_last_one_was(db):
    run(start())

    assert un_job.newest()[:10] == LATER[:10]
    job = run(start(edition(at="2031-03-01T00:00:00Z")))
    assert job.status == Job.Status.FAILED
    assert "(--older-anyway)" in job.error
    job = run(start(edition(at="2031-03-01T00:00:00Z"), older_anyway=True))
    assert job.status == Job.Status.DONE


def test_what_was_chosen_when_it_was_started_holds_when_it_runs(db):
    run(start())

    job = run(start(edition(without=[PAK, "SOe.901"]), delist_anyway=True))

    assert job.findings[0].startswith("0 created, 0 updated, 2 delisted")


def test_only_xml_is_kept(db):
    for content in (b"%PDF-1.7 not a list", b"#!/bin/sh\n", b"<!DOCTYPE html><html></html>"):
        with pytest.raises(NotReady, match="not of a type"):
            un_job.start(io.BytesIO(content), "list.xml", by=roles.system(), wake=False)


def test_who_may_not_import_keeps_no_file(db, amina):
    with pytest.raises(NotPermitted):
        start(by=amina)

    assert not StoredFile.objects.filter(original_name="list.xml").exists()


def test_progress_is_seen_by_others_while_nothing_of_the_import_is(committed):
    job, seen = start(), []

    run(job, lambda done, total: seen.append((done, *in_a_thread(look, job))))

    assert seen == [(0, 5, 0, 0), (5, 5, 5, 0)]
    assert Notice.objects.count() == 5


def test_a_second_import_at_the_same_time_is_told_so(committed):
    answers = []

    run(start(), lambda done, total: answers.append(in_a_thread(second_import)))

    assert "Another import of the list is running" in answers[0]
    assert Notice.objects.count() == 5


def test_an_import_that_is_asked_to_stop_changes_nothing(committed):
    job = start()
    Job.objects.filter(pk=job.pk).update(stop_asked=True)

    assert run(job).status == Job.Status.STOPPED
    assert not Notice.objects.exists()


def look(job):
    row = Job.objects.get(pk=job.pk)
    return row.total, row.done, Notice.objects.count()


def second_import():
    try:
        importing.load(opened(edition()), by=roles.system())
    except guards.Running as refusal:
        return str(refusal)
    return "it ran"


def in_a_thread(function, *arguments):
    """What `function` returns over a connection of its own."""
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
