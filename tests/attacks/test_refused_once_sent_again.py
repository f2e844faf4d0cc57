"""ALPHA's notice was refused; ALPHA or another sends the same person again, dressed anew."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kernel.errors import NotPermitted
from ledger.models import Event
from notices.models import Refusal, ReviewItem
from notices.refusals import fingerprints, keeping, register
from notices.refusals.fingerprints import Person
from notices.workflow import circulating, reviewing
from tests.attacks.acts import BORN, JOURNALIST, NUMBER, asked_for, known
from tests.exchange.test_pages import hidden
from tests.notices import drafts
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db


def condition(notice) -> ReviewItem:
    review = reviewing.first_review(notice)
    return review.items.get(condition__code="NO_EARLIER_REFUSAL")


def judged(notice, by) -> str:
    """The rule's words on earlier refusals, and whether a second reviewer is needed for them."""
    reviewing.claim(notice, by=by)
    second = "EARLIER_REFUSAL" in reviewing.second_needed(notice)
    return f"{condition(notice).automatic}{' and a second reviewer' if second else ''}"


STRONG = [
    {"name": "KASIMOF Timur"},  # one letter changed
    {"name": "PETROV Ivan"},  # another name altogether
    {"number": "qm4815162"},
    {"number": "QM-481-51-62"},
    {"number": "ＱＭ４８１５１６２"},  # full width
    {"number": "QМ 481 5162"},  # a Cyrillic М
    {"number": "QM ٤٨١ ٥١٦٢"},  # Arabic digits
    {"number": "QM 48I 5l62"},  # letters that pass for digits
    {"number": "No. QM4815162 / KEN"},
    {"number": "QM\u200b481\u00a05162"},  # invisible and unbreakable blanks
]


def strength(*, name=JOURNALIST, number=NUMBER, born=BORN) -> str:
    """How a person of these particulars fits what is kept."""
    hits = register.matching(Person((number,) if number else (), ((name, born),)))
    return "" if not hits else "strong" if hits[0].is_strong else "possible"


def test_the_same_document_holds_whatever_else_was_changed(refused, arun, anika, sato):
    for dressed in STRONG:
        assert strength(**dressed) == "strong", dressed
    again = asked_for(arun, anika, name="KASIMOF Timur", number="QМ ٤٨١-5l62")

    assert judged(again, sato) == "FAIL and a second reviewer"


def test_another_office_meets_the_same_refusal(refused, bela, amina, wanjiku, sato):
    again = asked_for(amina, wanjiku, name="KASIMOV Timour")

    assert judged(again, sato) == "FAIL and a second reviewer"


POSSIBLE = [
    {"name": "KASIMOV Timur"},
    {"name": "Timur Kasimov"},
    {"name": "KASIMOW Timur"},
    {"name": "KASYMOV Timour"},
    {"name": "КАСИМОВ Тимур"},  # another script
    {"name": "KAZIMOV Timur"},
    {"name": "KALIMOV Timur"},  # one letter that changes the sound
    {"name": "KASIMOV Timur", "born": (date(1981, 1, 1), date(1981, 12, 31))},
    {"name": "KASIMOV Timur", "born": (date(1982, 4, 12), date(1982, 4, 12))},
    {"name": "KASIMOV Timur", "born": (None, None)},
    {"name": "KASIMOV Timur Anvar"},
    {"name": "KASIMOV Timur", "number": "QM"},  # too short to be one document's number
]


def test_name_and_year_are_shown_and_never_hold(refused, arun, anika, sato):
    for dressed in POSSIBLE:
        assert strength(**{"number": ""} | dressed) == "possible", dressed
    again = asked_for(arun, anika, number="", name="КАСИМОВ Тимур")

    assert judged(again, sato) == "ASK"


OTHERS = [
    {"name": "OKELLO James", "number": ""},
    {"name": "KASIMOV Timur", "number": "", "born": (date(1960, 1, 1), date(1960, 1, 1))},
    {"name": "KASIMOV Anvar", "number": "QM 481 5163"},
    {"name": "IVANOV Timur", "number": ""},
]


def test_somebody_else_is_not_found(refused, arun, anika, sato):
    for other in OTHERS:
        assert strength(**other) == "", other
    assert judged(asked_for(arun, anika, **OTHERS[0]), sato) == "PASS"


def test_a_refusal_for_missing_data_leaves_nothing(arun, anika, sato):
    notice = asked_for(arun, anika)
    reviewing.claim(notice, by=sato)
    reviewing.refuse(
        notice, by=sato, reasons=["JUDICIAL_DATA_INSUFFICIENT"], explanation="Add the law."
    )

    assert not Refusal.objects.exists()
    assert judged(asked_for(arun, anika), sato) == "PASS"


def test_the_reviewer_is_told_which_notice_and_nobody_else(
    refused, arun, anika, sato, wanjiku, signed_in
):
    again = asked_for(arun, anika, name="PETROV Ivan")
    reviewing.claim(again, by=sato)

    page = signed_in(sato).get(f"/notices/{again.address}/review/").content.decode()
    assert f"/notices/{refused.address}/" in page and "Same document" in page
    for officer in (arun, anika, wanjiku):
        assert not Refusal.objects.visible_to(officer).exists()
        for path in ("", "review/"):
            answer = signed_in(officer).get(f"/notices/{again.address}/{path}")
            assert refused.address not in answer.content.decode()
            assert "refused before" not in answer.content.decode()


