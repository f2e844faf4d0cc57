"""A broken UN list is refused with the line and the element, before anything is made of it."""

import io
from pathlib import Path

import pytest

from notices.un_list import reading, xml_stream

SMALL = (Path(__file__).parent / "data" / "un_list_small.xml").read_bytes()


def refused(content):
    with pytest.raises(reading.UnListError) as refusal:
        reading.check(io.BytesIO(content))
    return refusal.value


def line_of(text):
    return SMALL[: SMALL.index(text)].count(b"\n") + 1


@pytest.mark.parametrize(
    "name", ["DATAID", "FIRST_NAME", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON"]
)
def test_a_record_without_a_required_element_is_refused(name):
    tag = name.encode()
    start = SMALL.index(b"<%s>" % tag)
    end = SMALL.index(b"</%s>" % tag) + len(tag) + 3

    error = refused(SMALL[:start] + SMALL[end:])

    assert (error.line, error.element) == (4, name)
    assert str(error) == f"Line 4, element {name}: INDIVIDUAL has no {name}."


def test_a_required_element_without_text_is_refused_on_its_own_line():
    error = refused(SMALL.replace(b"<LISTED_ON>2020-02-28<", b"<LISTED_ON> <"))

    assert (error.line, error.element) == (line_of(b">2020-02-28<"), "LISTED_ON")


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        (b"<LISTED_ON>2020-02-28<", b"<LISTED_ON>2020-02-30<", "LISTED_ON"),
        (b"<DATAID>9900002<", b"<DATAID>12x<", "DATAID"),
        (b">CDi.902<", b">CDe.902<", "REFERENCE_NUMBER"),
        (b">CDi.902<", b">902<", "REFERENCE_NUMBER"),
    ],
)
def test_a_required_element_that_is_not_what_it_should_be_is_refused(old, new, element):
    error = refused(SMALL.replace(old, new))

    assert (error.line, error.element) == (line_of(old), element)
    assert "isn't written like" in str(error)


def test_a_field_given_twice_is_refused():
    twice = b"<GENDER>Male</GENDER><GENDER>Female</GENDER>"

    error = refused(SMALL.replace(b"<GENDER>Male</GENDER>", twice))

    assert str(error) == "Line 14, element GENDER: INDIVIDUAL has more than one GENDER."


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [(b">9900002<", b">9900001<", "DATAID"), (b">SOe.901<", b">TAe.902<", "REFERENCE_NUMBER")],
)
def test_two_records_with_the_same_number_are_refused(old, new, element):
    error = refused(SMALL.replace(old, new))

    assert error.element == element
    assert "is already used by the record on line" in str(error)


def test_another_document_is_refused_by_its_first_element():
    error = refused(b"<?xml version='1.0'?>\n<html><body/></html>")

    assert (error.line, error.element) == (2, "html")
    assert "it isn't the UN list" in str(error)


def test_an_empty_file_is_refused():
    assert str(refused(b"")) == "The file is empty."


def test_a_list_without_any_record_is_refused_so_that_it_delists_nobody():
    nothing = b"<CONSOLIDATED_LIST><INDIVIDUALS/><ENTITIES/></CONSOLIDATED_LIST>"

    assert str(refused(nothing)) == "The list holds no individual and no entity."


def test_a_list_without_one_of_its_sections_is_refused():
    start = SMALL.index(b"<ENTITIES>")
    end = SMALL.index(b"</ENTITIES>") + len(b"</ENTITIES>")

    assert "no section ENTITIES" in str(refused(SMALL[:start] + SMALL[end:]))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_file_cut_short_is_refused_where_it_ends(share):
    cut = SMALL[: int(len(SMALL) * share)]

    error = refused(cut)

    assert error.line == cut.count(b"\n") + 1


def test_a_wrong_end_tag_is_refused_on_its_line():
    error = refused(SMALL.replace(b"</SECOND_NAME>", b"</SECOND>", 1))

    assert (error.line, error.element) == (line_of(b"</SECOND_NAME>"), "SECOND_NAME")
    assert "mismatched tag" in str(error)


def test_entities_are_refused_before_one_is_expanded():
    bomb = b"""<?xml version="1.0"?>
<!DOCTYPE lol [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>"""

    error = refused(bomb)

    assert error.line == 2
    assert "declares a document type or entities" in str(error)


def test_an_external_document_type_is_refused():
    outside = b'<!DOCTYPE CONSOLIDATED_LIST SYSTEM "file:///etc/passwd"><CONSOLIDATED_LIST/>'

    assert "declares a document type or entities" in str(refused(outside))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "shift_jis", "no-such-code"])
def test_a_file_that_declares_another_encoding_is_refused(encoding):
    other = SMALL.replace(b"'UTF-8'", b"'%s'" % encoding.encode())

    assert f"encoded in {encoding}; the list comes in UTF-8" in str(refused(other))


def test_bytes_that_are_not_utf_8_are_refused_on_their_line():
    error = refused(SMALL.replace(b">Bergen<", b">Troms\xf8<", 1))

    assert (error.line, error.element) == (line_of(b">Bergen<"), "CITY_OF_BIRTH")
    assert "isn't well-formed XML in UTF-8" in str(error)


def test_a_file_that_is_no_xml_is_refused():
    assert refused(b"PK\x03\x04 a zip file").line == 1


def test_elements_too_deep_are_refused():
    deep = b"<X>" * 50 + b"</X>" * 50

    assert "more than 8 deep" in str(refused(SMALL.replace(b"<SORT_KEY/>", deep, 1)))


def test_a_record_with_too_many_elements_or_too_much_text_is_refused(monkeypatch):
    many = refused(SMALL.replace(b"<SORT_KEY/>", b"<X/>" * 6_000, 1))
    long = refused(SMALL.replace(b"<COMMENTS1/>", b"<COMMENTS1>%s</COMMENTS1>" % (b"x" * 600_000)))

    assert "more than 5000 elements" in str(many)
    assert "more than 500000 characters" in str(long)


def test_a_tag_or_a_file_too_large_is_refused(monkeypatch):
    tag = refused(b'<CONSOLIDATED_LIST x="%s">' % (b"x" * 2_000_000))
    monkeypatch.setattr(xml_stream, "MAX_BYTES", 1024)
    file = refused(SMALL)

    assert "One tag or comment is larger" in str(tag)
    assert "The file is larger than" in str(file)


def test_the_reason_can_be_told_in_another_language():
    error = refused(b"")

    assert error.sentence(lambda text: text.upper()) == "THE FILE IS EMPTY."


def test_records_come_while_the_file_is_still_being_read():
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size=-1):
            self.asked += 1
            return SMALL[:8000] if self.asked == 1 else b" " * 10

    stream = Endless()

    assert next(reading.read(stream)).reference == "QDi.901"
    assert stream.asked == 1
