"""Documents that do something when they are opened: refused, with or without a virus scanner.

PDFs stand in pdf_actions.py. In Office's documents macros, controls and objects are parts, and what
is called up from elsewhere is a relationship (ECMA-376 part 2 §9.3); in OpenDocument's it is a link
of any element but text's own.
"""

import io
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree

from kernel.files import office_parts
from kernel.files.unreadable import Unreadable

MAX_OPEN_BYTES = 32 * 1024 * 1024  # of a part of an OpenDocument
MAX_PARTS = 5000
# What a system starts by itself when it is clicked on.
RUNNABLE = {
    *("app", "bat", "chm", "cmd", "com", "cpl", "dll", "docm", "dotm", "exe", "hta", "iso"),
    *("jar", "js", "jse", "lnk", "msc", "msi", "msp", "ps1", "pif", "pptm", "reg", "scf"),
    *("scr", "sh", "url", "vb", "vbe", "vbs", "wsf", "wsh", "xlam", "xlsm", "xltm"),
}

_PARTS = re.compile(
    r"(?:^|/)(?:vbaproject[^/]*|vbadata\.xml|macrosheets/.*|activex/.*|embeddings/.*\.bin)$"
    r"|^(?:basic|scripts|dialogs)/.|^object [^/]*$|\.(?:jar|class|js|py|bsh)$"
)
_OPEN = re.compile(r"(?:[^/]+/)?(?:content|styles|settings)\.xml")  # of a document or object in it
_OPEN_ACTS = {"event-listener", "dde-source", "dde-connection-decl", "applet", "plugin", "script"}
_OPEN_ACTS |= {"floating-frame", "cell-range-source"}
_HREF = "{http://www.w3.org/1999/xlink}href"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|\\\\|\.\.")


def is_runnable(name: str) -> bool:
    """Whether a name ends, or ends but for one ending, like a program: x.pdf.exe, x.exe.pdf."""
    return any(ending.strip().lower() in RUNNABLE for ending in name.split(".")[1:][-2:])


def is_active_office(content: bytes) -> bool:
    """Whether this whole document runs, loads or hides something. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _is_active_office(packed, content)
    except (zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, NotImplementedError):
        raise Unreadable from None
    except (RuntimeError, EOFError, ValueError, OSError):  # a password; cut off; a bad place
        raise Unreadable from None


def _is_active_office(packed: zipfile.ZipFile, content: bytes) -> bool:
    parts = packed.infolist()
    names = [part.filename.lower() for part in parts]
    if len(parts) > MAX_PARTS or len(set(names)) < len(names):
        raise Unreadable
    if any(_PARTS.search(name) for name in names):
        return True
    if "[content_types].xml" in names and office_parts.acts(packed, content):
        return True
    for part, name in zip(parts, names, strict=True):
        if _OPEN.fullmatch(name) and _open_document_acts(packed, part):
            return True
    return False


def _open_document_acts(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part of an OpenDocument listens to events, asks other programs or loads anything.

    A link to click on (text:a, draw:a) loads nothing by itself (ODF 1.3 part 3, 19.918).
    """
    if part.file_size > MAX_OPEN_BYTES:
        raise Unreadable
    with packed.open(part) as stream:
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            if event == "end":
                element.clear()
                continue
            tag = element.tag.rpartition("}")[2]
            if tag in _OPEN_ACTS:
                return True
            lies_at = element.get(_HREF, "").strip().lower()
            if tag != "a" and _ELSEWHERE.match(lies_at):
                return True
    return False
