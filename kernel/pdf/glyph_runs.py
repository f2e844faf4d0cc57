"""Glyphs of a line of text in the order in which they are drawn, each with the text it stands for.

Pango gives runs of one font and one direction from left to right, and in a run the clusters: the
smallest parts whose characters and glyphs belong together, such as a letter with its dots.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

# Readers of PDF turn brackets round again where they put right-to-left text into order: what a
# bracket says is what is seen, and not what was typed.
PAIRS = "()[]{}<>«»‹›"
MIRRORED = str.maketrans(PAIRS, "".join(PAIRS[at ^ 1] for at in range(len(PAIRS))))
MARKS = {"Mn", "Mc", "Me"}


@dataclass
class Drawn:
    """A glyph of `font`; None as `glyph` is one that the font lacks.

    `text` is what the glyph says, `before` what is said in front of it without being drawn.
    `part_of` is the glyph of the same letter that says its text: this one is drawn as a shape at
    `place`, in pixels from the beginning of the line. `spread` is the width of the whole letter
    and `width` what the font moves on by for the glyph, in thousandths of the font's size.
    """

    font: Any
    glyph: int | None
    text: str = ""
    before: str = ""
    part_of: "Drawn | None" = None
    spread: int = 0
    width: int = 0
    place: tuple[float, float] = (0, 0)


class Run(NamedTuple):
    """A run: its text, and for each glyph its number and where its cluster begins."""

    text: bytes
    glyphs: Sequence[int | None]
    clusters: Sequence[int]
    right_to_left: bool


def of_first_line(stream: Any, textbox: Any) -> list[Drawn]:
    """Return what WeasyPrint draws of the first line of a text box, in the same order."""
    from weasyprint.text.ffi import ffi, pango

    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    line, _rest = textbox.pango_layout.get_first_line()
    whole = textbox.pango_layout.text.encode()
    drawn: list[Drawn] = []
    at, x = line.runs[0], 0
    while at != ffi.NULL:
        item, glyphs = at.data.item, at.data.glyphs
        at = at.next
        font, size = stream.add_font(item.analysis.font)
        infos = [glyphs.glyphs[number] for number in range(glyphs.num_glyphs)]
        run = Run(
            text=whole[item.offset : item.offset + item.length],
            glyphs=[_known(info.glyph, pango) for info in infos],
            clusters=[glyphs.log_clusters[number] for number in range(glyphs.num_glyphs)],
            right_to_left=bool(item.analysis.level % 2),
        )
        empty = [info.glyph == pango.PANGO_GLYPH_EMPTY for info in infos]
        found = said(run, empty, font)
        _measure(found, infos, (stream, item.analysis.font, size), x)
        x += sum(info.geometry.width for info in infos)
        drawn += [one for one, gone in zip(found, empty, strict=True) if not gone]
    return drawn


def said(run: Run, empty: Sequence[bool], font: Any) -> list[Drawn]:
    """Return the glyphs of a run with the text of each; `empty` are those that aren't drawn."""
    drawn = [Drawn(font, glyph) for glyph in run.glyphs]
    told: Drawn | None = None
    for text, places in _clusters(run):
        seen = [drawn[place] for place in places if not empty[place]]
        # Such as a joiner, or a vowel sign: written behind the letter that it belongs to.
        if told and (not seen or all(unicodedata.category(one) in MARKS for one in text)):
            _say_more(told, text, run.right_to_left)
        elif seen:
            told = seen[-1] if run.right_to_left else seen[0]
            _say(told, text, run.right_to_left)
        # A CFF font has no map from numbers to glyphs (ISO 32000-1, 9.7.4.2).
        if "CFF " not in font.tables and all(one.glyph is not None for one in (told, *seen) if one):
            for one in seen:
                one.part_of = told if one is not told else None
    return drawn


def _known(glyph: int, pango: Any) -> int | None:
    return None if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG else glyph


def _clusters(run: Run) -> Iterator[tuple[str, list[int]]]:
    """Yield the text of each cluster as written, and the places of its glyphs as drawn."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, start in enumerate(run.clusters):
        places[start].append(place)
    starts = sorted(places)
    for start, end in zip(starts, [*starts[1:], len(run.text)], strict=True):
        yield run.text[start:end].decode(), places[start]


def _say(one: Drawn, text: str, right_to_left: bool) -> None:
    """Let a glyph say a text: from right to left one character for each number."""
    if right_to_left:
        text = text.translate(MIRRORED)
        one.text, one.before = text[:1], text[:0:-1]
    else:
        one.text = text


def _say_more(one: Drawn, text: str, right_to_left: bool) -> None:
    if right_to_left:
        one.before = text[::-1] + one.before
    else:
        one.text += text


def _measure(drawn: list[Drawn], infos: list[Any], face: tuple[Any, Any, float], x: float) -> None:
    """Give letters of several glyphs their places and widths; the first glyph is drawn at `x`."""
    from weasyprint.text.ffi import FROM_UNITS, pango

    stream, font, size = face
    joint = {id(one.part_of) for one in drawn if one.part_of}
    spread: dict[int, float] = defaultdict(float)
    for one, info in zip(drawn, infos, strict=True):
        letter = one.part_of or one
        if id(letter) in joint:
            at = x + info.geometry.x_offset, info.geometry.y_offset
            one.place = at[0] * FROM_UNITS, at[1] * FROM_UNITS
            pango.pango_font_get_glyph_extents(
                font, info.glyph, stream.ink_rect, stream.logical_rect
            )
            # As WeasyPrint reckons it.
            one.width = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
            spread[id(letter)] += info.geometry.width * 1000 * FROM_UNITS / size
            letter.spread = max(round(spread[id(letter)]), 1)
        x += info.geometry.width
