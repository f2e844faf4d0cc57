"""Types of files, told by their content; only what is plain text is told apart by its name too."""

import codecs
import io
import re
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from kernel.errors import NotReady

MOST_NAME_CHARACTERS = 255
PDF, TEXT, XML = "application/pdf", "text/plain", "application/xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MAIL, OUTLOOK = "message/rfc822", "application/vnd.ms-outlook"
TIFF, HEIC = "image/tiff", "image/heic"
PHOTOS = {"image/jpeg", "image/png", "image/webp"}
PACKED = {WORD, EXCEL, ODT, ODS}
DOCUMENTS = PHOTOS | PACKED | {PDF, TEXT, MAIL, OUTLOOK, TIFF, HEIC}
UNKNOWN = "application/octet-stream"
# What a file may still become when it is known whole (kernel/files/containers.py).
ZIP, OLE = "application/zip", "application/x-ole-storage"
MAY_BECOME = {ZIP: PACKED, OLE: {OUTLOOK}}

PHOTO_MEGAPIXELS, PICTURE_MEGAPIXELS = 50, 100
# A reader that looks for these takes them from here on; no honest picture begins with them.
_DRESSED = (b"%pdf-", b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"#!/")
_WEBP = {b"WEBPVP8 ", b"WEBPVP8L", b"WEBPVP8X"}
_TIFF = (b"II*\0", b"MM\0*")
_HEIC = {b"heic", b"heix", b"heim", b"heis"}
_BOM, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The end of an archive's index (APPNOTE 4.3.16): on one disk, with as many entries here as in all.
_INDEX = re.compile(rb"PK\x05\x06\0\0\0\0(..)\1", re.DOTALL)
_ARCHIVES = re.compile(rb"Rar!\x1a\x07[\0\x01]|7z\xbc\xaf\x27\x1c|MSCF\0\0\0\0|\xfd7zXZ\0")
ARCHIVE_SIGN_BYTES = 8  # the longest of these
# How names of a type end; the first is the usual one. A .csv is none of a text: what begins with
# "=" in it is a command to whoever opens it as a table.
ENDINGS = {
    PDF: ("pdf",),
    TEXT: ("txt", "text", "log", "md"),
    XML: ("xml",),
    MAIL: ("eml",),
    OUTLOOK: ("msg",),
    WORD: ("docx",),
    EXCEL: ("xlsx",),
    ODT: ("odt",),
    ODS: ("ods",),
    TIFF: ("tif", "tiff"),
    HEIC: ("heic", "heif"),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
}
_ROOT = re.compile(
    r"\s*(?:<\?xml\s[^<>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<([A-Za-z_][\w.-]*)[\s/>]", re.DOTALL
)
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_READ_AS = _IMAGES | {"MPO": "image/jpeg"}  # a telephone's JPEG with a second picture behind it


def begins_as(head: bytes, name: str) -> str:
    """The media type of a file that begins with `head` (up to 1 MiB); UNKNOWN refuses it.

    ZIP and OLE are decided when the file is known whole. A file that is two things at once, or a
    script dressed as text, is UNKNOWN. Raises NotReady for a picture with too many pixels, and for
    text that is not in UTF-8.
    """
    if head.removeprefix(_BOM).startswith(b"%PDF-"):
        return PDF
    for start, kind in ((b"PK\x03\x04", ZIP), (_OLE, OLE)):
        if head.startswith(start):
            return kind
    if picture := _picture(head, name):
        return UNKNOWN if any(word in head[:1024].lower() for word in _DRESSED) else picture
    if name.lower().endswith(".eml") and _HEADER.match(head.removeprefix(_BOM)):
        return MAIL
    if _is_xml(head):
        return XML
    return TEXT if _is_text(head, name) else UNKNOWN


