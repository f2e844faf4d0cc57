"""Comparing two editions of the UN list: by what they say, not by how it is laid out."""

import io
from pathlib import Path

from notices.un_list import reading
from notices.un_list.changes import compare

SMALL = (Path(__file__).parent / "data" / "un_list_small.xml").read_text(encoding="utf-8")


def edition(text=SMALL):
    return list(reading.read(io.BytesIO(text.encode())))


def without(text, tag, reference):
    at = text.index(f">{reference}<")
    start, end = text.rindex(f"<{tag}>", 0, at), text.index(f"</{tag}>", at) + len(tag) + 3
    return text[:start] + text[end:]


def test_the_same_edition_changes_nothing():
    changes = compare(edition(), edition())

    assert (changes.added, changes.updated, changes.delisted) == ((), (), ())
    assert changes.unchanged == 5


def test_what_vanished_is_delisted_and_what_came_is_added():
    less = without(SMALL, "INDIVIDUAL", "CDi.902")

    assert [r.reference for r in compare(edition(), edition(less)).delisted] == ["CDi.902"]
    assert [r.reference for r in compare(edition(less), edition()).added] == ["CDi.902"]


def test_a_record_that_says_something_else_is_updated():
    changes = compare(edition(), edition(SMALL.replace("Olya Sever", "Olya Yug")))

    ((old, new),) = changes.updated
    assert new.reference == "CDi.902" and new.aliases != old.aliases
    assert changes.unchanged == 4


def test_another_order_of_aliases_and_other_line_breaks_change_nothing():
    blue = "Blue Lamp Company"
    text = SMALL.replace("paragraph 4 of resolution", "paragraph 4\n     of resolution")
    start, end = text.index("<ENTITY_ALIAS>"), text.index("<ENTITY_ADDRESS>")
    first, second = text[start:end].split("</ENTITY_ALIAS>")[:2]
    text = text[:start] + f"{second}</ENTITY_ALIAS>{first}</ENTITY_ALIAS>" + text[end:]
    assert text.index("Green Lantern") < text.index(blue)

    changes = compare(edition(), edition(text))

    assert (changes.updated, changes.unchanged) == ((), 5)


def test_a_new_data_id_under_the_same_reference_is_an_update_and_no_delisting():
    changes = compare(edition(), edition(SMALL.replace("9900002", "9900777")))

    assert (changes.added, changes.delisted) == ((), ())
    assert [new.data_id for _, new in changes.updated] == ["9900777"]


def test_a_new_reference_under_the_same_data_id_is_another_record():
    changes = compare(edition(), edition(SMALL.replace("CDi.902", "CDi.912")))

    assert [new.reference for new in changes.added] == ["CDi.912"]
    assert [old.reference for old in changes.delisted] == ["CDi.902"]
    assert changes.updated == ()


def test_a_data_id_taken_over_by_another_record_is_matched_by_the_reference():
    swapped = SMALL.replace("9900002", "§").replace("9900003", "9900002").replace("§", "9900003")

    changes = compare(edition(), edition(swapped))

    assert (changes.added, changes.delisted) == ((), ())
    assert len(changes.updated) == 2
