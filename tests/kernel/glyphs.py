"""Looks into a PDF: which glyphs its text was drawn with, and what its text says."""

import io
import re
import unicodedata
import zlib

import pypdf
import pypdfium2

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
SHOWN = re.compile(rb"\[((?:<[0-9a-fA-F]*>|[-0-9. e])+)\] ?TJ")
HEX = re.compile(rb"<([0-9a-fA-F]+)>")
# WeasyPrint numbers what a font lacks beyond its last glyph, and maps that number to the box.
BOX = re.compile(rb"^<[0-9a-fA-F]{4}> 0$", re.MULTILINE)


def drawn(pdf: bytes) -> list[int]:
    """Return the glyph numbers of all text."""
    numbers = []
    for stream in streams(pdf):
        for shown in SHOWN.findall(stream):
            digits = b"".join(HEX.findall(shown))
            numbers += [int(digits[at : at + 4], 16) for at in range(0, len(digits), 4)]
    return numbers


def boxes(pdf: bytes) -> int:
    """Return the number of places and characters for which no font had a glyph."""
    mapped = [found for stream in streams(pdf) for found in BOX.findall(stream)]
    return drawn(pdf).count(0) + len(mapped)


def streams(pdf: bytes) -> list[bytes]:
    """Return the unpacked streams of a PDF."""
    unpacked = []
    for packed in STREAM.findall(pdf):
        try:
            unpacked.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return unpacked


def text(pdf: bytes) -> str:
    """Return the text of all pages without white space, since lines break anywhere."""
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def readings(pdf: bytes) -> dict[str, str]:
    """Return the text of all pages by reader, in words: PDFium is that of most browsers."""
    pages = pypdfium2.PdfDocument(pdf)
    found = {
        "PDFium": " ".join(page.get_textpage().get_text_range() for page in pages),
        "pypdf": " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages),
    }
    return {reader: words(text) for reader, text in found.items()}


def words(text: str) -> str:
    """Return a text with single spaces, and its marks in one order for all."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def images(pdf: bytes) -> int:
    """Return the number of pixel images on all pages."""
    pages = pypdfium2.PdfDocument(pdf)
    kind = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    return sum(len(list(page.get_objects(filter=[kind]))) for page in pages)
