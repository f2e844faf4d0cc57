"""Text of a printed document as it was written, beneath what is drawn of it.

WeasyPrint notes for each glyph the text that it stood for where it was first drawn. In many
scripts a glyph stands for other text elsewhere: the dot below is drawn for ب and for ج, the bow
of ب, ت and ث is one glyph, a vowel sign is drawn before the letter that it follows. Here each
glyph has one number for each text that it stands for; of a letter that is drawn of several glyphs
one says all its text, and the others are drawn as shapes.

ActualText (ISO 32000-1, 14.9.4) is no way out: some readers of PDF know nothing of it, and those
that do turn what stands in it, since they put right-to-left text into the order of reading by
themselves, character by character. Hence one character for each number there.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pydyf

from kernel.pdf import glyph_runs, outlines
from kernel.pdf.glyph_runs import Drawn

# WeasyPrint numbers what a font lacks from the number of its glyphs on, and finds less than this.
NUMBERS_FOR_MISSING = 1000
LAST_NUMBER = 0xFFFF
NOTHING_DRAWN = -1
# What WeasyPrint shows: numbers of four digits in angle brackets, and moves between them.
SHOWN = re.compile(r"<([0-9a-f]*)>|([^<>]+)")
SMALLEST_MOVE = 0.005  # of a thousandth of the font's size
BATCH = 100  # rows of a character map (Adobe Technical Note 5014)

_open: list["TextLayer"] = []


class Number(NamedTuple):
    """A number by which a glyph is shown, and its width if that isn't the glyph's own."""

    number: int
    width: int | None = None


@dataclass
class _Numbers:
    """The numbers of one font beyond those of its glyphs."""

    font: Any
    first: dict[int, str] = field(default_factory=dict)
    further: dict[tuple[int, str, bool], Number] = field(default_factory=dict)

    def of(self, glyph: int, text: str, spread: int = 0) -> Number:
        """Return the number that draws `glyph`, says `text`, and takes `spread` if that's given."""
        if glyph != NOTHING_DRAWN:
            said_first = self.first.setdefault(glyph, text if not spread else "")
            self.font.to_unicode[glyph] = said_first
            if "CFF " in self.font.tables or (said_first == text and not spread):
                return Number(glyph)
        free = self.font.glyph_count + NUMBERS_FOR_MISSING + len(self.further)
        if free > LAST_NUMBER:
            return Number(max(glyph, 0))
        return self.further.setdefault((glyph, text, spread > 0), Number(free, spread or None))


class TextLayer:
    """The text of one document while it is written."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.numbers: dict[str, _Numbers] = {}

    def number(self, font: Any, glyph: int, text: str, spread: int = 0) -> Number:
        """Return the number that draws `glyph` of `font` and says `text`."""
        return self.numbers.setdefault(font.hash, _Numbers(font)).of(glyph, text, spread)

    def finish(self, document: Any, pdf: Any) -> None:
        """Tell the written fonts of their further numbers: a finisher of WeasyPrint's."""
        written = {
            thing["BaseFont"]: thing
            for thing in pdf.objects
            if isinstance(thing, dict) and thing.get("Subtype") == "/Type0"
        }
        for numbers in self.numbers.values():
            if numbers.further:
                _tell(pdf, written[numbers.font.name], numbers)


@contextmanager
def kept(language: str) -> Iterator[TextLayer]:
    """Keep the text of the document in `language` that is written in the body, one at a time."""
    _replace_drawing()
    layer = TextLayer(language)
    _open.append(layer)
    try:
        yield layer
    finally:
        _open.remove(layer)


def _replace_drawing() -> None:
    from weasyprint.draw import text as drawing

    original = drawing.draw_first_line
    if getattr(original, "keeps_text", False):
        return

    def draw_first_line(stream: Any, textbox: Any, overflow: Any, end: Any, matrix: Any) -> Any:
        shortened = overflow == "ellipsis" or end != "none"
        if not _open or shortened or not textbox.text.strip():
            return original(stream, textbox, overflow, end, matrix)
        drawn = glyph_runs.of_first_line(stream, textbox)
        if any(one.font.bitmap for one in drawn):
            return original(stream, textbox, overflow, end, matrix)
        shown = _Shown(stream, _open[-1], drawn, textbox.style["font_size"])
        stream.show_text = shown.show
        try:
            with _spoken(stream, textbox.style["lang"]):
                return original(stream, textbox, overflow, end, matrix) + shown.shapes
        finally:
            del stream.show_text

    draw_first_line.keeps_text = True  # type: ignore[attr-defined]
    drawing.draw_first_line = draw_first_line


