"""What may not be kept is refused in a sentence; a file's name is never more than a name."""

import tracemalloc

import pytest

from kernel.errors import NotReady
from kernel.files import stored_files
from kernel.files.stored_files import CHUNK
from kernel.files.types import PHOTOS
from tests.kernel import samples

LONG = samples.PDF + bytes(2 * CHUNK)


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("../../etc/passwd", "etcpasswd.pdf"),
        ("..\\..\\boot.ini", "boot.ini.pdf"),
        ("/etc/shadow", "etcshadow.pdf"),
        ("face\u202egpj.png", "facegpj.png.pdf"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1.pdf"),
        ("nul\0byte.pdf", "nulbyte.pdf"),
        ("...", "file.pdf"),
        ("", "file.pdf"),
        ("أوكيلو دانيال.pdf", "أوكيلو دانيال.pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_a_name_is_a_name_and_no_path(kept, given, kept_as):
    stored = kept(samples.PDF, given)

    assert stored.original_name == kept_as
    assert stored_files.path_of(stored).name == stored.id.hex


def test_an_empty_file_is_refused(refusal):
    assert refusal(b"", "letter.pdf") == "The file letter.pdf is empty. Choose another one."


def test_a_file_that_is_too_large_is_refused(refusal):
    assert "letter.pdf is larger than 1 MB." in refusal(LONG, limit=CHUNK)
    assert "letter.pdf is larger than 2 MB." in refusal(LONG, limit=2 * CHUNK)


def test_a_renamed_program_is_refused_with_the_types_that_would_do(refusal):
    said = refusal(samples.PROGRAM, "face.jpg", allowed=PHOTOS)

    assert said == (
        "face.jpg is not of a type that can be kept here. Choose one of: jpg, png, webp."
    )


def test_a_script_dressed_as_a_picture_is_refused(refusal):
    assert refusal(samples.SVG, "emblem.png", allowed=PHOTOS)


def test_a_document_is_no_photograph(refusal):
    assert refusal(samples.PDF, "face.jpg", allowed=PHOTOS)


def test_the_sentence_shows_no_name_that_turns_itself_round(refusal):
    assert "\u202e" not in refusal(samples.PROGRAM, "face\u202egpj.exe", allowed=PHOTOS)
    assert "\u202e" not in refusal(b"", "face\u202egpj.exe")


@pytest.mark.parametrize("outside", [samples.PDF, samples.picture("JPEG"), LONG])
def test_a_file_that_is_an_archive_too_is_refused(refusal, outside):
    assert "is not of a type" in refusal(outside + samples.archive("evil.exe"), "letter.pdf")


def test_a_document_that_is_an_archive_by_nature_is_kept(kept):
    assert b"".join(stored_files.read(kept(samples.letter(), "letter.docx"))) == samples.letter()


def test_what_would_unpack_to_gigabytes_is_never_unpacked(kept):
    bomb = samples.archive(
        "[Content_Types].xml", "word/document.xml", content=bytes(50 * 1024 * 1024)
    )

    tracemalloc.start()
    with pytest.raises(NotReady, match="cannot be looked into"):
        kept(bomb, "letter.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8 * 1024 * 1024