def test_what_the_office_is_told_before_the_review_is_the_same(refused, arun, anika):
    fresh = asked_for(arun, anika, number="", name="OKELLO James")
    again = asked_for(arun, anika)

    told = [
        {name: getattr(row, name) for name in ("status", "end_reason", "version")}
        for row in (fresh, again)
    ]
    assert told[0] == told[1]


SQL = [
    "SELECT * FROM notices_fingerprint",
    "SELECT count(*) FROM notices_fingerprint",
    "INSERT INTO notices_fingerprint DEFAULT VALUES",
    "UPDATE notices_fingerprint SET kind = 'Y'",
    "DELETE FROM notices_fingerprint",
    "TRUNCATE notices_fingerprint",
    "CREATE VIEW spy AS SELECT * FROM notices_fingerprint",
    "COPY notices_fingerprint TO STDOUT",
    "DELETE FROM notices_refusal",
]


def test_sql_as_the_application_reads_and_changes_no_fingerprint(refused):
    for statement in SQL:
        with pytest.raises(DatabaseError, match="permission denied"):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_without_the_key_a_name_cannot_be_tried(refused, settings):
    person = Person((NUMBER,), ((JOURNALIST, BORN),))
    assert [hit.is_strong for hit in register.matching(person)] == [True]

    settings.FINGERPRINT_KEY = "another key of fifty characters or more, 0123456789 abc"
    assert register.matching(person) == []


def test_a_new_key_makes_those_on_record_anew_and_deletes_none_unasked(refused, settings):
    settings.FINGERPRINT_KEY = "another key of fifty characters or more, 0123456789 abc"
    keeping.settle()

    person = Person((NUMBER,), ())
    assert len(register.matching(person)) == 1
    assert register.purge() == 0


def test_sql_as_the_application_takes_no_fingerprint_away(refused):
    row = Refusal.objects.get()
    person = Person((NUMBER,), ())
    statements = [
        "SELECT public.notices_purge_fingerprints()",
        f"SELECT public.notices_forget_fingerprint('{row.pk}')",
        f"SELECT public.notices_keep_fingerprint('{row.pk}', 'x', "
        "'{}', '{}', '{}', '{}', '{}')",
        "SELECT public.exchange_purge_acts(now() + interval '9 years')",
        "UPDATE notices_refusal SET status = 'ENDED', ended_at = now()",
        "UPDATE notices_refusal SET kept_until = created_at + interval '1 second'",
        "UPDATE notices_refusal SET source_id = gen_random_uuid()",
        "SELECT public.notices_purge_fingerprints('nonsense')",
        "UPDATE notices_fingerprint_key SET key_id = 'x'",
    ]
    for statement in statements:
        with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert len(register.matching(person)) == 1, statement


def test_no_name_and_no_number_stand_in_a_digest():
    person = Person((NUMBER,), ((JOURNALIST, BORN),))

    for row in fingerprints.stored(person):
        assert len(row.digest) == fingerprints.DIGEST_BYTES
        assert b"QM" not in row.digest or b"4815162" not in row.digest


def test_only_the_commission_ends_or_extends(refused, arun, anika, sato, lindqvist, auditor, adler):
    refusal = Refusal.objects.get()
    for officer in (arun, anika, sato, lindqvist, adler):
        with pytest.raises(NotPermitted):
            keeping.end(refusal, by=officer, reason="Please.")
    keeping.end(refusal, by=auditor, reason="The decision was revised.")

    assert register.matching(Person((NUMBER,), ())) == []
    keeping.settle()
    assert register.matching(Person((NUMBER,), ())) == []


def test_the_page_is_the_commissions_alone(refused, auditor, arun, sato, adler, signed_in):
    refusal = Refusal.objects.get()
    for officer in (arun, sato, adler):
        assert signed_in(officer).get("/notices/refusals/").status_code == 404
        assert signed_in(officer).get(f"/notices/refusals/{refusal.pk}/end").status_code == 404

    browser = signed_in(auditor)
    listed = browser.get("/notices/refusals/").content.decode()
    assert str(refused.pk) in listed and "KASIMOV" not in listed and "Alpha" not in listed
    address = f"/notices/refusals/{refusal.pk}/end"
    browser.post(address, hidden(browser.get(address)) | {"reason": "It was revised."})
    refusal.refresh_from_db()
    assert refusal.status == "ENDED"


def test_one_that_is_kept_long_enough_lapses_by_itself(refused):
    now = timezone.now()
    with by_the_owner():
        Refusal.objects.update(
            created_at=now - timedelta(days=3653), kept_until=now - timedelta(days=1)
        )
    assert strength() == ""
    keeping.settle()

    assert Refusal.objects.get().status == "ENDED"
    assert Event.objects.filter(verb="refusal.lapse").count() == 1


def test_a_notice_cancelled_on_substance_is_met_again_and_one_that_did_its_work_is_not(
    arun, anika, sato
):
    for code, found in (("CONDITIONS_NOT_MET", "strong"), ("PURPOSE_ACHIEVED_ARREST", "")):
        number = f"QM{code[:1]}81516"
        notice = drafts.published(arun, anika, sato, case=known(arun, number=number))
        circulating.cancel(notice, by=sato, code=code, reason="As decided.")
        assert strength(number=number, name="Somebody Else", born=(None, None)) == found
