"""XML of the UN list as a stream: one record at a time, refusing what could do harm.

A DOCTYPE is refused before anything in it is read, so no entity can be declared, expanded or
fetched; size, depth and the length of one record are bounded, so memory is too.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, NoReturn
from xml.parsers import expat

ROOT = "CONSOLIDATED_LIST"
SECTIONS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}

MAX_BYTES = 64 * 1024 * 1024
MAX_UNREAD_BYTES = 1024 * 1024
MAX_DEPTH = 8
MAX_RECORD_ELEMENTS = 5_000
MAX_RECORD_CHARACTERS = 500_000
CHUNK_BYTES = 64 * 1024


def _(sentence: str) -> str:
    """Mark a sentence for translation; whoever shows the error translates it."""
    return sentence


UNKNOWN_ELEMENT = _("unknown element")
UNKNOWN_ATTRIBUTE = _("unknown attribute")
STRAY_TEXT = _("text where none belongs")
NOT_UNDERSTOOD = _("value not understood")
TWICE = _("record that says the same as another under other numbers")


class UnListError(Exception):
    """The file can't be used. `reason` is a sentence with %(…)s places for `facts`."""

    def __init__(self, reason: str, *, line: int = 0, element: str = "", **facts: object):
        self.reason, self.line, self.element, self.facts = reason, line, element, facts
        super().__init__(reason, line, element)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Where the file broke and why, as one sentence."""
        facts = {**self.facts, "line": self.line, "element": self.element}
        said = translate(self.reason) % facts
        if self.line and self.element:
            return translate(_("Line %(line)d, element %(element)s: ")) % facts + said
        return translate(_("Line %(line)d: ")) % facts + said if self.line else said

    def __str__(self) -> str:
        return self.sentence()


@dataclass(slots=True)
class Element:
    """One XML element with the line it starts on."""

    name: str
    line: int
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UnListWarning:
    """Something that was kept but not understood, first on `line` and `count` times in all."""

    path: str
    reason: str
    line: int
    count: int


class ListStream:
    """The records of one file, in order. Iterating raises UnListError at the first fault.

    `generated_at` is known once the first record has come, `warnings` are complete at the end.
    """

    def __init__(self, stream: IO[bytes]):
        self.generated_at = ""
        self._warned: dict[tuple[str, str], list[int]] = {}
        self._stream = stream
        self._open: list[Element] = []
        self._ready: deque[Element] = deque()
        self._sections: set[str] = set()
        self._elements = self._text = 0
        self._parser = self._make_parser()

    def __iter__(self) -> Iterator[Element]:
        size = 0
        while chunk := self._stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > MAX_BYTES:
                self._refuse(_("The file is larger than %(limit)d MB."), limit=MAX_BYTES >> 20)
            self._parse(chunk)
            # Expat looks again at everything it couldn't finish: one endless tag would cost
            # the square of its length.
            if size - max(self._parser.CurrentByteIndex, 0) > MAX_UNREAD_BYTES:
                self._refuse(_("One tag or comment is larger than %(limit)d kB."), limit=1024)
            yield from self._drain()
        if not size:
            raise UnListError(_("The file is empty."))
        self._parse(b"", final=True)
        yield from self._drain()
        for section in SECTIONS.keys() - self._sections:
            self._refuse(_("The file has no section %(section)s."), section=section)

    def warn(self, path: str, reason: str, line: int) -> None:
        """Remember something that isn't understood, to be reported once with a count."""
        self._warned.setdefault((path, reason), [line, 0])[1] += 1

    def warnings(self) -> tuple[UnListWarning, ...]:
        """All that wasn't understood, in the order first seen."""
        return tuple(UnListWarning(*what, *seen) for what, seen in self._warned.items())

    def _path(self) -> str:
        return "/".join(element.name for element in self._open)

    def _drain(self) -> Iterator[Element]:
        while self._ready:
            yield self._ready.popleft()

    def _make_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        return parser

    def _parse(self, chunk: bytes, *, final: bool = False) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise self._explained(error) from error
        except (LookupError, ValueError) as error:  # an encoding Python can't give expat
            self._refuse(_("The file must be encoded in UTF-8."), cause=error)

    def _explained(self, error: expat.ExpatError) -> UnListError:
        element = self._open[-1].name if self._open else ""
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
            reason = _("The file ends before its XML is complete.")
            return UnListError(reason, line=error.lineno, element=element)
        reason = _("The file isn't well-formed XML in UTF-8 (%(said)s).")
        said = expat.ErrorString(error.code)
        return UnListError(reason, line=error.lineno, element=element, said=said)

    def _refuse(
        self, reason: str, *, name: str = "", cause: Exception | None = None, **facts: object
    ) -> NoReturn:
        element = name or (self._open[-1].name if self._open else "")
        line = self._parser.CurrentLineNumber
        raise UnListError(reason, line=line, element=element, **facts) from cause

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.casefold() not in {"utf-8", "utf8"}:
            self._refuse(
                _("The file says that it is encoded in %(encoding)s; the list comes in UTF-8."),
                encoding=encoding,
            )

    def _doctype(self, *declared: object) -> None:
        self._refuse(_("The file declares a document type or entities, which the list never does."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        depth = len(self._open)
        if depth == 0:
            self._start_root(name, attributes)
        elif depth == 1 and name in SECTIONS:
            if name in self._sections:
                self._refuse(_("The section appears twice."), name=name)
            self._sections.add(name)
        elif depth == 2:
            self._elements = self._text = 0
        elif depth >= MAX_DEPTH:
            self._refuse(_("Elements lie more than %(limit)d deep."), name=name, limit=MAX_DEPTH)
        self._elements += 1
        if self._elements > MAX_RECORD_ELEMENTS:
            limit = MAX_RECORD_ELEMENTS
            self._refuse(
                _("One record holds more than %(limit)d elements."), name=name, limit=limit
            )
        line = self._parser.CurrentLineNumber
        self._open.append(Element(name, line, attributes=attributes))

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        if name != ROOT:
            reason = _("The file starts with %(found)s, not with %(root)s: it isn't the UN list.")
            self._refuse(reason, name=name, found=name, root=ROOT)
        self.generated_at = attributes.get("dateGenerated", "")

    def _end(self, name: str) -> None:
        element = self._open.pop()
        depth = len(self._open)
        if depth > 2:
            self._open[-1].children.append(element)
        elif depth == 2 and name == SECTIONS.get(self._open[1].name):
            self._ready.append(element)
        elif not (depth == 0 or (depth == 1 and name in SECTIONS)):
            self.warn(f"{self._path()}/{name}", UNKNOWN_ELEMENT, element.line)

    def _characters(self, data: str) -> None:
        if not self._open:
            return
        if len(self._open) < 3:
            if data.strip():
                self.warn(self._path(), STRAY_TEXT, self._parser.CurrentLineNumber)
            return
        self._text += len(data)
        if self._text > MAX_RECORD_CHARACTERS:
            self._refuse(
                _("One record holds more than %(limit)d characters."), limit=MAX_RECORD_CHARACTERS
            )
        self._open[-1].text += data
