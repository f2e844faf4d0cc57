"""Files that hold others, known whole: what they are, and whether something in them acts.

Office's and OpenDocument's documents are archives (ECMA-376 part 2; ODF 1.3 part 2), messages of
Outlook are storages (MS-OXMSG), and messages of others are text with parts (RFC 5322, 2045).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

import olefile
from PIL import Image

from kernel.files import active_content, pdf_actions, types
from kernel.files.types import EXCEL, MAIL, ODS, ODT, OLE, OUTLOOK, PDF, TIFF, UNKNOWN, WORD, ZIP
from kernel.files.unreadable import Unreadable

WHOLE = {ZIP, OLE, MAIL, TIFF}  # types of which the beginning says too little
MAX_PARTS_OF_A_MESSAGE = 500
_MAIN = {re.compile(r"word/document\d*\.xml"): WORD, re.compile(r"xl/workbook\d*\.xml"): EXCEL}
_OPEN_DOCUMENTS = {ODT.encode(): ODT, ODS.encode(): ODS}
_NAMES_OF_ATTACHED = ("3707001F", "3704001F", "3707001E", "3704001E")  # MS-OXPROPS 2.587, 2.595


def media_type(kind: str, content: bytes) -> str:
    """The type of a file that begins as `kind`. Raises Unreadable."""
    if kind == ZIP:
        return _zipped(content)
    if kind == OLE:
        return _stored(content)
    if kind == TIFF:
        return _drawn(content)
    return kind


def acts(kind: str, content: bytes) -> bool:
    """Whether this whole file of a type that we take runs, loads or hides something.

    Raises Unreadable.
    """
    if kind == PDF:
        return pdf_actions.acts(content)
    if kind in types.PACKED:
        return active_content.is_active_office(content)
    if kind == MAIL:
        return any(_attached_acts(*one) for one in _parts_of_mail(content))
    if kind == OUTLOOK:
        return any(_attached_acts(*one) for one in _parts_of_outlook(content))
    return False


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                return _OPEN_DOCUMENTS.get(packed.read("mimetype").strip(), UNKNOWN)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Unreadable from None
    if "[Content_Types].xml" not in names:
        return UNKNOWN
    found = {kind for main, kind in _MAIN.items() if any(main.fullmatch(name) for name in names)}
    return found.pop() if len(found) == 1 else UNKNOWN


def _stored(content: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as storage:
            return OUTLOOK if storage.exists("__properties_version1.0") else UNKNOWN
    except Exception:  # what a hostile storage raises is told nowhere
        raise Unreadable from None


def _drawn(content: bytes) -> str:
    try:
        with Image.open(io.BytesIO(content), formats=["TIFF"]) as image:
            return TIFF if image.width and image.height else UNKNOWN
    except Exception:  # Pillow raises many kinds; each means "not a whole picture"
        raise Unreadable from None


def _parts_of_mail(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of what is attached to a message, and to those inside it."""
    try:
        message: Message = message_from_bytes(content)
        for number, part in enumerate(message.walk()):
            if number > MAX_PARTS_OF_A_MESSAGE:
                raise Unreadable
            if part.is_multipart():
                continue
            name = part.get_filename() or ""
            payload = part.get_payload(decode=True)
            yield name, payload if isinstance(payload, bytes) else b""
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        raise Unreadable from None


def _parts_of_outlook(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as storage:
            for place in storage.listdir(streams=True, storages=False)[:50_000]:
                kind = place[-1].rpartition("_")[2].upper()
                if kind in _NAMES_OF_ATTACHED:
                    coded = storage.openstream(place).read()
                    yield (
                        coded.decode("utf-16-le" if kind[-1] == "F" else "latin-1", "replace"),
                        b"",
                    )
                elif kind.startswith("3701"):
                    yield "", storage.openstream(place).read()
    except Exception:  # as above
        raise Unreadable from None


def _attached_acts(name: str, content: bytes) -> bool:
    """Whether an attachment is of the kind that is refused by itself: programs and archives too."""
    if active_content.is_runnable(name.strip("\0")) or types.is_program(content):
        return True
    if types.has_archive_sign(content[: types.ARCHIVE_SIGN_BYTES]):
        return True
    if content.startswith(b"%PDF-"):
        return pdf_actions.acts(content)
    if not content.startswith(b"PK\x03\x04"):
        return False
    kind = _zipped(content)
    return kind == UNKNOWN or acts(kind, content)
