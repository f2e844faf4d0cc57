"""Rows of a `Paper`: its values in lines, one value between two labels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kernel.pdf.printing import direction
from notices.papers import model
from notices.papers.model import Text
from notices.papers.wording import wording
from notices.payload.days import PartialDate

LONG_ROW_LINES, LONG_ROW_LETTERS = 8, 500
MONTHS = "January February March April May June July August September October November December"
# ICAO 9303 codes that stand for no country.
SPECIAL_NATIONALITIES = {"XXA", "XXX"}


@dataclass(frozen=True)
class Piece:
    """A run of text of one language; `style` is "mono", "strong", "quiet" or empty."""

    text: str
    language: str = "en"
    style: str = ""

    @property
    def direction(self) -> str:
        """Return the direction of the run."""
        return direction(self.language)


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Row:
    """One fact: a label in two languages around lines that are written once."""

    label: Text
    lines: tuple[Line, ...]

    @property
    def long(self) -> bool:
        """Whether the row may break over two pages, since it takes a good part of one."""
        letters = sum(len(piece.text) for line in self.lines for piece in line)
        return len(self.lines) >= LONG_ROW_LINES or letters >= LONG_ROW_LETTERS


@dataclass(frozen=True)
class Wordings:
    """The fixed wordings of a document in English and its second language."""

    second: str

    def __call__(self, key: str) -> Text:
        """Return a wording in both languages."""
        return Text(wording(key, "en"), wording(key, self.second))

    def line(self, key: str) -> Line:
        """Return a coded value as "English · second"."""
        both = self(key)
        return (Piece(both.en), Piece(" · ", style="quiet"), Piece(both.second, self.second))

    def row(self, key: str, lines: Iterable[Line]) -> Iterator[Row]:
        """Yield the row of a label, or nothing when there is nothing to say."""
        told = tuple(line for line in lines if any(piece.text for piece in line))
        if told:
            yield Row(self(f"label.{key}"), told)


def plain(*texts: str) -> list[Line]:
    """Return one line per text that isn't empty."""
    return [(Piece(text),) for text in texts if text]


def date(value: PartialDate | None) -> str:
    """Return a date as far as it is known: "3 August 1979", "August 1979", "about 1979"."""
    if value is None:
        return ""
    if value.year is None:
        return value.written or wording("word.unknown", "en")
    if value.year_to:
        known = f"between {value.year} and {value.year_to}"
    else:
        month = MONTHS.split()[value.month - 1] if value.month else ""
        day = str(value.day) if value.day and month else ""
        known = " ".join(part for part in (day, month, str(value.year)) if part)
    known = f"about {known}" if value.approximate else known
    known += f" (written: {value.written})" if value.written not in ("", known) else ""
    return f"{known} ({value.note})" if value.note else known


def country(value: model.Country, words: Wordings) -> Line:
    """Return a country as "Kenya (KEN)", and statelessness in words of both languages."""
    if value.code in SPECIAL_NATIONALITIES:
        return words.line(f"nationality.{value.code}")
    both = value.name and value.code
    return (Piece(f"{value.name} ({value.code})" if both else value.name or value.code),)


def penalty(value: model.Penalty | None, words: Wordings) -> Line:
    """Return a length of imprisonment: "14 years", "2 years 6 months", "imprisonment for life"."""
    if value is None:
        return ()
    if value.special:
        return words.line(f"penalty.{value.special}")
    if value.months is None:
        return ()
    years, months = divmod(value.months, 12)
    parts = [_counted(years, "year")] if years else []
    parts += [_counted(months, "month")] if months or not years else []
    return (Piece(" ".join(parts)),)


def name(value: model.Name, style: str = "") -> Line:
    """Return a name as "romanised · original (note)"."""
    note = (Piece(f" ({value.note})", style="quiet"),) if value.note else ()
    return _name(value, style) + note


def _name(value: model.Name, style: str) -> Line:
    original = Piece(value.original, value.language or "und", style)
    if not value.original or value.original == value.romanised:
        return (Piece(value.romanised, style=style),)
    if not value.romanised:
        return (original,)
    return (Piece(value.romanised, style=style), Piece(" · ", style="quiet"), original)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
