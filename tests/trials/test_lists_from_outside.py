"""Lists of the United Nations, cut, undated, misdated or renumbered: nothing is guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kernel.errors import NotReady
from notices.models import Notice, UnListEdition
from notices.un_list import dates, difference, editions, groups, importing
from notices.un_list.guards import ListRefused
from tests import world
from tests.notices.un_files import (
    LANTERN,
    LATER,
    OLGA,
    PAK,
    REEDS,
    TARIQ,
    brought,
    edition,
    load,
    opened,
    proposed,
    without_record,
)

pytestmark = pytest.mark.django_db
OLGAS_NAME = "<FIRST_NAME>OLGA</FIRST_NAME>\n            <SECOND_NAME>VYDUMSKAYA</SECOND_NAME>"
ANOTHER = "<FIRST_NAME>BORIS</FIRST_NAME>\n            <SECOND_NAME>NEMOV</SECOND_NAME>"


def everything():
    return sorted(Notice.objects.values_list("un_reference", "status", "title", "un_data_id"))


def refused(text, match, **said):
    with pytest.raises(ListRefused, match=match):
        brought(text, **said)


def warnings(text):
    said = difference.check(opened(text)).warnings
    return " ".join(f"{one.path} {one.reason}" for one in said)


def test_an_edition_without_a_section_or_a_regime_delists_nobody_unasked():
    load()
    before = everything()
    for without, told in (
        ([LANTERN, REEDS], r"ENTITIES: 2 of 2 \(SOe.901 .*, TAe.902 .*\).*--expected\): ENTITIES"),
        ([TARIQ, OLGA, PAK], r"INDIVIDUALS: 3 of 3 .*--expected\): INDIVIDUALS"),
        ([PAK], r"KP: 1 of 1 \(KPi.903 PAK SANG-SANG\).*--expected\): KP\."),
        ([PAK, LANTERN], r"KP: 1 of 1 .*; SO: 1 of 1 .*--expected\): KP, SO"),
    ):
        text = edition(without=without)
        refused(text, told, expected=[])
        refused(text, told, expected=[], delist_anyway=True)
        refused(text, told, expected=["HT", "IQe"], delist_anyway=True)
    assert everything() == before


def test_what_is_truly_off_the_list_is_said_by_both_persons():
    load()
    text = edition(without=[LANTERN, REEDS])
    row = proposed(text, expected=["ENTITIES"], delist_anyway=True)
    sato = world.officer("sato")
    for said in ([], ["INDIVIDUALS"], ["ENTITIES", "KP"]):
        with pytest.raises(NotReady, match="Confirm each of these as well, or decline: ENTITIES"):
            editions.confirm(row, by=sato, digest=row.sha256[:8], expected=said)
    editions.confirm(row, by=sato, digest=row.sha256[:8], expected=["ENTITIES"])

    counts = importing.load(opened(text), row, by=sato).counts

    assert counts["delisted"] == 2


def test_a_great_part_of_a_regime_is_asked_about_as_well(monkeypatch):
    text = edition(words={"CDi.902": "QDi.950"})
    load(text)
    monkeypatch.setattr(groups, "MIN_SHARE_RECORDS", 2)

    refused(without_record(text, "QDi.950"), "QD: 1 of 2", expected=[])


def test_an_edition_whose_date_cannot_be_is_refused_whatever_is_ticked():
    now = timezone.now()
    load()
    for at, told in (
        ("2126-04-01T23:00:00Z", "made on 2126-04-01, which is still to come"),
        ((now + timedelta(days=2)).isoformat(), "still to come"),
        ("9999-12-31T23:59:59-12:00", "cannot be read"),
        ("2020-01-01T00:00:00Z", "made on 2020-01-01, but holds a record .* listed on 2020-12-01"),
    ):
        for older in (False, True) if "read" not in told else (False,):
            refused(edition(at=at), told, older_anyway=older)
    early = datetime(2021, 3, 1, tzinfo=UTC)
    with pytest.raises(ListRefused, match="made on 2021-04-01, after you obtained it"):
        dates.refuse(difference.check(opened(edition())), early, older_anyway=True)


def test_an_edition_whose_date_cannot_be_read_is_not_taken_for_the_newest():
    load()
    for at in ("yesterday", "19 Apr 2025", "04/19/2025", "٢٠٢٥", "", " ", "2025-13-01"):
        refused(edition(at=at), "--older-anyway")
    row = brought(edition(at="yesterday"), older_anyway=True)

    assert row.generated_at is None
    assert "load an edition that is older or undated" in map(str, row.overrides)


def test_the_newest_is_so_by_its_own_date_and_not_by_when_it_was_loaded():
    load(edition(at="2022-04-01T00:00:00Z"))
    load(edition(at=LATER), older_anyway=True)
    refused(edition(at="2021-06-01T00:00:00Z"), "already loaded on 2022-04-01")
    wrong = UnListEdition(generated_at=timezone.now() + timedelta(days=900))

    assert not dates.can_have_been_made(wrong.generated_at, timezone.now())


def test_nobody_was_listed_tomorrow_or_before_there_was_a_list():
    line = r"Line \d+, element LISTED_ON: "
    for day, told in (
        ("2126-12-01", "2126-12-01 is still to come"),
        ((timezone.now() + timedelta(days=3)).date().isoformat(), "still to come"),
        ("0202-12-01", "before the United Nations"),
    ):
        refused(edition(words={"<LISTED_ON>2020-12-01<": f"<LISTED_ON>{day}<"}), line + ".*" + told)


def test_other_days_that_are_still_to_come_are_told_and_kept_as_text():
    words = {"<DATE>1961-05-17<": "<DATE>2061-05-17<", "<VALUE>2020-01-15<": "<VALUE>2120-01-15<"}

    told = warnings(edition(words=words))

    assert "INDIVIDUAL_DATE_OF_BIRTH/DATE" in told
    assert "LAST_DAY_UPDATED/VALUE" in told


def test_a_dataid_used_again_makes_nobody_somebody_else():
    load()
    words = {OLGAS_NAME: ANOTHER, "CDi.902": "CDi.950"}
    text = edition(words=words)
    row = proposed(text, expected=["CD"])
    assert "CDi.902 (OLGA VYDUMSKAYA) is delisted and CDi.950 (BORIS NEMOV) is new" in " ".join(
        row.findings
    )
    was = Notice.objects.get(un_reference=OLGA)

    counts = load(edition(words=words, at="2021-05-01T00:00:00Z"), expected=["CDi.902"]).counts

    assert (counts["created"], counts["updated"], counts["delisted"]) == (1, 0, 1)
    was.refresh_from_db()
    assert (was.status, was.title) == ("CANCELLED", "OLGA VYDUMSKAYA")
    assert Notice.objects.get(un_reference="CDi.950").pk != was.pk


def test_a_reference_used_again_for_somebody_else_is_asked_about():
    load()
    other = {OLGAS_NAME: ANOTHER}
    for words in (other, other | {"<DATAID>9900002<": "<DATAID>9977777<"}):
        told = r"another record than before: CDi.902: OLGA VYDUMSKAYA, BORIS NEMOV.*: CDi.902\."
        refused(edition(words=words), told)
    assert brought(edition(words=other), expected=[OLGA]).counts["updated"] == 1


def test_a_delisted_reference_that_comes_back_as_somebody_else_is_asked_about():
    load()
    load(edition(without=[OLGA]))

    refused(edition(words={OLGAS_NAME: ANOTHER}), "another record than before: CDi.902")


def test_who_moves_to_the_other_section_is_delisted_there_and_new_here():
    load()
    entity = without_record(edition(), OLGA).replace(
        "<ENTITIES>",
        "<ENTITIES><ENTITY><DATAID>9900002</DATAID><FIRST_NAME>OLGA VYDUMSKAYA</FIRST_NAME>"
        "<UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDe.902</REFERENCE_NUMBER>"
        "<LISTED_ON>2020-02-28</LISTED_ON></ENTITY>",
    )
    row = brought(entity, expected=["CD"])

    kinds = dict(row.changes.values_list("reference", "kind"))
    assert kinds == {"CDi.902": "DELISTED", "CDe.902": "CREATED"}


def test_one_record_under_two_numbers_in_one_edition_is_refused_or_told():
    for words in ({"CDi.902": "QDi.0901"}, {"<DATAID>9900002<": "<DATAID>09900001<"}):
        refused(edition(words=words), "is already used by the record on line")
    text = edition()
    start = text.index("<ENTITY>")
    record = text[start : text.index("</ENTITY>") + len("</ENTITY>")]
    again = record.replace("SOe.901", "SOe.955").replace("9900101", "9900955")
    assert again.count("955") == 2

    assert "says the same as another" in warnings(text.replace(record, record + again))


def test_a_name_of_short_words_is_still_the_same_beside_longer_aliases():
    short = {OLGAS_NAME: "<FIRST_NAME>ADF</FIRST_NAME>\n            <SECOND_NAME>YUN</SECOND_NAME>"}
    load(edition(words=short))

    row = brought(edition(words=short | {"Olya Sever": "Olya Severnaya"}))

    assert row.counts["updated"] == 1
