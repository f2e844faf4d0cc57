"""Glyphs drawn as shapes: what belongs to a letter, and says nothing by itself."""

import io
from typing import Any

# Outlines and opened fonts of this process, by what tells one font from another.
_outlines: dict[tuple[Any, ...], bytes] = {}
_opened: dict[tuple[Any, ...], Any] = {}


class Shape:
    """A glyph, drawn by WeasyPrint as it draws a picture in a line."""

    def __init__(self, font: Any, glyph: int) -> None:
        self.font, self.glyph = font, glyph

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        """Fill the outline where the stream stands, in the colour of the text."""
        scale = height / self.font.upem
        stream.transform(a=scale, d=-scale)
        stream.stream.append(outline(self.font, self.glyph))


def outline(font: Any, glyph: int) -> bytes:
    """Return the outline of a glyph as operators of a page, in units of its font."""
    key = (font.hash, font.index, len(font.file_content))
    if (*key, glyph) not in _outlines:
        if key not in _opened:
            # Here, since every process would load it at its start, and few lines need it.
            from fontTools.ttLib import TTFont

            _opened[key] = TTFont(io.BytesIO(font.file_content), fontNumber=font.index)
        _outlines[*key, glyph] = _drawn(_opened[key], font, glyph)
    return _outlines[*key, glyph]


def _drawn(opened: Any, font: Any, glyph: int) -> bytes:
    from fontTools.pens.basePen import BasePen

    written: list[str] = []

    class Operators(BasePen):  # type: ignore[misc]
        def _moveTo(self, point: tuple[float, float]) -> None:
            self._write("m", point)

        def _lineTo(self, point: tuple[float, float]) -> None:
            self._write("l", point)

        def _curveToOne(self, *points: tuple[float, float]) -> None:
            self._write("c", *points)

        def _closePath(self) -> None:
            self._write("h")

        def _write(self, operator: str, *points: tuple[float, float]) -> None:
            numbers = [f"{number:.5g}" for point in points for number in point]
            written.append(" ".join([*numbers, operator]))

    weight = {"wght": font.variations.get("wght", font.weight)} if "fvar" in opened else None
    glyphs = opened.getGlyphSet(location=weight)
    glyphs[opened.getGlyphName(glyph)].draw(Operators(glyphs))
    return " ".join([*written, "f"]).encode()
