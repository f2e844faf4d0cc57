"""The log follows a notice through its review, its papers and an import, by ids alone."""

import json

import pytest

from kernel.jobs import running
from notices.models import Paper
from notices.papers import printing
from tests.notices import drafts
from tests.notices.test_un_job import run, start
from tests.notices.un_files import edition, load

pytestmark = pytest.mark.django_db


def test_review_and_printing_are_told_and_no_name_is(amina, wanjiku, sato, pierre, told):
    found = []

    def print_one():
        made = printing.ask(found[0], by=pierre)
        running.run(made.job_id)

    rows = told(lambda: found.append(drafts.published(amina, wanjiku, sato)), print_one)

    (notice,) = found
    steps = [
        row["step"]
        for row in rows
        if row["message"] == "Step taken." and row["subject_id"] == str(notice.pk)
    ]
    assert [step for step in steps if step != "edit"] == [
        "submit",
        "release",
        "claim",
        "answer",
        "publish",
    ]
    paper = Paper.objects.get(notice=notice, asked_by=pierre)
    printed = [row for row in rows if row.get("paper_id") == str(paper.pk)]
    assert [row["message"] for row in printed] == [
        "Printing of a notice started.",
        "Printing of a notice finished.",
        "Paper stored.",
    ]
    assert printed[1]["seconds"] >= 0 and printed[1]["job_id"] == str(paper.job_id)
    assert printed[2]["after"] == "READY"
    written = json.dumps(rows, ensure_ascii=False).upper()
    assert "IBRAHIM" not in written and pierre.name.upper() not in written


def test_an_import_is_told_with_its_digest_and_its_counts(told):
    found = []
    rows = told(lambda: found.append(run(start())))

    told_of = [row for row in rows if "sha256" in row]
    assert [row["message"] for row in told_of] == [
        "Import of the UN list started.",
        "UN list loaded.",
        "Import of the UN list finished.",
    ]
    assert len({row["sha256"] for row in told_of}) == 1
    assert (told_of[1]["notices_created"], told_of[1]["notices_delisted"]) == (5, 0)
    job = [row for row in rows if row.get("job_id") == str(found[0].pk)]
    assert [row["message"] for row in job] == ["Job started.", "Job finished."]


def test_an_import_that_fails_says_so_and_repeats_nothing_of_the_file(told):
    job = start()
    load(edition(at="2026-10-31T00:00:00Z", words={"VYDUMSKAYA": "Ozymandias"}))
    rows = told(lambda: run(job))

    (failed,) = [row for row in rows if row["message"] == "Import of the UN list failed."]
    assert failed["error"] == "DifferenceChanged" and failed["sha256"]
    assert "Ozymandias" not in json.dumps(rows)
