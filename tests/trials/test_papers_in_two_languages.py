"""A paper says in both its languages whatever it can; what people wrote stands as it is."""

from dataclasses import replace

import pytest

from notices.papers.layout import context
from notices.papers.model import Country, Document, Name, Paper, Penalty, Subject, Text
from notices.papers.wording import SECOND_LANGUAGES
from notices.payload.days import PartialDate, Span
from notices.payload.un_record import Further
from tests.notices import papers

ENGLISH_MONTHS = ("August", "November", "October", "January")
# label: what stands there in Arabic, or that nothing does, since somebody wrote it.
IN_ARABIC = {
    "Born": ["3 أغسطس 1979", "قبل 1400 AH (حتى 19 نوفمبر 1979)", "نحو 1979", "بين 1960 و1964"],
    "Place of birth": ["Kisumu, كينيا"],
    "Nationality": ["كينيا (KEN)"],
    "Documents": ["جواز سفر، كينيا (KEN)، صدرت في 2 يناير 2021، سارية حتى 4 مايو 2031، مسروقة"],
    "Build": [],
    "Eyes": ["أخضر، رمادي"],
    "Hair": ["أصلع"],
    "Marks": [],
    "Languages": ["الإنجليزية، السواحلية"],
    "On file": ["بصمات الأصابع، البصمة الوراثية"],
    "Also known as": ["سابقًا"],
    "Maximum penalty": ["14 سنة"],
    "Sentence": ["سنتان 6 أشهر"],
    "Left to serve": ["السجن مدى الحياة"],
    "Warrant": ["2 نوفمبر 2026، النسخة محفوظة لدى الوكالة"],
    "Country of the warrant": ["كينيا"],
    "Time bar": ["30 يونيو 2039"],
    "Time of the facts": ["يناير 2024 – 5 يونيو 2025"],
    "Listed on": ["4 أكتوبر 2011"],
    "Changed on": ["2 يونيو 2014; 24 يناير 2019"],
    "Last reviewed": ["5 أبريل 2013"],
    "Remarks": [],
}


def filled(language: str) -> Paper:
    """A paper in which everything is said that it can say in two languages."""
    charge = replace(
        papers.JUDICIAL.charges[0], sentence=Penalty(30), remaining=Penalty(special="LIFE")
    )
    judicial = replace(
        papers.JUDICIAL,
        charges=(charge,),
        warrant_country=Text("Kenya", "كينيا"),
        time_bar=PartialDate(2039, 6, 30),
        time_bar_text="",
        facts_time=(PartialDate(2024, 1), PartialDate(2025, 6, 5)),
    )
    listing = replace(papers.UN.listing, further=(Further("reviewed_on", ("2013-04-05",)),))
    return papers.red(
        second_language=language, subject=person(), judicial=judicial, listing=listing
    )


def person() -> Subject:
    kenya = Country("KEN", "Kenya", "كينيا")
    document = Document(
        "N1", "PASSPORT", "", kenya, PartialDate(2031, 5, 4), "STOLEN", "", PartialDate(2021, 1, 2)
    )
    until = (Span("BEFORE", "1400", "1400", " AH"), Span("UNTIL", "1979-11-19", "1979-11-19"))
    main = replace(
        papers.SUBJECT.identities[0],
        names=(Name("Ali"), Name("Omar", former=True)),
        born=(
            PartialDate(1979, 8, 3),
            PartialDate(said=until),
            PartialDate(1979, approximate=True),
            PartialDate(1960, year_to=1964),
        ),
        birth_places=(Text("Kisumu, Kenya", "Kisumu, كينيا"),),
        nationalities=(kenya,),
        documents=(document,),
    )
    more = {
        "marks": "A scar",
        "eyes": ("GRE", "GRA"),
        "hair": ("BAL",),
        "languages": ("ENG", "SWA"),
    }
    return replace(papers.SUBJECT, identities=(main,), build="slim", **more)


def rows(language: str):
    shown = context(filled(language))
    for part in (shown["person"], *shown["groups"]):
        yield from part.rows


def pieces(row, *, language: str):
    return [piece.text for line in row.lines for piece in line if piece.language == language]


def test_codes_and_days_are_said_in_both_and_what_was_written_once():
    said = {row.label.en: pieces(row, language="ar") for row in rows("ar")}

    assert {label: said.get(label) for label in IN_ARABIC} == IN_ARABIC


@pytest.mark.parametrize("language", SECOND_LANGUAGES)
def test_no_english_month_stands_in_another_language(language):
    shown = context(filled(language))
    told = " ".join(text for row in rows(language) for text in pieces(row, language=language))
    lines = [line for _label, lines, _style in shown["cells"] for line in lines]
    heads = [piece.text for line in lines for piece in line if piece.language == language]

    assert not [month for month in ENGLISH_MONTHS if month in told]
    assert [("2026" in text, "2011" in text) for text in heads] == [(True, False), (False, True)]
