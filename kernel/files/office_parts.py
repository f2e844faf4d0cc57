"""The parts of Word and Excel documents: each is read, and only what is known to lie still passes.

Parts, relationships and fields that are not listed here may run, load or hold something, today or
in the next edition (ECMA-376 part 1 §17.16.5 for fields, part 2 §9.3 for relationships).
"""

import io
import re
import zipfile
from typing import Any

from defusedxml import ElementTree

from kernel.files.unreadable import Unreadable

MAX_PART_BYTES = 64 * 1024 * 1024  # of one part, unpacked
MAX_RELATIONS_BYTES = 1024 * 1024
MAX_FORMULA_CHARACTERS = 10_000  # Excel takes 8,192
MAX_DEPTH = 1  # of tables inside a document, behind its charts

_READ = (".xml", ".rels", ".vml", ".svg")
_STILL = re.compile(
    r"(?:.*/)?(?:media|theme|thumbnail|docprops)/[^/]+\.(?:png|jpe?g|gif|emf|wmf|tiff?|bmp|wdp)"
    r"|docprops/thumbnail\.(?:jpe?g|png|emf|wmf)|word/fonts/[^/]+\.(?:odttf|fntdata)"
    r"|xl/printersettings/printersettings\d*\.bin|_xmlsignatures/origin\.sigs"
)
_INSIDE = re.compile(r"(?:word|xl)/embeddings/[^/]+\.(?:xlsx|docx)")
_FOLDERS = re.compile(
    r"(?:^|/)(?:customui|activex|macrosheets|dialogsheets|webextensions|externallinks|querytables"
    r"|connections\.xml|vba[^/]*)(?:/|$)"
)
# By the last word of their type; what isn't here is refused.
RELATIONS = {
    *("calcchain", "chart", "chartcolorstyle", "chartex", "chartsheet", "chartstyle"),
    *("chartusershapes", "classificationlabels", "comments", "commentsextended"),
    *("commentsextensible", "commentsids", "core-properties", "ctrlprop"),
    *("custom-properties", "customxml", "customxmlprops", "diagramcolors"),
    *("diagramdata", "diagramdrawing", "diagramlayout", "diagramquickstyle"),
    *("digital-signature", "drawing", "endnotes", "extended-properties", "font"),
    *("fonttable", "footer", "footnotes", "glossarydocument", "header", "hyperlink"),
    *("image", "metadata", "numbering", "officedocument", "origin", "package"),
    *("people", "person", "pivotcachedefinition", "pivotcacherecords", "pivottable"),
    *("printersettings", "rdarray", "rdrichvalue", "rdrichvaluestructure"),
    *("rdrichvaluetypes", "rdsupportingpropertybag", "revisionheaders", "revisionlog"),
    *("richvaluerel", "settings", "sharedstrings", "sheetmetadata", "slicer"),
    *("slicercache", "styles", "styleswitheffects", "table", "tablesinglecells"),
    *("tasks", "theme", "themeoverride", "threadedcomment", "thumbnail", "timeline"),
    *("timelinecache", "usernames", "vmldrawing", "websettings", "worksheet"),
}
FIELDS = {
    *("ADDIN", "ADVANCE", "AUTHOR", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "BARCODE"),
    *("BIBLIOGRAPHY", "BIDIOUTLINE", "CITATION", "COMMENTS", "CREATEDATE", "DATE"),
    *("DOCPROPERTY", "DOCVARIABLE", "EDITTIME", "EQ", "FILENAME", "FILESIZE"),
    *("FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "HYPERLINK", "IF", "INDEX"),
    *("KEYWORDS", "LASTSAVEDBY", "LISTNUM", "MERGEFIELD", "NOTEREF", "NUMCHARS"),
    *("NUMPAGES", "NUMWORDS", "PAGE", "PAGEREF", "PRINTDATE", "REF", "REVNUM"),
    *("SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF", "SUBJECT", "SYMBOL"),
    *("TA", "TC", "TEMPLATE", "TIME", "TITLE", "TOA", "TOC", "USERADDRESS"),
    *("USERINITIALS", "USERNAME", "XE"),
}
_ELEMENTS = {
    *("altchunk", "attachedtemplate", "connection", "control", "customui"),
    *("datamashup", "datasource", "ddeitems", "ddelink", "externalbook"),
    *("externalreference", "foreignobject", "frameset", "mailmerge", "object"),
    *("olelink", "olelinks", "oleobject", "querytable", "script", "subdoc", "taskpane"),
    *("webextension", "webpublishitems"),
}
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\|\\/|/\\)", re.IGNORECASE)
_POINTERS = {"href", "link"}
_CALLS = re.compile(
    r"(?:^|[^A-Z0-9_.])(?:_XLFN\.|_XLL\.|_XLWS\.)*"
    r"(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|STOCKHISTORY|SQL\.REQUEST|DDE[A-Z]*)\s*\(",
    re.IGNORECASE,
)
_HYPERLINK = re.compile(r'HYPERLINK\s*\(\s*(?!"(?:https?://|mailto:|#))', re.IGNORECASE)
_STRINGS = re.compile(r'"[^"]*"')
_FIELD_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\[lmno]\b|"?(?:https?://|mailto:|#))', re.IGNORECASE)
_AUTO = re.compile(r"(?:_xlnm\.)?auto_?(?:open|close|activate|deactivate)", re.IGNORECASE)