@contextmanager
def _spoken(stream: Any, language: str | None) -> Iterator[None]:
    """Name the language of what is drawn in the body (ISO 32000-1, 14.9.2)."""
    if not language or language == _open[-1].language:
        yield
        return
    stream.begin_marked_content("Span", pydyf.Dictionary({"Lang": pydyf.String(language)}))
    yield
    stream.end_marked_content()


class _Shown:
    """Writes the glyphs of a line with their numbers; `shapes` are drawn when the text is."""

    def __init__(self, stream: Any, layer: TextLayer, drawn: list[Drawn], size: float) -> None:
        self.layer, self.drawn, self.size = layer, iter(drawn), size
        self.write = stream.show_text
        self.parts: list[str] = []
        self.move = 0.0
        self.shapes: list[list[Any]] = []

    def show(self, string: str) -> None:
        """Write what WeasyPrint shows, with the numbers of this document."""
        for numbers, move in SHOWN.findall(string):
            self.move += float(move or 0)
            for at in range(0, len(numbers), 4):
                self._glyph(next(self.drawn), numbers[at : at + 4])
        # A move is kept for the next glyph: most of them end one another.
        if self.parts:
            self.write(f"<{''.join(self.parts)}>".replace("<>", ""))
            self.parts.clear()

    def _glyph(self, drawn: Drawn, digits: str) -> None:
        if drawn.glyph is None:
            self._add(digits)
        elif drawn.part_of:
            shape = outlines.Shape(drawn.font, drawn.glyph)
            x, y = drawn.place
            # The row that WeasyPrint has for a picture in a line.
            self.shapes.append([shape, drawn.font, 1, 1, x / self.size, y])
            self.move -= drawn.width
        else:
            for silent in drawn.before:
                self._add(f"{self.layer.number(drawn.font, NOTHING_DRAWN, silent).number:04x}")
            number = self.layer.number(drawn.font, drawn.glyph, drawn.text, drawn.spread)
            self._add(f"{number.number:04x}")
            if number.width is not None:
                self.move += number.width - drawn.width

    def _add(self, digits: str) -> None:
        if abs(self.move) >= SMALLEST_MOVE:
            self.parts.append(f">{self.move:.2f}<")
        self.move = 0
        self.parts.append(digits)


def _tell(pdf: Any, written: Any, numbers: _Numbers) -> None:
    """Add the further numbers to the text, widths and glyphs of a written font."""
    font, further = numbers.font, numbers.further
    texts = [(known.number, _hex(text)) for (_glyph, text, _joint), known in further.items()]
    _add_rows(_object(pdf, written["ToUnicode"]), texts, "bfchar")
    if font.missing:
        identity = [(known.number, str(known.number)) for known in further.values()]
        _add_rows(_object(pdf, written["Encoding"]), identity, "cidchar")
    descendant = _object(pdf, written["DescendantFonts"][0])
    blank = next((glyph for glyph in range(1, font.glyph_count) if glyph not in font.to_unicode), 0)
    glyphs = list(range(font.glyph_count)) + [0] * NUMBERS_FOR_MISSING
    for (glyph, _text, _joint), known in further.items():
        drawn = glyph != NOTHING_DRAWN
        width = known.width or (font.widths[glyph] if drawn else 0)
        descendant["W"] += [known.number, pydyf.Array([width])]
        glyphs.append(glyph if drawn else blank)
    stream = pydyf.Stream([b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)], compress=True)
    pdf.add_object(stream)
    descendant["CIDToGIDMap"] = stream.reference


def _add_rows(stream: Any, rows: list[tuple[int, str]], kind: str) -> None:
    """Add rows to a character map that WeasyPrint wrote."""
    at = stream.stream.index(b"endcmap")
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        lines = [f"<{number:04x}> {meaning}" for number, meaning in batch]
        lines = [f"{len(batch)} begin{kind}", *lines, f"end{kind}"]
        stream.stream[at:at] = [line.encode() for line in lines]
        at += len(lines)


def _hex(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
