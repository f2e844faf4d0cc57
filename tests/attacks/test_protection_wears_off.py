"""Somebody fled ALPHA, Nairobi protects them: record and status are changed until it ends."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases import persons, sharing
from cases.drafts import NationalityDraft
from cases.models import Case, Nationality, ProtectedStatus
from cases.safeguards import decisions
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from tests.attacks.conftest import claim, confirmed, country, decided, office, typed
from tests.notices import drafts

pytestmark = pytest.mark.django_db


def held(*codes: str, status: str = "CLAIMED"):
    return typed(nationalities=[NationalityDraft(country(code), status) for code in codes])


def rewritten(subject, by, *codes, **words) -> None:
    subject.refresh_from_db()
    persons.edit(subject, held(*codes, **words), by=by, version=subject.version)


def refused(case, by, *codes) -> None:
    for code in codes:
        with pytest.raises(NotReady, match="must not see a person"):
            sharing.share(case, office(code), by=by)


def test_the_record_changes_and_the_country_of_flight_stays_feared(ilse, amina):
    case, subject = ilse
    for codes in ((), ("PRT",), ("QMB",), ()):
        rewritten(subject, amina, *codes, status="ACQUIRED")
        refused(case, amina, "QMA")
    subject.identities.update(birth_country=None)
    refused(case, amina, "QMA")


def test_the_country_of_birth_is_taken_off_the_record(amina):
    case, subject = drafts.person(amina, name="KERN Ilse")
    subject.identities.update(birth_country=country("QMA"))
    claim(subject, amina)
    subject.identities.update(birth_country=None)
    refused(case, amina, "QMA")


def test_whoever_was_naturalised_is_shown_to_the_country_that_protects(ilse, amina):
    case, subject = ilse
    rewritten(subject, amina, "PRT", status="ACQUIRED")
    sharing.share(case, office("PRT"), by=amina)
    refused(case, amina, "QMA")


def test_what_was_acquired_before_the_claim_is_feared(amina):
    case, subject = drafts.person(amina, name="KERN Ilse")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMB", status="ACQUIRED")
    claim(subject, amina)
    claim(subject, amina)
    refused(case, amina, "QMB")


def test_what_comes_later_is_feared_and_stays_too(ilse, amina):
    case, subject = ilse
    rewritten(subject, amina, "QMB")
    refused(case, amina, "QMA", "QMB")
    claim(subject, amina)
    rewritten(subject, amina)
    refused(case, amina, "QMA", "QMB")


def test_one_member_of_the_commission_opens_a_person(ilse, amina, auditor, member):
    case, _subject = ilse
    sharing.share(case, office("PRT"), by=amina)
    for words in (
        {"kind": "DENIED"},
        {"kind": "REVOKED"},
        {"kind": "CONFIRMED", "spared": country("QMA")},
    ):
        decided(auditor, source="File 7", **words)
        refused(case, amina, "QMA")
        with pytest.raises(NotPermitted, match="second member"):
            confirmed(auditor)
    confirmed(member)
    sharing.share(case, office("QMA"), by=amina)


def test_a_claim_comes_between_and_nothing_is_confirmed(ilse, amina, auditor, member):
    case, subject = ilse
    decided(auditor, kind="REVOKED", source="File 7")
    claim(subject, amina)
    with pytest.raises(NotReady, match="Nothing waits"):
        confirmed(member)
    refused(case, amina, "QMA")


def test_a_claim_after_the_revocation_protects_again(ilse, amina, auditor, member):
    case, subject = ilse
    decided(auditor, kind="REVOKED", source="File 7")
    confirmed(member)
    sharing.share(case, office("QMA"), by=amina)
    claim(subject, amina)
    assert office("QMA").number not in Case.objects.get(pk=case.pk).seen_by
    refused(case, amina, "QMA")


def test_the_page_says_what_is_so(ilse, auditor, member, signed_in):
    def read(who):
        return signed_in(who).get("/commission/protection/").content.decode()

    decided(auditor, kind="DENIED", source="File 7")
    assert "until then nothing changes" in read(auditor)
    assert "Confirm as second member" not in read(auditor)
    assert "Confirm as second member" in read(member) and "not protected" not in read(member)
    with acting.acting_as(member):
        (status,) = decisions.statuses()
    for who, said in ((auditor, "a second member"), (member, "not protected")):
        browser = signed_in(who)
        page = browser.post("/commission/protection/", {"confirms": status.id}, follow=True)
        assert said in page.content.decode()


def test_sql_ends_protection_by_rows_of_its_own(ilse, amina, auditor, member):
    case, subject = ilse
    decided(auditor, kind="REVOKED", source="File 7")
    with acting.acting_as(member):
        (status,) = decisions.statuses()
    row = {"subject": subject, "source": "x"}
    for by, words in (
        (amina, {"kind": "ENDED"}),
        (amina, {"kind": "CLAIMED", "spared": ["QMA"]}),
        (auditor, {"kind": "ENDED"}),
        (auditor, {"kind": "REVOKED", "confirms_id": status.proposal}),
        (member, {"kind": "DENIED", "confirms_id": status.proposal}),
        (member, {"kind": "REVOKED", "confirms_id": status.id}),
        (member, {"kind": "REVOKED", "confirms_id": status.proposal, "spared": ["QMA"]}),
    ):
        with pytest.raises(DatabaseError), acting.acting_as(by), transaction.atomic():
            ProtectedStatus(**row, **words, entered_by=by).save(force_insert=True)
    refused(case, amina, "QMA")


def test_sql_enters_in_the_far_future_so_that_nothing_counts_after_it(ilse, amina, auditor, member):
    case, subject = ilse
    subject.nationalities.all().delete()
    for by, kind in ((auditor, "REVOKED"), (member, "DENIED"), (amina, "CLAIMED")):
        with acting.acting_as(by), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO cases_protectedstatus (id, subject_id, kind, source, granted_by,"
                " entered_by_id, entered_at, feared, considered, spared) VALUES"
                " (gen_random_uuid(), %s, %s, 'x', '', %s, '2999-01-01', '{}', '{}', '{}')",
                [subject.pk, kind, by.pk],
            )
    with acting.acting_as(auditor):
        (status,) = decisions.statuses()
    assert status.entered_at.year < 2999 and status.feared == ["KEN", "QMA"]
    refused(case, amina, "QMA")
