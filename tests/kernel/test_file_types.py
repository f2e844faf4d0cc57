"""What a file is follows from its content; what is two things at once is nothing that we take."""

import io

import pytest
from PIL import Image

from kernel.errors import NotReady
from kernel.files import containers
from kernel.files.types import UNKNOWN, begins_as, photo_bytes
from tests.kernel import samples

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def media_type_of(content: bytes, name: str) -> str:
    return containers.media_type(begins_as(content, name), content)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (samples.PDF, "letter.pdf", "application/pdf"),
        (samples.picture("JPEG"), "face.jpg", "image/jpeg"),
        (samples.picture("PNG"), "face.png", "image/png"),
        (samples.picture("WEBP"), "face.webp", "image/webp"),
        (samples.letter(), "letter.docx", WORD),
        ("Ελένη, أوكيلو".encode(), "names.txt", "text/plain"),
        ("\ufeffname;born\nЖуков;1979".encode(), "names.csv", "text/plain"),
    ],
)
def test_a_file_is_known_by_its_content(content, name, media_type):
    assert media_type_of(content, name) == media_type


def test_the_name_counts_for_nothing():
    assert media_type_of(samples.picture("PNG"), "letter.pdf") == "image/png"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.PROGRAM, "face.jpg"),
        (samples.PROGRAM, "readme.txt"),
        (samples.ELF, "letter.pdf"),
        (b"#!/bin/sh\nrm -rf /\n", "readme.txt"),
        (samples.SVG, "emblem.svg"),
        (samples.SVG, "emblem.png"),
        (samples.SVG, "emblem.txt"),
        (b"\xef\xbb\xbf" + samples.SVG, "emblem.txt"),
        (b" \n" * 300 + samples.HTML, "page.txt"),
        (samples.HTML, "page.html"),
        (samples.archive("evil.exe"), "letter.docx"),
        (b"plain\0bytes", "notes.txt"),
        (samples.picture("GIF"), "face.gif"),
        (samples.picture("BMP"), "face.bmp"),
        (b"", "nothing.pdf"),
    ],
)
def test_what_we_do_not_take_is_unknown(content, name):
    assert media_type_of(content, name) == UNKNOWN


@pytest.mark.parametrize(
    "comment", [samples.PDF, samples.HTML, b"<?php system($_GET[0]); ?>", samples.SVG]
)
def test_a_picture_that_is_also_something_else_is_unknown(comment):
    assert media_type_of(samples.picture("JPEG", comment=comment), "face.jpg") == UNKNOWN


def test_a_picture_that_claims_a_gigantic_size_is_refused_with_the_limit():
    with pytest.raises(NotReady, match=r"face\.png has more than 100 megapixels"):
        media_type_of(samples.huge_png(60_000, 60_000), "face.png")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_known_by_its_first_mebibyte(kind):
    content = samples.noise(kind, 1500)
    assert len(content) > 1024 * 1024

    assert begins_as(content[: 1024 * 1024], "face") == f"image/{kind.lower()}"


def test_a_photograph_is_drawn_anew_without_what_it_carried():
    exif = Image.Exif()
    exif[0x010E] = "taken in the safe house"
    carried = samples.picture("JPEG", (4000, 3000), exif=exif, comment=samples.HTML)

    drawn = photo_bytes(carried + samples.archive("evil.exe"))

    assert b"safe house" not in drawn and b"script" not in drawn and b"PK" not in drawn[-50:]
    assert Image.open(io.BytesIO(drawn)).size == (1200, 900)


def test_a_photograph_taken_upright_stays_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned

    drawn = photo_bytes(samples.picture("JPEG", (400, 300), exif=exif))

    assert Image.open(io.BytesIO(drawn)).size == (300, 400)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        samples.PROGRAM,
        samples.SVG,
        samples.picture()[:200],
        samples.huge_png(1_000, 1_000),
    ],
)
def test_what_is_no_whole_photograph_is_refused(content):
    with pytest.raises(ValueError):
        photo_bytes(content)


@pytest.mark.parametrize("side", [60_000, 9_000])
def test_a_photograph_with_too_many_pixels_is_refused_with_the_limit(side):
    with pytest.raises(NotReady, match=r"face\.png has more than 50 megapixels"):
        photo_bytes(samples.huge_png(side, side), "face.png")
