"""XML is told by its content; what a browser would run is not XML to us."""

import pytest

from kernel.files.types import UNKNOWN
from kernel.files.types import begins_as as media_type_of

LIST = b"<CONSOLIDATED_LIST dateGenerated='2031'><INDIVIDUALS/></CONSOLIDATED_LIST>"


@pytest.mark.parametrize(
    "head",
    [
        b"<?xml version='1.0' encoding='UTF-8'?>\n" + LIST,
        b"\xef\xbb\xbf<?xml version='1.0'?>" + LIST,
        b"<?xml version='1.0'?><!-- made\nby hand -->\n" + LIST,
        LIST,
    ],
)
def test_data_in_xml_are_known_whatever_the_file_is_called(head):
    assert media_type_of(head, "list.bin") == "application/xml"


@pytest.mark.parametrize(
    "head",
    [
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x/>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"<html><body>hello</body></html>",
        b"<HTML >",
        b"<?xml version='1.0' encoding='UTF-16'?>".decode().encode("utf-16"),
        b"<x>\0</x>",
        b"<x>\xff</x>",
        b"<?php echo 1; ?>",
        b"just words < and >",
        b"<!---->" * 50_000 + b"words",
    ],
)
def test_pages_pictures_declarations_and_other_encodings_are_not(head):
    assert media_type_of(head, "list.xml") == UNKNOWN


def test_a_head_cut_inside_a_letter_is_still_text():
    head = LIST.replace(b"2031", "ж".encode())

    assert media_type_of(head[: head.index("ж".encode()) + 1], "list.xml") == "application/xml"
