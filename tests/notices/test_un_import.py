"""Importing an edition of the UN list: all of it or nothing, nothing twice, nothing in secret."""

import pytest

from cases.models import NameKey
from central_offices import roles
from kernel.errors import NotPermitted
from ledger.models import Event, Message
from notices.models import Notice, NoticeVersion, PublicExtract, UnListEdition
from notices.un_list import importing
from notices.un_list.guards import ListRefused
from tests.notices.un_files import (
    LANTERN,
    OLGA,
    PAK,
    REEDS,
    TARIQ,
    brought,
    confirmed,
    edition,
    load,
    opened,
)

pytestmark = pytest.mark.django_db


def notice(reference):
    return Notice.objects.select_related("current_version").get(un_reference=reference)


def state_of_everything():
    rows = Notice.objects.order_by("pk").values_list("un_reference", "status", "current_version")
    return list(rows), NoticeVersion.objects.count(), Event.objects.count()


def test_every_record_becomes_a_public_notice_of_the_secretariat(pierre):
    outcome = load()

    assert outcome.counts == {
        "created": 5, "updated": 0, "delisted": 0, "relisted": 0, "unchanged": 0,
    }  # fmt: skip
    seen = Notice.objects.visible_to(pierre)
    assert set(seen.values_list("un_reference", flat=True)) == {TARIQ, OLGA, PAK, LANTERN, REEDS}
    assert {row.owner_office.code for row in seen} == {"AGY"}
    assert {(row.colour, row.status) for row in seen} == {("UN", "PUBLISHED")}
    assert PublicExtract.objects.visible_to().count() == 5


def test_names_are_remembered_in_every_script_they_were_listed_in():
    load()

    names = NameKey.objects.filter(notice=notice(TARIQ).pk).values_list("name", flat=True)
    assert {"TARIQ NAWFAL AL-QAMARI", "طارق نوفل القمري", "Tareq Nofal", "أبو مينا"} <= set(names)


def test_the_same_list_twice_gives_nothing_new():
    load()
    before = Notice.objects.count(), NoticeVersion.objects.count(), NameKey.objects.count()

    outcome = load()

    assert outcome.counts == {
        "created": 0, "updated": 0, "delisted": 0, "relisted": 0, "unchanged": 5,
    }  # fmt: skip
    after = Notice.objects.count(), NoticeVersion.objects.count(), NameKey.objects.count()
    assert after == before
    assert Message.objects.filter(type="notice.un_list_updated").count() == 1


def test_records_in_another_order_are_the_same_list():
    load()
    first = edition().partition("<INDIVIDUAL>")[2].partition("</INDIVIDUAL>")[0]
    block = f"<INDIVIDUAL>{first}</INDIVIDUAL>"
    moved = edition().replace(block, "").replace("</INDIVIDUALS>", f"{block}</INDIVIDUALS>")

    assert load(moved).counts["unchanged"] == 5


def test_only_what_changed_gets_a_new_version():
    load()
    newer = edition(words={"Olya Sever": "Olya Severnaya"})

    outcome = load(newer)

    assert (outcome.counts["updated"], outcome.counts["unchanged"]) == (1, 4)
    assert notice(OLGA).current_version.n == 2
    assert notice(TARIQ).current_version.n == 1
    aliases = notice(OLGA).current_version.payload["subject"]["identities"]
    assert aliases[1]["romanised"] == "Olya Severnaya"


def test_an_earlier_version_stays_as_it_was():
    load()
    load(edition(words={"Olya Sever": "Olya Severnaya"}))

    first = notice(OLGA).versions.get(n=1)
    assert first.payload["subject"]["identities"][1]["romanised"] == "Olya Sever"


def test_what_vanished_is_delisted_and_no_longer_public_nor_found():
    load()

    outcome = load(edition(without=[PAK]))

    gone = notice(PAK)
    assert outcome.counts["delisted"] == 1
    assert (gone.status, gone.end_reason) == ("CANCELLED", "DELISTED")
    assert gone.ended_at is not None
    assert not PublicExtract.objects.filter(notice=gone).exists()
    assert not NameKey.objects.filter(notice=gone.pk).exists()


def test_what_comes_back_is_the_same_notice_listed_again():
    load()
    load(edition(without=[PAK]))
    was = notice(PAK).pk

    outcome = load()

    assert (outcome.counts["created"], outcome.counts["relisted"]) == (0, 1)
    assert (notice(PAK).pk, notice(PAK).status, notice(PAK).end_reason) == (was, "PUBLISHED", "")
    assert NameKey.objects.filter(notice=was).exists()


