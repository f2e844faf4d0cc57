"""One person of the Secretariat wants a forged UN list to make a journalist a public notice."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from central_offices import roles
from kernel.errors import NotPermitted, NotReady, WrongState
from kernel.jobs import running
from kernel.models import Job
from notices.models import Notice, PublicExtract, UnListChange, UnListEdition
from notices.un_list import editions, guards, importing, notices
from notices.un_list import job as un_job
from tests import systems, world
from tests.notices.test_un_notices import listing
from tests.notices.un_files import OLGA, brought, confirmed, edition, load, opened, proposed
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
FORGED = edition(words={"OLGA": "A JOURNALIST", "VYDUMSKAYA": "OF ALPHA"})


def refused_by_the_database(rows, **columns):
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**columns)


def no_journalist():
    assert not Notice.objects.filter(title__contains="JOURNALIST").exists()
    assert not PublicExtract.objects.filter(notice__title__contains="JOURNALIST").exists()


def test_the_uploader_loads_at_every_stage_without_anybody(adler):
    row = brought(FORGED)

    for stage in ("CHECKED", "PROPOSED"):
        assert row.status == stage
        with pytest.raises(NotPermitted):
            importing.load(opened(FORGED), row, by=adler)
        with pytest.raises(NotPermitted):
            un_job.load_soon(row, by=adler)
        with pytest.raises(NotPermitted):
            un_job.confirm(row, by=adler, digest=row.sha256)
        if stage == "CHECKED":
            editions.propose(row, by=adler)
    no_journalist()


def test_the_system_and_offices_own_systems_do_it_in_nobodys_name(adler):
    row = proposed(FORGED)
    client = systems.register(adler.office, clearance=2).officer

    for machine in (roles.system(), client):
        with pytest.raises(NotPermitted):
            brought(by=machine)
        with pytest.raises(NotPermitted):
            editions.confirm(row, by=machine, digest=row.sha256)
        with pytest.raises(NotPermitted):
            notices.add([listing()], by=machine)
        refused_by_the_database(UnListEdition.objects.filter(pk=row.pk), decided_by=machine)
    no_journalist()


def test_the_table_is_told_that_the_uploader_or_nobody_confirmed_it(adler, benes):
    row = proposed(FORGED)
    rows, now = UnListEdition.objects.filter(pk=row.pk), timezone.now()

    for columns in (
        {"decided_by": adler, "decided_at": now},
        {"status": "CONFIRMED"},
        {"status": "CONFIRMED", "decided_at": now},
        {
            "expected_confirmed": ["QD"],
            "status": "CONFIRMED",
            "decided_by": benes,
            "decided_at": now,
        },
        {"status": "LOADED", "loaded_at": now},
        {"status": "LOADED", "decided_by": benes, "decided_at": now},
        {"written_by": []},
        {"uploaded_by": benes, "written_by": [benes.pk]},
        {"written_by": [benes.pk]},
    ):
        refused_by_the_database(rows, **columns)


def test_another_file_or_difference_is_put_under_what_was_confirmed(adler, sato):
    row, forged = confirmed(), brought(FORGED)
    rows = UnListEdition.objects.filter(pk=row.pk)

    for columns in (
        {"sha256": "0" * 64},
        {"file": forged.file},
        {"difference_sha256": forged.difference_sha256},
        {"counts": {}},
        {"source": "https://elsewhere.test"},
        {"obtained_at": timezone.now()},
        {"delist_anyway": True},
        {"older_anyway": True},
        {"expected": ["QD"]},
        {"expected_confirmed": ["QD"]},
        {"decided_by": world.officer("benes")},
    ):
        refused_by_the_database(rows, **columns)
    for change in (lambda: rows.delete(), lambda: UnListChange.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    refused_by_the_database(UnListChange.objects.filter(edition=row), name="x")
    with pytest.raises(guards.DifferenceChanged):
        importing.load(opened(FORGED), row, by=sato)
    no_journalist()


def test_the_list_of_changes_that_the_second_person_reads_has_a_line_more():
    row = proposed(FORGED)

    with pytest.raises(DatabaseError), transaction.atomic():
        UnListChange.objects.create(
            edition=row, kind="CREATED", reference="QDi.999", data_id="1", name="X", after="1"
        )


def test_the_list_of_changes_gets_a_line_before_it_is_proposed(adler, sato):
    row = brought(FORGED)
    UnListChange.objects.create(
        edition=row, kind="CREATED", reference="QDi.999", data_id="1", name="SOMEBODY", after="1"
    )
    editions.propose(row, by=adler)

    with pytest.raises(WrongState, match="isn't the one that was read"):
        editions.confirm(row, by=sato, digest=row.sha256)


def test_the_digest_is_copied_from_the_page_and_not_from_an_own_copy(adler, benes, sato, signed_in):
    row = proposed()
    for officer in (benes, sato):
        browser, at = signed_in(officer), row.get_absolute_url()
        for address in (at, f"{at}confirm", "/approvals", "/notices/un-list/", "/"):
            assert row.sha256[:8] not in browser.get(address).content.decode(), address
    assert row.sha256 in signed_in(adler).get(row.get_absolute_url()).content.decode()


def test_the_second_person_types_the_digest_of_the_true_list(sato):
    true, forged = proposed(), proposed(FORGED)

    for typed in (true.sha256, true.sha256[:8], forged.sha256[:7], forged.sha256[1:], "", "%", "*"):
        with pytest.raises(NotReady):
            editions.confirm(forged, by=sato, digest=typed)
    forged.refresh_from_db()
    assert forged.status == "PROPOSED"


def test_an_edition_is_confirmed_before_another_changes_what_it_would_do(sato, benes):
    """Confirmed as five new records, it would now be the one change of a name."""
    early, waiting = confirmed(FORGED), proposed(edition(at="2021-06-01T00:00:00Z"))
    load(edition(at="2021-05-01T00:00:00Z"))

    job = un_job.load_soon(early, by=sato, wake=False)
    running.run(job.pk)
    job.refresh_from_db()
    early.refresh_from_db()
    assert (job.status, early.status) == (Job.Status.FAILED, "LAPSED")
    assert "What is loaded isn't what it was" in job.error
    with pytest.raises(WrongState, match="Another edition was loaded"):
        editions.confirm(waiting, by=benes, digest=waiting.sha256)
    no_journalist()
    assert Notice.objects.get(un_reference=OLGA).title == "OLGA VYDUMSKAYA"


def test_who_confirmed_lost_the_role_before_the_worker_came(sato):
    row = confirmed(FORGED)
    with by_the_owner():
        sato.grants.all().delete()
    fresh = world.officer("sato")

    with pytest.raises(NotPermitted):
        importing.load(opened(FORGED), row, by=fresh)
    no_journalist()


def test_a_loaded_declined_or_withdrawn_edition_is_loaded_once_more(adler, sato):
    load(FORGED)
    done = UnListEdition.objects.get()
    declined, withdrawn = (
        proposed(edition(at=f"2021-0{n}-01T00:00:00Z"), expected=[OLGA]) for n in (6, 7)
    )
    editions.decline(declined, by=sato, reason="Not the UN's.")
    editions.withdraw(withdrawn, by=adler)

    for row in (done, declined, withdrawn):
        with pytest.raises((WrongState, NotPermitted)):
            importing.load(opened(FORGED), row, by=sato)
        for step in ("propose", "confirm", "decline", "withdraw"):
            with pytest.raises((WrongState, NotPermitted)):
                editions.un_edition_steps.demand(step, row, by=world.officer("benes"))
        refused_by_the_database(
            UnListEdition.objects.filter(pk=row.pk), status="CONFIRMED", loaded_at=None
        )


def test_the_overrides_are_the_uploaders_own_and_nobody_sees_them(sato):
    load()
    rest = edition(at="2021-06-01T00:00:00Z", without=[OLGA, "SOe.901"])

    with pytest.raises(guards.ListRefused):
        brought(rest)
    row = proposed(rest, delist_anyway=True)

    assert [str(words) for words in row.overrides] == [
        "delist what is missing", "CD", "SO",
    ]  # fmt: skip
    assert row.counts["delisted"] == 2
    assert Notice.objects.filter(status="CANCELLED").count() == 0
