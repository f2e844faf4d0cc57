"""Pages of the UN list: one person brings an edition, another reads what changes and confirms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel.jobs import running
from kernel.models import Job
from kernel.pages import keyset
from notices.models import Notice, UnListEdition
from tests.notices.un_files import PAK, brought, edition, load, proposed

pytestmark = pytest.mark.django_db
PAGE = "/notices/un-list/"
SAID = {"source": "https://un.test/list.xml", "obtained_at": "2026-11-01T09:00"}


def upload(browser, text=None, **ticked):
    once = browser.get(PAGE).context["form"]["once"].value()
    content = (text or edition()).encode()
    file = SimpleUploadedFile("list.xml", content, content_type="application/xml")
    return browser.post(PAGE, {"once": once, "file": file, **SAID, **ticked})


def step(browser, row, name, **typed):
    """Open the page of a step and send its form."""
    address = f"{row.get_absolute_url()}{name}"
    once = browser.get(address).context["form"]["once"].value()
    return browser.post(address, {"once": once, **typed})


def run_all():
    for job in Job.objects.filter(status=Job.Status.WAITING):
        running.run(job.pk)


def test_a_reviewer_brings_the_list_and_an_administrator_confirms_it(signed_in, sato, adler):
    first, second = signed_in(sato), signed_in(adler)

    answer = upload(first)
    run_all()
    row = UnListEdition.objects.get()
    assert row.get_absolute_url() in first.get(answer.url).content.decode()
    step(first, row, "propose")
    assert not Notice.objects.exists()

    shown = second.get(row.get_absolute_url()).content.decode()
    for words in (row.difference_sha256, SAID["source"], "PAK SANG-SANG", sato.name):
        assert words in shown
    assert row.sha256 in first.get(row.get_absolute_url()).content.decode()
    step(second, row, "confirm", digest=row.sha256[:10].upper())
    run_all()

    assert Notice.objects.filter(colour="UN", status="PUBLISHED").count() == 5
    shown = first.get(PAGE).content.decode()
    assert "5 UN special notices are in force." in shown
    assert "1 Apr 2021" in shown
    assert row.get_absolute_url() in shown


def test_it_waits_under_approvals_for_everybody_else_who_keeps_the_list(
    signed_in, adler, benes, sato, lindqvist, wanjiku
):
    row = proposed(by=adler)

    for officer, waits in (
        (adler, False),
        (benes, True),
        (sato, True),
        (lindqvist, False),
        (wanjiku, False),
    ):
        found = [one.url for one in signed_in(officer).get("/approvals").context["rows"]]
        assert (row.get_absolute_url() in found) is waits, officer
    for officer in (benes, sato):
        assert "/approvals" in signed_in(officer).get("/").content.decode()


def test_who_uploaded_it_proposes_or_withdraws_and_finds_it_under_my_work(signed_in, adler, sato):
    row, browser = brought(), signed_in(adler)
    assert row.get_absolute_url() in browser.get("/").content.decode()
    assert row.get_absolute_url() not in signed_in(sato).get("/").content.decode()

    step(browser, row, "propose")

    shown = browser.get(row.get_absolute_url()).content.decode()
    assert "It waits for another administrator or reviewer" in shown
    assert "/withdraw" in shown and "/confirm" not in shown
    assert browser.get(f"{row.get_absolute_url()}confirm").status_code == 403
    step(browser, row, "withdraw")
    row.refresh_from_db()
    assert row.status == "WITHDRAWN"


def test_a_wrong_or_short_digest_is_refused_and_stays_as_typed(signed_in, sato):
    row, browser = proposed(), signed_in(sato)

    for typed, why in (("deadbeef", "begins otherwise"), ("abc", "at least 8 characters")):
        answer = step(browser, row, "confirm", digest=typed)
        assert why in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "PROPOSED"


def test_who_declines_says_why_and_who_uploaded_reads_it(signed_in, sato, adler):
    row, browser = proposed(), signed_in(sato)

    assert step(browser, row, "decline", reason=" ").status_code == 200
    step(browser, row, "decline", reason="The UN publishes another file.")

    shown = signed_in(adler).get(row.get_absolute_url()).content.decode()
    assert "The UN publishes another file." in shown
    assert "Declined" in shown


def test_what_is_overridden_stands_on_the_page_of_the_second_person(signed_in, sato):
    load()
    row = proposed(edition(without=[PAK, "SOe.901"]), delist_anyway=True)

    shown = signed_in(sato).get(row.get_absolute_url()).content.decode()
    assert "overrides what is refused otherwise" in shown
    assert "delist what is missing" in shown


def test_changes_are_shown_by_kind_with_former_names_and_pages(signed_in, sato, monkeypatch):
    load()
    text = edition(without=[PAK], words={"OLGA": "OLGINA"})
    row, browser = proposed(text), signed_in(sato)

    every = browser.get(row.get_absolute_url()).content.decode()
    assert "OLGINA VYDUMSKAYA" in every and "OLGA VYDUMSKAYA" in every
    assert "PAK SANG-SANG" in every
    gone = browser.get(f"{row.get_absolute_url()}?kind=DELISTED").content.decode()
    assert "PAK SANG-SANG" in gone and "OLGINA" not in gone
    monkeypatch.setattr(keyset, "ROWS_A_PAGE", 1)
    first = browser.get(row.get_absolute_url())
    second = browser.get(row.get_absolute_url() + first.context["pager"]["next"])
    shown = [[one.name for one in page.context["page"].rows] for page in (first, second)]
    assert shown == [["OLGINA VYDUMSKAYA"], ["PAK SANG-SANG"]]


def test_an_edition_whose_loading_broke_off_is_started_again_by_who_confirmed(signed_in, sato):
    row, browser = proposed(), signed_in(sato)
    step(browser, row, "confirm", digest=row.sha256[:8])
    Job.objects.filter(kind="un_list.load").update(status="STOPPED", ended_at=row.created_at)

    step(browser, row, "load")
    run_all()

    assert Notice.objects.count() == 5


def test_a_broken_list_is_told_on_the_page_of_its_job_and_of_the_list(signed_in, adler):
    browser = signed_in(adler)
    answer = upload(browser, edition(words={"<DATAID>9900002<": "<DATAID>none<"}))
    run_all()

    assert "element DATAID" in browser.get(answer.url).content.decode()
    assert "element DATAID" in browser.get(PAGE).content.decode()


def test_what_is_no_list_is_refused_at_once_with_a_sentence(signed_in, adler):
    answer = upload(signed_in(adler), "a,b,c\n1,2,3\n")

    assert answer.status_code == 200
    assert "list.xml is not of a type that can be kept here" in answer.content.decode()
    assert SAID["source"] in answer.content.decode()
    assert not Job.objects.exists()


def test_file_source_and_time_are_asked_for(signed_in, adler):
    browser = signed_in(adler)
    once = browser.get(PAGE).context["form"]["once"].value()

    answer = browser.post(PAGE, {"once": once})
    assert {"file", "source", "obtained_at"} == set(answer.context["form"].errors)
    answer = upload(browser, obtained_at="2126-04-01T00:00")
    assert "still to come" in answer.content.decode()


def test_the_same_form_sent_twice_starts_one_reading(signed_in, adler):
    browser = signed_in(adler)
    once = browser.get(PAGE).context["form"]["once"].value()
    answers = [
        browser.post(
            PAGE,
            {"once": once, "file": SimpleUploadedFile("a.xml", edition().encode()), **SAID},
        )
        for _ in range(2)
    ]

    assert answers[0].url == answers[1].url
    assert Job.objects.count() == 1


def test_nobody_else_finds_the_pages(signed_in, amina, wanjiku, lindqvist, auditor):
    row = proposed()
    own = row.get_absolute_url()

    for officer in (amina, wanjiku, lindqvist, auditor):
        browser = signed_in(officer)
        for address in (PAGE, own, f"{own}confirm", f"{own}nonsense"):
            assert browser.get(address).status_code == 404, address
        assert browser.post(f"{own}confirm", {"digest": row.sha256}).status_code == 404
        assert row.sha256[:12] not in browser.get("/approvals").content.decode()


def test_a_reading_and_a_loading_are_seen_by_who_started_them_alone(signed_in, adler, sato, amina):
    answer = upload(signed_in(adler))

    assert signed_in(adler).get(answer.url).status_code == 200
    for officer in (sato, amina):
        assert signed_in(officer).get(answer.url).status_code == 404
        assert "list.xml" not in signed_in(officer).get("/jobs/").content.decode()


def test_the_menu_leads_there_for_those_who_keep_the_list(signed_in, adler, amina):
    assert PAGE in signed_in(adler).get("/").content.decode()
    assert PAGE not in signed_in(amina).get("/").content.decode()
