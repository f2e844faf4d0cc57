"""A notice is made public against its level, its owner's word, its state, the age of its person."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.models import Case, CaseSubject, Identity, Subject
from kernel.errors import NotReady
from notices.models import Notice, NoticeVersion, PublicExtract, Review
from notices.payload import freeze, public_extract, publicity
from notices.workflow import circulating, drafting
from tests.notices import drafts

pytestmark = pytest.mark.django_db
CONFIDENTIAL = 2


@pytest.fixture
def shown(amina, wanjiku, sato):
    return drafts.published(amina, wanjiku, sato, extract="REQUESTED")


def at_the_commit() -> None:
    """Look now at what the database looks at when a transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def public(client, notice) -> bool:
    found = client.get(f"/notices/v1/red/{notice.slug}").status_code == 200
    return found or "IBRAHIM" in client.get("/public/notices/").content.decode()


def test_a_confidential_draft_asks_for_an_extract(amina):
    notice = drafts.red(amina)
    drafting.restrictions(
        notice, by=amina, classification=CONFIDENTIAL, handling_codes=[], not_for=[]
    )
    with pytest.raises(NotReady, match="confidential has no public extract"):
        drafting.public_extract(notice, by=amina, choice="REQUESTED")


def test_a_draft_is_made_confidential_after_its_extract_was_chosen(amina, wanjiku):
    notice = drafts.red(amina, extract="REQUESTED")
    drafting.restrictions(
        notice, by=amina, classification=CONFIDENTIAL, handling_codes=[], not_for=[]
    )

    notice.refresh_from_db()
    assert (notice.public_extract, notice.extract_fields) == ("", [])
    with pytest.raises(NotReady):  # the choice is open again, and has to be made
        drafting.submit(notice, by=amina)


def test_a_level_written_past_the_pages_publishes_nothing(amina, wanjiku, sato, client):
    notice = drafts.red(amina, extract="REQUESTED")
    Notice.objects.filter(pk=notice.pk).update(classification=CONFIDENTIAL)
    notice.refresh_from_db()
    drafts.send_through(notice, amina, wanjiku, sato)
    at_the_commit()

    assert not public(client, notice)


def test_an_extract_of_a_minor_is_asked_for(amina):
    today = timezone.now().date()
    child = today - timedelta(days=16 * 365)
    for born in ((child, child), (child - timedelta(days=2000), child)):  # known, and perhaps
        case, subject = drafts.person(amina)
        Identity.objects.filter(subject=subject).update(
            birth_earliest=born[0], birth_latest=born[1], birth_text="about 2010"
        )
        notice = drafts.red(amina, case=(case, subject))
        with pytest.raises(NotReady, match="minor"):
            drafting.public_extract(notice, by=amina, choice="REQUESTED")
    case, subject = drafts.person(amina, minor_at_event=True)
    with pytest.raises(NotReady, match="minor"):
        drafting.public_extract(
            drafts.red(amina, case=(case, subject)), by=amina, choice="REQUESTED"
        )


def test_a_victim_or_witness_is_named_in_public(amina):
    for status in ("VICTIM", "WITNESS"):
        case, subject = drafts.person(amina, status=status)
        notice = drafts.red(amina, case=(case, subject))
        with pytest.raises(NotReady, match="never named in public"):
            drafting.public_extract(notice, by=amina, choice="REQUESTED")


def test_a_published_notice_is_changed_until_it_may_not_be_public(shown, wanjiku, client):
    changes = [
        {"classification": CONFIDENTIAL},
        {"public_extract": "NONE"},
        {
            "status": "SUSPENDED",
            "owner_suspends_until": timezone.now().date() + timedelta(days=9),
        },
        {
            "status": "WITHDRAWN",
            "owner_suspends_until": None,
            "ended_at": timezone.now(),
        },
        {"status": "CANCELLED", "ended_at": timezone.now()},
    ]
    assert public(client, shown)
    for change in changes:
        with transaction.atomic():
            Notice.objects.filter(pk=shown.pk).update(**change)
            at_the_commit()
            assert not PublicExtract.objects.exists(), change
            assert not public(client, shown), change
            transaction.set_rollback(True)
    assert public(client, shown)


def test_sql_puts_an_extract_under_a_notice_that_must_not_have_one(amina, wanjiku, sato, shown):
    copied = PublicExtract.objects.filter(notice=shown).values().get()
    others = {
        "declined": drafts.published(amina, wanjiku, sato, extract="NONE"),
        "draft": drafts.red(amina, extract="REQUESTED"),
        "refused": drafts.requested(amina, wanjiku, extract="REQUESTED"),
    }
    at_the_commit()  # of all that was done so far
    for name, notice in others.items():
        stolen = copied | {"id": notice.pk, "notice_id": notice.pk, "entity_id": name}
        with pytest.raises(DatabaseError, match="must not have a public"), transaction.atomic():
            PublicExtract.objects.create(**stolen)
            at_the_commit()


