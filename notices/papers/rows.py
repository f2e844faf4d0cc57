"""Rows of a `Paper`: its values in lines, one value between two labels."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from babel import Locale

from kernel.pdf.printing import direction
from kernel.wording import date_in_words
from notices.papers import model
from notices.papers.model import Text
from notices.papers.wording import wording
from notices.payload.days import PartialDate, Span

LONG_ROW_LINES, LONG_ROW_LETTERS = 8, 500
# ICAO 9303 codes that stand for no country.
SPECIAL_NATIONALITIES = {"XXA", "XXX"}
COMMAS = {"ar": "، ", "zh": "、"}
PLURALS = ("zero", "one", "two", "few", "many", "other")


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
        return self.both(self(key))

    def both(self, said: Text) -> Line:
        """Return a value as "English · second", once where both say the same."""
        if said.second in ("", said.en):
            return (Piece(said.en),)
        return (Piece(said.en), Piece(" · ", style="quiet"), Piece(said.second, self.second))

    def told(self, tell: Callable[[str], str]) -> Text:
        """Return what `tell` says in a language, in both."""
        return Text(tell("en"), tell(self.second))

    def row(self, key: str, lines: Iterable[Line]) -> Iterator[Row]:
        """Yield the row of a label, or nothing when there is nothing to say."""
        told = tuple(line for line in lines if any(piece.text for piece in line))
        if told:
            yield Row(self(f"label.{key}"), told)


def plain(*texts: str) -> list[Line]:
    """Return one line per text that isn't empty."""
    return [(Piece(text),) for text in texts if text]


def listed(language: str, *parts: str) -> str:
    """Return what there is of the parts, one after the other."""
    return COMMAS.get(language, ", ").join(part for part in parts if part)


def date(value: PartialDate | None, language: str = "en") -> str:
    """Return a date as far as it is known: "3 August 1979", "August 1979", "about 1979"."""
    if value is None:
        return ""
    known = _known(value, language)
    if not known:
        return value.written or wording("word.unknown", language)
    if value.approximate:
        known = wording("date.APPROX", language) % {"date": known}
    more = [span(one, language) for one in value.said[1:]]
    if value.written not in ("", known):
        more.append(wording("date.written", language) % {"date": value.written})
    return known + "".join(f" ({part})" for part in (*more, value.note) if part)


def span(value: Span, language: str) -> str:
    """Return a date of which only ends are known: "before 1980", "1970 or 1985"."""
    ends = {end: _point(getattr(value, end), value, language) for end in ("first", "last")}
    pattern = wording("date.RANGE", language)
    both = ends["first"] if value.first == value.last else pattern % ends
    return wording(f"date.{value.kind}", language) % (ends | {"date": both}) + value.calendar


def _point(written: str, value: Span, language: str) -> str:
    """Of our calendar in words: figures with hyphens turn around among Arabic letters."""
    return written if value.calendar else date_in_words(language, *map(int, written.split("-")))


def _known(value: PartialDate, language: str) -> str:
    if value.said:
        return span(value.said[0], language)
    if value.year is None:
        return ""
    if value.year_to:
        ends = {"first": value.year, "last": value.year_to}
        return wording("date.YEARS", language) % ends
    return date_in_words(language, value.year, value.month, value.day)


def country(value: model.Country, words: Wordings) -> Line:
    """Return a country as "Kenya (KEN)", and statelessness in words."""
    if value.code in SPECIAL_NATIONALITIES:
        return words.line(f"nationality.{value.code}")
    second = value.second or value.name
    return words.both(Text(_coded(value.name, value.code), _coded(second, value.code)))


def _coded(name: str, code: str) -> str:
    return f"{name} ({code})" if name and code else name or code


def penalty(value: model.Penalty | None, words: Wordings) -> Line:
    """Return a length of imprisonment: "14 years", "2 years 6 months", "imprisonment for life"."""
    if value is None:
        return ()
    if value.special:
        return words.line(f"penalty.{value.special}")
    if value.months is None:
        return ()
    years, months = divmod(value.months, 12)
    counted = [("years", years)] if years else []
    counted += [("months", months)] if months or not years else []
    return words.both(
        words.told(lambda language: " ".join(_counted(n, unit, language) for unit, n in counted))
    )


def name(value: model.Name, words: Wordings) -> Line:
    """Return a name as "romanised · original (note)"."""
    notes: list[Line] = [words.line("word.formerly")] if value.former else []
    notes += plain(value.note)
    quiet = [replace(piece, style="quiet") for line in notes for piece in (Piece("; "), *line)]
    if not quiet:
        return _name(value)
    return (*_name(value), Piece(" (", style="quiet"), *quiet[1:], Piece(")", style="quiet"))


def _name(value: model.Name) -> Line:
    original = Piece(value.original, value.language or "und")
    if not value.original or value.original == value.romanised:
        return (Piece(value.romanised),)
    if not value.romanised:
        return (original,)
    return (Piece(value.romanised), Piece(" · ", style="quiet"), original)


def _counted(number: int, unit: str, language: str) -> str:
    """Return a number of years or months with the plural that the language has for it."""
    rule = Locale(language).plural_form
    known = [name for name in PLURALS if name in rule.tags or name == "other"]
    forms = wording(f"penalty.{unit}", language).split("|")
    return forms[min(known.index(rule(number)), len(forms) - 1)] % {"n": number}
