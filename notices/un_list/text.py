"""Free text inside the fields of the UN list, read where it is plain.

Nothing here guesses: a wording that isn't recognised stays text.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from babel import Locale

NOT_AVAILABLE = {"na", "n/a", "-"}

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:Z|[+-]\d{2}:\d{2}|T[\d:.+Z-]*)?")
_MONTHS = [name.casefold() for name in Locale("en").months["format"]["wide"].values()]
_MONTH_NOTE = re.compile(r"([A-Za-z]{3,9})\.?(?:\s+(\d{4}))?")
_GENDER = re.compile(r"\bgender\s*[:\[]\s*(male|female)\b", re.IGNORECASE)
_LISTED_UNDER = re.compile(
    r"(?:Listed|designated)\b[^.;]{0,80}?\bpursuant to [^.;]{0,120}?\bresolution (\d{3,4})\b",
    re.IGNORECASE,
)
_NUMBER_AFTER = re.compile(r"(?:\bnumber|\bno\b\.?|№|\bN°)\s*:?\s*(?=.*\d)(.+)$", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_LABEL = re.compile(r"\(?\boriginal script\b\)?:?", re.IGNORECASE)
_EDGES = " \t;:,.()\"'“”"


def clean(text: str) -> str:
    """`text` in NFC with every run of blanks and line breaks as one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def stated(text: str) -> str:
    """`text` cleaned, or nothing where the list says "na" ("na" is also Namibia's code)."""
    text = clean(text)
    return "" if text.casefold() in NOT_AVAILABLE else text


def read_date(text: str) -> date | None:
    """The day of an XML date; the zone some editions append says nothing about the day."""
    match = _DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def tomorrow() -> date:
    """The last day that can be meant by something past, in any zone."""
    return datetime.now(UTC).date() + timedelta(days=1)


def read_past_date(text: str) -> date | None:
    """As `read_date`, for what happened already: None for a day still to come."""
    found = read_date(text)
    return found if found and found <= tomorrow() else None


def read_year(text: str) -> int | None:
    """A year in which somebody on the list can have been born, or None."""
    year = int(text) if re.fullmatch(r"1[89]\d{2}|20\d{2}", text, re.ASCII) else None
    return year if year and year <= tomorrow().year else None


def read_month(note: str) -> tuple[int | None, int | None]:
    """(year, month) of a birth date's note such as "Nov. 1973" or "Sep."; else (None, None)."""
    match = _MONTH_NOTE.fullmatch(note)
    word = match[1].casefold() if match else "?"
    found = (number for number, name in enumerate(_MONTHS, 1) if name.startswith(word))
    month = next(found, None)
    if not match or not month:
        return None, None
    return (int(match[2]) if match[2] else None), month


def gender_in(comments: str) -> str:
    """ "MALE" or "FEMALE" where the comments say "Gender: …" and say it one way only."""
    found = {word.upper() for word in _GENDER.findall(comments)}
    return found.pop() if len(found) == 1 else ""


def resolutions_in(comments: str) -> tuple[int, ...]:
    """The resolutions the comments give as the ground of the listing, in the order named."""
    return tuple(dict.fromkeys(int(number) for number in _LISTED_UNDER.findall(comments)))


def bare_number(text: str) -> str:
    """The number inside "Afghan passport number OA296623" or "403062567 (US)"."""
    text = _ASIDE.sub("", text[:300])
    match = _NUMBER_AFTER.search(text)
    return match[1].strip() if match else text


def script_runs(text: str) -> list[tuple[bool, str]]:
    """`text` cut where it changes between Latin and other letters: [(is Latin, piece), …]."""
    runs: list[tuple[bool, str]] = []
    for character in text:
        latin = runs[-1][0] if runs else True
        if character.isalpha():
            latin = unicodedata.name(character, "").startswith("LATIN")
        if runs and (runs[-1][0] == latin or not any(map(str.isalpha, runs[-1][1]))):
            runs[-1] = (latin, runs[-1][1] + character)
        else:
            runs.append((latin, character))
    return runs


def name_forms(name: str, note: str = "") -> tuple[str, ...]:
    """Every way of writing that one alias holds, for search.

    The list puts several names into one field ("A; B"), or a name and its original
    script ("Name (original script: …)"), or the script into the note.
    """
    runs = script_runs(_LABEL.sub("", name))
    if len(runs) > 1:
        pieces = [_trimmed(piece) for _, run in runs for piece in run.split(";")]
    else:
        pieces = [piece.strip() for piece in name.split(";")]
    pieces += [_trimmed(run) for latin, run in script_runs(note) if not latin]
    return tuple(dict.fromkeys(piece for piece in pieces if any(map(str.isalpha, piece))))


def without_language(name: str) -> str:
    """An original-script name without the language some editions add: "… (Tigrinya)"."""
    runs = script_runs(name)
    if len(runs) > 1 and re.fullmatch(r"[A-Za-z ]+\)", runs[-1][1]):
        return "".join(run for _, run in runs[:-1]).strip(_EDGES)
    return name


def _trimmed(piece: str) -> str:
    piece = piece.strip(_EDGES)
    return piece + ")" if piece.count("(") > piece.count(")") else piece