def test_sql_moves_an_extract_to_another_notice(amina, wanjiku, sato, shown):
    declined = drafts.published(amina, wanjiku, sato, extract="NONE")
    at_the_commit()  # of all that was done so far
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        PublicExtract.objects.filter(notice=shown).update(notice=declined)
        at_the_commit()


def now_about_a_minor(notice, by) -> None:
    young = notice.current_version.payload
    young["subject"]["minor_at_event"] = True
    version = NoticeVersion.objects.create(
        notice=notice, n=9, payload=young, sha256=freeze.sha256(young), made_by=by
    )
    former = notice.current_version.reviews.get(outcome="PASS")
    review = Review.objects.create(
        notice_version=version, sha256=version.sha256, reviewer=notice.reviewer
    )
    for item in former.items.all():
        item.pk, item.review = None, review
        item.save()
    Review.objects.filter(pk=review.pk).update(outcome="PASS", decided_at=timezone.now())
    Notice.objects.filter(pk=notice.pk).update(current_version=version)
    at_the_commit()


def test_a_version_about_a_minor_takes_the_place_of_the_public_one(shown, amina, client):
    now_about_a_minor(shown, amina)

    assert not public(client, shown)


def test_what_forbids_it_by_now_takes_it_away_and_nothing_brings_it_back(shown, client):
    shown.classification = CONFIDENTIAL
    public_extract.reconsider(shown)
    assert not public(client, shown)

    shown.classification = 1
    public_extract.reconsider(shown)
    assert not public(client, shown)


def test_a_suspension_is_lifted_on_a_notice_that_became_confidential(shown, wanjiku, client):
    until = timezone.now().date() + timedelta(days=20)
    circulating.suspend(shown, by=wanjiku, reason="A doubt.", until=until)
    Notice.objects.filter(pk=shown.pk).update(classification=CONFIDENTIAL)
    shown.refresh_from_db()
    circulating.resume(shown, by=wanjiku)
    at_the_commit()

    assert not public(client, shown)


def test_the_owner_reads_why_its_extract_is_not_there_and_nobody_else_does(
    shown, amina, pierre, signed_in
):
    now_about_a_minor(shown, amina)
    said = "The person is, or may be, a minor."
    assert said in signed_in(amina).get(shown.get_absolute_url()).content.decode()
    assert said not in signed_in(pierre).get(shown.get_absolute_url()).content.decode()


def later(notice):
    """Changes of the record and of its case, each of which forbids an extract, by its name."""
    person, case = notice.subject_id, notice.case_id
    child = timezone.now().date() - timedelta(days=16 * 365)
    born = {"birth_earliest": child, "birth_latest": child, "birth_text": str(child)}
    return {
        "was a minor": lambda: Subject.objects.filter(pk=person).update(minor_at_event=True),
        "died": lambda: Subject.objects.filter(pk=person).update(deceased=True),
        "is a minor": lambda: Identity.objects.filter(subject=person).update(**born),
        "perhaps a minor": lambda: Identity.objects.create(
            subject_id=person, as_written="IBRAHIM A.", rank=9, **born
        ),
        "case": lambda: Case.objects.filter(pk=case).update(classification=CONFIDENTIAL),
    }


def test_the_record_changes_after_the_publication(amina, wanjiku, sato, client):
    case, subject = drafts.person(amina)
    drafts.photo(subject, amina)
    shown = drafts.published(amina, wanjiku, sato, case=(case, subject), extract="REQUESTED")
    other = drafts.published(
        amina, wanjiku, sato, case=drafts.person(amina, name="FELD Otto"), extract="REQUESTED"
    )
    exits = [
        f"/public/notices/{shown.slug}/",
        f"/public/notices/{shown.slug}/photo",
        f"/notices/v1/red/{shown.slug}",
        f"/notices/v1/red/{shown.slug}/images",
    ]
    copied = PublicExtract.objects.filter(notice=shown).values().get()
    before = {address: client.get(address) for address in exits}
    assert 200 in {page.status_code for page in before.values()}
    for name, change in later(shown).items():
        with transaction.atomic():
            change()
            at_the_commit()
            assert not public(client, shown), name
            for address, page in before.items():
                assert client.get(address).status_code == 404, (name, address)
                assert "max-age" not in page.headers.get("Cache-Control", ""), address
            assert PublicExtract.objects.filter(notice=other).exists(), name
            fresh = Notice.objects.get(pk=shown.pk)
            assert publicity.refused(fresh, fresh.current_version.payload), name
            with pytest.raises(DatabaseError, match="must not have"), transaction.atomic():
                PublicExtract.objects.create(**copied)
                at_the_commit()
            transaction.set_rollback(True)
    assert public(client, shown)


def test_whoever_is_sought_becomes_a_victim_while_the_notice_is_out(shown):
    links = CaseSubject.objects.filter(case=shown.case_id, subject=shown.subject_id)
    for status in ("VICTIM", "WITNESS"):
        with pytest.raises(DatabaseError, match="no victim and no witness"), transaction.atomic():
            links.update(status_of_person=status)
            at_the_commit()
