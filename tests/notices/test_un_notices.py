"""UN special notices, as the importer writes them."""

from datetime import date

import pytest
from django.db import connection

from cases.models import NameKey
from central_offices import roles
from kernel import acting
from kernel.errors import NotPermitted
from ledger.models import Event, Message
from notices.models import Notice, PublicExtract
from notices.un_list import notices as un_notices


def listing(reference="QDi.9001", name="ABU TESTER", **listing_fields) -> un_notices.Listing:
    identity = {
        "label": "CONFIRMED",
        "as_written": name,
        "script": "Latn",
        "born": {"earliest": "1961-01-01", "latest": "1961-12-31", "written": "1961"},
    }
    original = {"label": "ALIAS", "as_written": "أبو مختبر", "script": "Arab", "quality": "GOOD"}
    return un_notices.Listing(
        data_id=reference[-4:],
        reference=reference,
        listed_on=date(2001, 10, 8),
        payload={
            "subject": {
                "kind": "PERSON",
                "identities": [identity, original],
                "sex_id": "M",
                "nationalities": [{"code": "QMA", "status": "CLAIMED"}],
            },
            "listing": {
                "un_reference": reference,
                "un_resolution": 1267,
                "list_name": "Al-Qaida",
                "listed_on": "2001-10-08",
                **listing_fields,
            },
        },
    )


@pytest.fixture(autouse=True)
def before_any_edition(db):
    """Without the trigger that asks for a loaded edition: what is written here comes of none."""
    with connection.cursor() as cursor:
        for event in ("insert", "update"):
            trigger = f"un_notice_is_of_a_loaded_edition_{event}"
            statement = f"ALTER TABLE notices_notice DISABLE TRIGGER {trigger}"
            cursor.execute("SELECT tests.written(%s)", [statement])


@pytest.fixture
def keeper(adler):
    with acting.acting_as(adler):
        yield adler


def test_a_listed_person_is_seen_by_everybody_found_by_name_and_public(keeper, pierre):
    (notice,) = un_notices.add([listing()], by=keeper)

    assert Notice.objects.visible_to(pierre).get() == notice
    extract = PublicExtract.objects.visible_to().get()
    assert extract.data["un_reference"] == "QDi.9001"
    assert extract.data["date_of_birth"] == "1961"
    names = set(NameKey._base_manager.filter(notice=notice.pk).values_list("name", flat=True))
    assert names == {"ABU TESTER", "أبو مختبر"}


def test_a_changed_listing_gives_the_notice_a_new_version(keeper):
    (notice,) = un_notices.add([listing()], by=keeper)

    un_notices.change([(notice, listing(name="ABU TESTER THE SECOND"))], by=keeper)

    notice.refresh_from_db()
    assert [version.n for version in notice.versions.all()] == [2, 1]
    assert notice.title == "ABU TESTER THE SECOND"
    assert notice.current_version.n == 2


def test_what_is_delisted_is_neither_public_nor_found_and_can_be_listed_again(keeper):
    (notice,) = un_notices.add([listing()], by=keeper)

    un_notices.delist([notice], by=keeper, on=date(2026, 11, 1))

    notice.refresh_from_db()
    assert (notice.status, notice.end_reason) == ("CANCELLED", "DELISTED")
    assert not PublicExtract.objects.exists()
    assert not NameKey._base_manager.filter(notice=notice.pk).exists()

    un_notices.add([listing()], by=keeper)

    notice.refresh_from_db()
    assert (notice.status, notice.current_version.n) == ("PUBLISHED", 2)
    assert PublicExtract.objects.visible_to().count() == 1


def test_a_hundred_listings_cost_as_many_statements_as_ten_but_for_the_name_keys(
    keeper, django_assert_max_num_queries
):
    few = [listing(f"QDi.{n:04}") for n in range(10)]
    with django_assert_max_num_queries(50):
        un_notices.add(few, by=keeper)

    many = [listing(f"TAi.{n:04}") for n in range(100)]
    with django_assert_max_num_queries(30 + 2 * 100):
        un_notices.add(many, by=keeper)


def test_every_step_of_the_list_is_in_the_ledger_and_told_once(adler):
    with acting.acting_as(adler):
        notices = un_notices.add([listing("QDi.9001"), listing("QDi.9002")], by=adler)
        un_notices.announce(notices, [], [], by=adler)

    assert Event.objects.filter(verb="notice.add").count() == 2
    assert Message.objects.get(type="notice.un_list_updated").data["added"] == [
        "QDi.9001",
        "QDi.9002",
    ]


def test_no_other_office_and_no_system_keeps_the_list(amina):
    for officer in (amina, roles.system()):
        with acting.acting_as(officer), pytest.raises(NotPermitted):
            un_notices.add([listing()], by=officer)
