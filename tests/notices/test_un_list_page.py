"""The page on which the Secretariat loads the UN list: a form, then a job to follow."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from central_offices import roles
from kernel.jobs import running
from kernel.models import Job
from notices.models import Notice
from notices.un_list import job as un_job
from tests.notices.un_files import PAK, edition

pytestmark = pytest.mark.django_db
PAGE = "/notices/un-list/"


def upload(browser, text=None, **ticked):
    once = browser.get(PAGE).context["form"]["once"].value()
    content = (text or edition()).encode()
    file = SimpleUploadedFile("list.xml", content, content_type="application/xml")
    return browser.post(PAGE, {"once": once, "file": file, **ticked})


def run_all():
    for job in Job.objects.filter(kind=un_job.KIND, status=Job.Status.WAITING):
        running.run(job.pk)


def test_a_reviewer_uploads_the_list_and_follows_its_job(signed_in, sato):
    browser = signed_in(sato)

    answer = upload(browser)
    run_all()

    page = browser.get(answer.url)
    assert "5 created, 0 updated" in page.content.decode()
    assert Notice.objects.filter(colour="UN", status="PUBLISHED").count() == 5


def test_the_page_tells_what_is_loaded_and_what_came_of_each_import(signed_in, adler):
    browser = signed_in(adler)
    upload(browser)
    run_all()

    shown = browser.get(PAGE).content.decode()

    assert "5 UN special notices are in force." in shown
    assert "1 Apr 2031" in shown
    assert "Import of the UN list: list.xml" in shown


def test_a_broken_list_is_told_on_the_page_of_its_job(signed_in, adler):
    browser = signed_in(adler)
    answer = upload(browser, edition(words={"<DATAID>9900002<": "<DATAID>none<"}))
    run_all()

    assert "element DATAID" in browser.get(answer.url).content.decode()
    assert "element DATAID" in browser.get(PAGE).content.decode()


def test_what_is_no_list_is_refused_at_once_with_a_sentence(signed_in, adler):
    answer = upload(signed_in(adler), "a,b,c\n1,2,3\n")

    assert answer.status_code == 200
    assert "list.xml is not of a type that can be kept here" in answer.content.decode()
    assert not Job.objects.exists()


def test_no_file_is_asked_for(signed_in, adler):
    browser = signed_in(adler)
    once = browser.get(PAGE).context["form"]["once"].value()

    answer = browser.post(PAGE, {"once": once})

    assert answer.context["form"].errors["file"]


def test_the_same_form_sent_twice_starts_one_import(signed_in, adler):
    browser = signed_in(adler)
    once = browser.get(PAGE).context["form"]["once"].value()
    answers = [
        browser.post(PAGE, {"once": once, "file": SimpleUploadedFile("a.xml", edition().encode())})
        for _ in range(2)
    ]

    assert answers[0].url == answers[1].url
    assert Job.objects.count() == 1


def test_delisting_most_is_a_tick_away(signed_in, adler):
    browser = signed_in(adler)
    upload(browser)
    run_all()
    rest = edition(without=[PAK, "SOe.901"])

    refused = upload(browser, rest)
    run_all()
    assert "delist what is missing" in browser.get(refused.url).content.decode()

    upload(browser, rest, delist_anyway="on")
    run_all()
    assert Notice.objects.filter(status="CANCELLED").count() == 2


def test_nobody_else_finds_the_page(signed_in, amina, wanjiku, lindqvist, auditor):
    for officer in (amina, wanjiku, lindqvist, auditor):
        assert signed_in(officer).get(PAGE).status_code == 404


def test_an_import_by_command_is_seen_by_administrators_and_nobody_else(
    signed_in, adler, sato, amina
):
    job = un_job.start(
        SimpleUploadedFile("by-command.xml", edition().encode()),
        "by-command.xml",
        by=roles.system(),
        wake=False,
    )

    assert signed_in(adler).get(f"/jobs/{job.pk}/").status_code == 200
    assert signed_in(sato).get(f"/jobs/{job.pk}/").status_code == 200
    assert signed_in(amina).get(f"/jobs/{job.pk}/").status_code == 404
    assert "by-command.xml" not in signed_in(amina).get("/jobs/").content.decode()


def test_the_menu_leads_there_for_those_who_keep_the_list(signed_in, adler, amina):
    assert PAGE in signed_in(adler).get("/").content.decode()
    assert PAGE not in signed_in(amina).get("/").content.decode()
