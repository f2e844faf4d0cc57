"""What an edition of the UN list would change, part by part, before anybody decides on it."""

import pytest

from notices.models import UnListChange
from notices.un_list import difference
from notices.un_list.difference import Line
from tests.notices.un_files import OLGA, TARIQ, edition, load, proposed

pytestmark = pytest.mark.django_db
WORDS = {
    "Olya Sever": "Olya Severnaya",
    "OLGA": "OLGINA",
    "<DATE>1961-05-17<": "<DATE>1961-05-18<",
    "previous address": "address of 2019",
}


def test_the_second_person_reads_each_part_before_and_after(signed_in, sato, adler):
    load()
    row = proposed(edition(words=WORDS))

    changed = UnListChange.objects.get(edition=row, reference=TARIQ)
    assert {part["field"]: (part["before"], part["after"]) for part in changed.fields} == {
        "addresses": (
            ["7 Quay Street, Bergen, Vestland, 5003, Norway, previous address"],
            ["7 Quay Street, Bergen, Vestland, 5003, Norway, address of 2019"],
        ),
        "births": (["1961-05-17"], ["1961-05-18"]),
    }
    for officer in (sato, adler):
        shown = signed_in(officer).get(f"{row.get_absolute_url()}?kind=UPDATED").content.decode()
        for words in ("<del><bdi>1961-05-17</bdi></del>", "<ins><bdi>1961-05-18</bdi></ins>",
                      "<del><bdi>OLGA VYDUMSKAYA</bdi></del>", "address of 2019"):  # fmt: skip
            assert words in shown, words


def test_of_a_new_record_the_page_says_who_it_is(signed_in, sato):
    row = proposed()

    new = UnListChange.objects.get(edition=row, reference=OLGA)
    told = {part["field"]: part["after"] for part in new.fields}
    assert told["list_type"] == ["DRC"]
    assert told["nationalities"] == ["Beta (until 2012)"]
    shown = signed_in(sato).get(row.get_absolute_url()).content.decode()
    assert "Beta (until 2012)" in shown and row.sha256 not in shown


def test_a_part_put_in_by_hand_gives_another_digest():
    row = proposed()
    rows = row.changes.values_list(*Line._fields)
    lines = [Line(*one) for one in rows]

    assert difference.digest(lines) == row.difference_sha256
    forged = [line._replace(fields=[]) for line in lines]
    assert difference.digest(forged) != row.difference_sha256
