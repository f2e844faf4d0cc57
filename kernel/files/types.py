"""Types of files, told by their content: the name and what a browser claims count for nothing."""

import codecs
import io
import re
import warnings

from PIL import Image, ImageOps

PHOTOS = {"image/jpeg", "image/png", "image/webp"}
DOCUMENTS = PHOTOS | {
    "application/pdf",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
UNKNOWN = "application/octet-stream"

_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A reader that looks for these takes them from here on; no honest picture begins with them.
_DRESSED = (b"%pdf-", b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"#!/")
_WEBP = {b"WEBPVP8 ", b"WEBPVP8L", b"WEBPVP8X"}
# The end of an archive's index (APPNOTE 4.3.16): on one disk, with as many entries here as in all.
_INDEX = re.compile(rb"PK\x05\x06\0\0\0\0(..)\1", re.DOTALL)
ARCHIVES = set(_OFFICE.values())
ENDINGS = dict(zip(_OFFICE.values(), ("docx", "xlsx"), strict=True)) | {"text/plain": "txt"}
_ROOT = re.compile(
    r"\s*(?:<\?xml\s[^<>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<([A-Za-z_][\w.-]*)[\s/>]", re.DOTALL
)
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def media_type_of(head: bytes, name: str) -> str:
    """The media type of a file that begins with `head` (up to 1 MiB); UNKNOWN refuses it.

    A file that is two things at once, or a script dressed as text, is UNKNOWN.
    """
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(head)
    if image := _image(head):
        return UNKNOWN if any(word in head[:1024].lower() for word in _DRESSED) else image
    if _is_xml(head):
        return "application/xml"
    return "text/plain" if _is_text(head, name) else UNKNOWN


def holds_archive(tail: bytes) -> bool:
    """Whether a file that ends with `tail` (64 KiB or more) can be opened as an archive."""
    return _INDEX.search(tail) is not None


def _image(head: bytes) -> str:
    if head.startswith(b"RIFF") and head[8:16] in _WEBP:
        return "image/webp"  # by its signature: Pillow opens whole ones only
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(head), formats=list(_IMAGES)) as image:
                return _IMAGES[image.format or ""]
    except Exception:  # Pillow raises many kinds; each means "not an image that we take"
        return ""


def _office(head: bytes) -> str:
    if b"[Content_Types].xml" not in head or b"vbaProject" in head:
        return UNKNOWN
    for folder, media_type in _OFFICE.items():
        if folder.encode() in head:
            return media_type
    return UNKNOWN


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
    if not name.lower().endswith((".txt", ".csv", ".log")) or b"\0" in head:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        start = decoder.decode(head).lstrip("\ufeff \t\r\n\f\v")[:200].lower()
    except UnicodeDecodeError:
        return False
    return not start.startswith(("#!", "<", "mz"))


def photo_bytes(content: bytes, longest: int = 1200) -> bytes:
    """A photograph drawn anew as JPEG: at most `longest` pixels, no metadata, no hidden payload.

    Raises ValueError when the content is not a whole image.
    """
    try:
        with Image.open(io.BytesIO(content), formats=list(_IMAGES)) as image:
            if image.width * image.height > 50_000_000:
                raise ValueError("more than 50 megapixels")
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    picture.thumbnail((longest, longest))
    picture.info = {}
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