def test_a_record_that_says_itself_that_it_is_delisted_is_treated_so():
    load()
    ended = "<REFERENCE_NUMBER>TAe.902</REFERENCE_NUMBER><DELISTED_ON>2026-01-01</DELISTED_ON>"
    text = edition(words={"<REFERENCE_NUMBER>TAe.902</REFERENCE_NUMBER>": ended})

    assert load(text, expected=["TA"]).counts["delisted"] == 1
    assert notice(REEDS).status == "CANCELLED"


def test_a_new_dataid_under_the_old_reference_is_an_update():
    load()

    outcome = load(edition(words={"<DATAID>9900003<": "<DATAID>9977777<"}))

    counts = outcome.counts
    assert (counts["created"], counts["updated"], counts["delisted"]) == (0, 1, 0)
    assert notice(PAK).un_data_id == "9977777"


def test_a_list_without_most_of_the_notices_is_refused_unless_it_is_meant():
    load()
    rest = edition(without=[PAK, LANTERN])
    before = state_of_everything()

    with pytest.raises(ListRefused, match=r"2 of 5 notices are missing .* more than 30 %"):
        load(rest)

    assert state_of_everything() == before
    assert load(rest, delist_anyway=True).counts["delisted"] == 2


def test_an_older_edition_is_refused_unless_it_is_meant():
    load()
    older = edition(at="2021-02-01T00:00:00Z")

    with pytest.raises(
        ListRefused, match="made on 2021-02-01, the one already loaded on 2021-04-01"
    ):
        load(older)

    assert load(older, older_anyway=True).counts["unchanged"] == 5


def test_a_reference_given_to_another_record_is_refused():
    load()
    load(edition(without=[PAK]))
    text = edition(without=[PAK], words={"CDi.902": PAK})

    with pytest.raises(ListRefused, match="than before: KPi.903: PAK SANG-SANG, OLGA"):
        load(text)


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ({"<LISTED_ON>2020-12-01<": "<LISTED_ON>1 December<"}, r"Line \d+, element LISTED_ON"),
        ({"</ENTITIES>": ""}, r"Line \d+, element ENTITIES"),
        ({"<DATAID>9900102<": "<DATAID>9900101<"}, r"Line \d+, element DATAID"),
    ],
)
def test_a_broken_file_changes_nothing_and_says_where_it_broke(words, where):
    load()
    before = state_of_everything()

    with pytest.raises(ListRefused, match=where):
        load(edition(without=[PAK], words=words))

    assert state_of_everything() == before


def test_what_breaks_off_in_the_middle_changes_nothing():
    def breaks(done, total):
        if done == total:
            raise RuntimeError("the lights went out")

    row = confirmed()
    before = state_of_everything()

    with pytest.raises(RuntimeError):
        importing.load(opened(edition()), row, by=row.decided_by, tell=breaks)

    assert state_of_everything() == before


def test_one_message_tells_every_other_office_how_many_and_which():
    load()
    load(edition(without=[PAK], words={"Olya Sever": "Olya Severnaya"}))

    message = Message.objects.filter(type="notice.un_list_updated").latest("sent_at")
    assert message.data == {
        "counts": {"added": 0, "changed": 1, "delisted": 1},
        "added": [], "changed": [OLGA], "delisted": [PAK],
    }  # fmt: skip
    assert {"KEN", "PRT", "BRA"} <= set(message.recipients)
    assert "AGY" not in message.recipients


def test_the_ledger_has_one_step_for_the_import_and_one_for_each_notice(sato):
    load()

    whole = Event.objects.get(verb="notice.un_list_import")
    assert whole.actor == sato
    assert whole.data["created"] == 5
    assert whole.data["made_at"][:10] == "2021-04-01"
    assert whole.data["sha256"] == UnListEdition.objects.get().sha256
    assert Event.objects.filter(verb="notice.add", seq__isnull=False).count() == 5


def test_an_officer_who_keeps_no_lists_and_a_system_bring_none(pierre, wanjiku, lindqvist, auditor):
    for officer in (pierre, wanjiku, lindqvist, auditor, roles.system()):
        with pytest.raises(NotPermitted):
            brought(by=officer)


def test_the_number_of_statements_does_not_grow_with_what_is_unchanged(
    django_assert_max_num_queries,
):
    load()
    again = confirmed()

    with django_assert_max_num_queries(40):
        importing.load(opened(edition()), again, by=again.decided_by)
