"""What stands on a paper can be found, copied and read aloud, in every script it is written in."""

from dataclasses import replace

import pytest

from notices.papers.model import Name
from notices.papers.pdf import print_notice
from notices.papers.wording import SECOND_LANGUAGES, wording
from policies.papers.pdf import print_edition
from policies.papers.wording import WORDINGS
from tests.kernel import glyphs
from tests.kernel.test_pdf import SCRIPTS
from tests.kernel.test_pdf import printed as printed  # the fixture
from tests.notices import papers
from tests.policies.test_paper import edition

# Letters of one shape, told apart by dots; vowels drawn before the letter that they follow; one
# glyph for letters of two scripts; joiners; marks above marks.
HARD = {
    "Arabic, one shape": "بيتر تبر نبت يثبت جحخ صض فق",
    "Arabic with vowels": "الأَمِيرُ مُحَمَّد سيّدنا لأنّ",
    "Persian with joiners": "پژمان چگینی گودرزی می‌خواهم",
    "Urdu and Pashto": "ٹیپو ڈھاکہ ښځه ګل",
    "Hebrew with points": "דָּוִד לוי בן־גוריון",
    "Devanagari, vowels in front": "कि खि क किरण शर्मा क्षत्रिय",
    "Bengali, vowels in front": "কি খি শেখ মুজিব কো",
    "Tamil, vowels around": "கொ செல்வன் கெ",
    "Thai, marks above marks": "กำธร น้ำ ปู่ ที่",
    "Vietnamese": "Nguyễn Thị Ở Ư",
    "Latin, Greek and Cyrillic, one shape": "ABEKMHOP ΑΒΕΚΜΗΟΡ АВЕКМНОР",
    "ligatures": "office official fjord",
}
RIGHT_TO_LEFT = ("Arabic", "Persian", "Urdu", "Hebrew")
NAMES = {
    "ar": "أوكيلو دانيال بن عبد الرحمن",
    "fa": "پژمان چگینی",
    "he": "בן־גוריון דוד",
    "hi": "सुनीता शर्मा",
    "th": "สมชาย ใจดี",
    "zh": "张伟",
    "ru": "Коваленко Данило",
    "am": "ኃይለ ገብረሥላሴ",
}


def test_the_text_of_every_script_is_read_as_it_was_written(printed):
    lines = [(name, line) for name, line in (HARD | SCRIPTS).items()]
    lines.sort(key=lambda pair: pair[0].startswith(RIGHT_TO_LEFT))
    body = "{% for line in lines %}<p>{{ line }}</p>{% endfor %}"

    read = glyphs.readings(printed(body, {"lines": [line for _name, line in lines]}))

    lost = [
        (reader, name)
        for reader, text in read.items()
        for name, line in lines
        if glyphs.words(line) not in text
    ]
    assert lost == []


def test_a_word_reads_alike_wherever_its_letters_were_drawn_before(printed):
    """Each alone, then all in turn: what was drawn first says nothing of what comes later."""
    words = [word for line in HARD.values() for word in line.split()]
    body = "{% for word in words %}<p>{{ word }}</p>{% endfor %}"

    for order in (words, words[::-1]):
        read = glyphs.readings(printed(body, {"words": order}))["PDFium"].split()
        assert [word for word in words if glyphs.words(word) not in read] == []


def test_names_and_numbers_within_a_line_from_right_to_left_are_found(printed):
    text = "صدر أمر القبض في 12 مارس 2024 برقم 4417 ضد OKELLO في نيروبي"

    read = glyphs.readings(printed(f"<p dir='rtl' lang='ar'>{text}</p>"))

    assert read["PDFium"] == glyphs.words(text)
    for part in ("صدر أمر القبض في", "12", "مارس", "2024", "4417", "OKELLO", "نيروبي"):
        assert part in read["pypdf"], part


def test_a_line_in_two_directions_keeps_every_word(printed):
    """Browsers put the words of such a line into an order of their own (docs/decisions/0016)."""
    text = "Wanted: أوكيلو دانيال, also OKELLO Daniel, born in كيسومو in 1979, AK0912817."

    for reader, read in glyphs.readings(printed(f"<p>{text}</p>")).items():
        for part in ("أوكيلو", "دانيال", "OKELLO Daniel", "كيسومو", "1979", "AK0912817"):
            assert part in read, (reader, part)


@pytest.mark.parametrize("language", NAMES)
def test_the_wanted_persons_name_is_found_on_the_notice(language):
    called = Name("OKELLO, Daniel", NAMES[language], language)
    sheet = papers.with_identity(names=(called, replace(called, romanised="OKELO")))

    for reader, read in glyphs.readings(print_notice(replace(sheet, second_language="ar"))).items():
        assert read.count(glyphs.words(NAMES[language])) == 2, reader
        assert "OKELLO, Daniel" in read, reader


@pytest.mark.parametrize("language", SECOND_LANGUAGES)
def test_every_label_of_a_notice_is_read_in_its_second_language(language):
    read = glyphs.readings(print_notice(papers.red(second_language=language)))

    keys = ("label.born", "label.nationality", "label.charge", "heading.judicial", "colour.RED")
    for reader, text in read.items():
        words = [word for key in keys for word in wording(key, language).split()]
        assert [word for word in words if glyphs.words(word) not in text] == [], reader


@pytest.mark.parametrize("language", WORDINGS)
def test_an_edition_of_the_key_issues_is_read_in_its_language(language):
    made = edition(language)

    for reader, read in glyphs.readings(print_edition(made)).items():
        for text in (made.issues[0].title, WORDINGS[language]["rationale"], made.foreword):
            lost = [word for word in text.rstrip(".。").split() if glyphs.words(word) not in read]
            assert lost == [], reader