def acts(packed: zipfile.ZipFile, content: bytes, depth: int = 0) -> bool:
    """Whether a document of Word or Excel holds anything that is not known to lie still.

    Raises Unreadable, and what zipfile and the parser of XML raise for what is broken.
    """
    if content[-22:-18] != b"PK\x05\x06":
        return True  # something stands behind the archive
    for part in packed.infolist():
        name = part.filename.lower()
        if part.is_dir():
            continue
        if _FOLDERS.search(name):
            return True
        if name.endswith(_READ):
            if _part_acts(packed, part, name):
                return True
        elif _INSIDE.fullmatch(name):
            if depth >= MAX_DEPTH or _inside_acts(packed, part, depth):
                return True
        elif not _STILL.fullmatch(name):
            return True
    return False


def _inside_acts(packed: zipfile.ZipFile, part: zipfile.ZipInfo, depth: int) -> bool:
    content = _whole(packed, part, MAX_PART_BYTES)
    with zipfile.ZipFile(io.BytesIO(content)) as inner:
        return acts(inner, content, depth + 1)


def _part_acts(packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bool:
    """Whether a part in XML acts: by its relationships, fields, formulas, elements or pointers."""
    if name.endswith(".rels"):
        root = ElementTree.fromstring(_whole(packed, part, MAX_RELATIONS_BYTES))
        return any(_relation_acts(one.attrib) for one in root)
    if part.file_size > MAX_PART_BYTES:
        raise Unreadable
    fields = _Fields()
    with packed.open(part) as stream:
        for event, element in ElementTree.iterparse(stream, ("start", "end")):
            tag = _local(element.tag)
            if event == "start":
                acts_itself = tag in _ELEMENTS or _attributes_act(tag, element.attrib)
                if acts_itself or fields.opens(tag, element):
                    return True
            else:
                if _text_acts(tag, element.text or "") or fields.closes(tag, element.text or ""):
                    return True
                if tag not in {"p", "t", "r", "instrtext"}:
                    element.clear()
    return fields.is_open


def _relation_acts(said: Any) -> bool:
    kind = said.get("Type", "").rpartition("/")[2].lower()
    target, mode = said.get("Target", ""), said.get("TargetMode", "").lower()
    if kind not in RELATIONS:
        return True
    if mode == "external":
        return kind != "hyperlink" or not _LINK.match(target)
    return mode not in {"", "internal"} or bool(_ELSEWHERE.match(target))


def _attributes_act(tag: str, said: Any) -> bool:
    for key, value in said.items():
        name = _local(key)
        if name in _POINTERS and _ELSEWHERE.match(value) and not _LINK.match(value):
            return True
        if name == "src" and _ELSEWHERE.match(value):
            return True
        if name == "macro" and value or name == "action" and value.lower().startswith("ppaction:"):
            return True
        if name == "contenttype" and "macroenabled" in value.lower():
            return True
        if tag == "definedname" and (
            name in {"vbprocedure", "xlm", "function"}
            and value not in {"0", "false"}
            or name == "name"
            and _AUTO.match(value)
        ):
            return True
    return False


def _text_acts(tag: str, text: str) -> bool:
    """Whether a formula calls another program or the network, or a DDE conversation (a|b!c)."""
    if tag not in {"f", "definedname", "formula", "formula1", "formula2"}:
        return False
    if len(text) > MAX_FORMULA_CHARACTERS:
        raise Unreadable
    bare = _STRINGS.sub('""', text)
    return "|" in bare or bool(_CALLS.search(bare)) or bool(_HYPERLINK.search(text))


class _Fields:
    """The fields of a part of Word, whose code may stand in many runs and hold other fields."""

    def __init__(self) -> None:
        self._codes: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether a field has no end, and so another one than we read."""
        return bool(self._codes)

    def opens(self, tag: str, element: Any) -> bool:
        """Take in the beginning of an element; whether it is a field that acts."""
        said = {_local(key): value for key, value in element.attrib.items()}
        if tag == "fldsimple":
            return _field_acts(said.get("instr", ""))
        if tag != "fldchar":
            return False
        kind = said.get("fldchartype", "")
        if kind == "begin":
            if self._codes and not self._codes[-1].split():
                return True  # its name would be made by another field
            self._codes.append("")
        elif kind in {"separate", "end"}:
            if not self._codes:
                return True
            if _field_acts(self._codes[-1]):
                return True
            if kind == "end":
                self._codes.pop()
        return False

    def closes(self, tag: str, text: str) -> bool:
        """Take in the text of a field's code; whether it stands where none is."""
        if tag in {"instrtext", "delinstrtext"}:
            if not self._codes:
                return bool(text.strip()) and _field_acts(text)
            self._codes[-1] += text
        return False


def _field_acts(code: str) -> bool:
    words = code.split()
    if not words:
        return True
    name = words[0].upper()
    if name.startswith("="):
        return False
    return name not in FIELDS or name == "HYPERLINK" and not _FIELD_LINK.match(code)


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _whole(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    with packed.open(part) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Unreadable
    return content