def named(name: str, kind: str) -> str:
    """The name, ending as names of this type do: a PDF that was called x.png is x.png.pdf."""
    endings = ENDINGS.get(kind, ())
    if not endings or name.rpartition(".")[2].lower() in endings:
        return name
    return f"{name[: MOST_NAME_CHARACTERS - len(endings[0]) - 1]}.{endings[0]}"


def may_become(kind: str, allowed: set[str]) -> bool:
    """Whether a file that begins so may turn out to be of an allowed type."""
    return bool(MAY_BECOME.get(kind, {kind}) & allowed)


def holds_archive(tail: bytes) -> bool:
    """Whether a file that ends with `tail` (64 KiB or more) can be opened as an archive."""
    return _INDEX.search(tail) is not None


def has_archive_sign(content: bytes) -> bool:
    """Whether an archive of another kind begins somewhere in this."""
    return _ARCHIVES.search(content) is not None


def is_program(content: bytes) -> bool:
    """Whether a system would run this: a program or a script."""
    return content.startswith((b"#!", b"\x7fELF")) or content[:2] == b"MZ" and b"\0" in content[:64]


def not_utf8(name: str) -> NotReady:
    """The refusal of text in another encoding, which would have to be guessed."""
    return NotReady(
        _("%(name)s is text, but not in UTF-8. Save it as UTF-8 and send that.") % {"name": name}
    )


def too_many_pixels(name: str, limit: int) -> NotReady:
    """The refusal of a picture that is too large to be shown."""
    return NotReady(
        _("%(name)s has more than %(limit)s megapixels. Send a smaller picture.")
        % {"name": name, "limit": limit}
    )


def _picture(head: bytes, name: str) -> str:
    if head.startswith(b"RIFF") and head[8:16] in _WEBP:
        return "image/webp"  # by its signature: Pillow opens whole ones only
    if head.startswith(_TIFF):
        return TIFF
    if head[4:8] == b"ftyp":
        ends = min(int.from_bytes(head[:4], "big"), 256)
        brands = {head[at : at + 4] for at in (8, *range(16, ends, 4))}
        return HEIC if brands & _HEIC else ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(head), formats=list(_IMAGES)) as image:
                kind, pixels = _READ_AS[image.format or ""], image.width * image.height
    except Image.DecompressionBombError:
        raise too_many_pixels(name, PICTURE_MEGAPIXELS) from None
    except Exception:  # Pillow raises many kinds; each means "not an image that we take"
        return ""
    if pixels > PICTURE_MEGAPIXELS * 1_000_000:
        raise too_many_pixels(name, PICTURE_MEGAPIXELS)
    return kind


def _is_xml(head: bytes) -> bool:
    """Data in XML and UTF-8: neither a page or picture of the web, nor anything with a DOCTYPE."""
    try:
        start = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return False
    root = _ROOT.match(start)
    if root is None or "\0" in start or "<!doctype" in start.lower():
        return False
    return root[1].lower() not in {"html", "svg", "script", "body", "head"}


def _is_text(head: bytes, name: str) -> bool:
    if not name.lower().endswith((".txt", ".csv", ".log")):
        return False
    if head.startswith(_UTF16):
        raise not_utf8(name)
    if b"\0" in head:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        start = decoder.decode(head).lstrip("\ufeff \t\r\n\f\v")[:200].lower()
    except UnicodeDecodeError:
        if _CONTROLS.search(head):
            return False
        raise not_utf8(name) from None
    return not start.startswith(("#!", "<"))


def photo_bytes(content: bytes, name: str = "", longest: int = 1200) -> bytes:
    """A photograph drawn anew as JPEG: at most `longest` pixels, no metadata, no hidden payload.

    Raises ValueError when the content is not a whole image, NotReady when it has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(_IMAGES)) as image:
                if image.width * image.height > PHOTO_MEGAPIXELS * 1_000_000:
                    raise too_many_pixels(name, PHOTO_MEGAPIXELS)
                picture = ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError:
        raise too_many_pixels(name, PHOTO_MEGAPIXELS) from None
    except (OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error
    picture.thumbnail((longest, longest))
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
