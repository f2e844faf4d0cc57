"""The printed notice: what stands on it, in both languages, and what never does."""

import json
from dataclasses import replace

import pypdfium2
import pytest
import segno

from notices.papers.model import Country, Document, Identity, Name, Paper, Penalty, Text
from notices.papers.pdf import print_notice
from notices.papers.wording import SECOND_LANGUAGES, wording
from notices.payload.days import PartialDate
from tests.kernel import glyphs
from tests.kernel.test_pdf import jpeg
from tests.notices import papers

COLOURS = {
    "RED": "R",
    "BLUE": "B",
    "GREEN": "G",
    "YELLOW": "Y",
    "BLACK": "K",
    "ORANGE": "O",
    "PURPLE": "P",
    "SILVER": "S",
    "UN": "UN",
}


def test_a_paper_comes_back_from_json_as_it_was():
    stored = json.loads(json.dumps(papers.un().to_json()))

    assert Paper.from_json(stored) == papers.un()


def test_a_paper_with_a_key_that_does_not_belong_is_refused_by_name():
    with pytest.raises(ValueError, match="Paper: .*colour_of_hat"):
        Paper.from_json(papers.red().to_json() | {"colour_of_hat": "black"})


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_a_notice_names_its_colour_in_both_languages(colour, language):
    judicial = papers.JUDICIAL if colour == "RED" else None
    made = print_notice(papers.red(colour=colour, second_language=language, judicial=judicial))

    assert joined(wording(f"colour.{colour}", "en")) in glyphs.text(made)
    assert glyphs.boxes(made) == 0
    assert joined(wording(f"colour.{colour}", language)) in glyphs.text(made)


@pytest.mark.parametrize("language", SECOND_LANGUAGES)
def test_no_language_lacks_a_glyph(language):
    assert glyphs.boxes(print_notice(papers.red(second_language=language))) == 0


def test_the_label_in_the_second_language_stands_right_of_the_value():
    page = pypdfium2.PdfDocument(print_notice(papers.red(second_language="fr")))[0]

    places = [left_edge(page, text) for text in ("Born", "3 August 1979", "Naissance")]

    assert places == sorted(places)


def test_every_field_is_printed_as_text_and_reaches_nothing():
    markup = '<img src="file:///etc/passwd"><img src="http://169.254.169.254/">'
    written = []

    def payload(original):
        written.append(f"{markup}#{len(written)};")
        return written[-1]

    sheet = Paper.from_json(papers.with_texts_replaced(papers.full().to_json(), payload))
    made = print_notice(sheet, photo=jpeg())

    said = glyphs.text(made)
    assert [text for text in written if joined(text) not in said] == []
    assert glyphs.images(made) == 1
    assert b"/URI" not in made and b"/EmbeddedFile" not in made


def test_template_code_in_a_field_is_printed_as_text():
    made = print_notice(papers.red(asked_by=Text("{{ settings.SECRET_KEY }}{% load static %}")))

    assert "{{settings.SECRET_KEY}}{%loadstatic%}" in glyphs.text(made)


@pytest.mark.parametrize(
    "date, printed",
    [
        (PartialDate(1979, 8, 3), "3 August 1979"),
        (PartialDate(1979, 8), "August 1979"),
        (PartialDate(1979), "1979"),
        (PartialDate(1979, approximate=True), "about 1979"),
        (PartialDate(1960, year_to=1965), "between 1960 and 1965"),
        (PartialDate(1979, written="1399 AH"), "1979 (written: 1399 AH)"),
        (PartialDate(), "Not known"),
    ],
)
def test_a_date_of_birth_is_printed_as_far_as_it_is_known(date, printed):
    made = print_notice(papers.with_identity(born=(date,), names=(Name("X"),)))

    assert joined(printed) in glyphs.text(made)
    assert "1January" not in glyphs.text(made)


def test_a_stateless_person_is_called_stateless_in_both_languages():
    sheet = replace(papers.with_identity(nationalities=(Country("XXA"),)), second_language="fr")

    said = glyphs.text(print_notice(sheet))

    assert "Stateless·Apatride" in said
    assert "XXA" not in said


def test_each_further_identity_says_what_it_is():
    other = Identity(label="MISUSED", names=(Name("DOE, Jane"),))
    subject = replace(papers.SUBJECT, identities=(*papers.SUBJECT.identities, other))

    said = glyphs.text(print_notice(papers.red(subject=subject)))

    assert joined("Other identity: identity of another person, misused") in said
    assert "DOE,Jane" in said


def test_a_stolen_document_is_marked_and_a_valid_one_is_not():
    documents = (Document("A1", "PASSPORT", status="STOLEN"), Document("B2", status="VALID"))

    said = glyphs.text(print_notice(papers.with_identity(documents=documents)))

    assert "A1passport,stolen" in said
    assert "B2document" in said and "valid" not in said.split("B2document")[1][:6].lower()


@pytest.mark.parametrize(
    "penalty, printed",
    [
        (Penalty(168), "14 years"),
        (Penalty(30), "2 years 6 months"),
        (Penalty(1), "1 month"),
        (Penalty(special="LIFE"), "imprisonment for life"),
    ],
)
def test_a_penalty_is_printed_in_years_and_months(penalty, printed):
    charge = replace(papers.JUDICIAL.charges[0], max_penalty=penalty)

    made = print_notice(papers.red(judicial=replace(papers.JUDICIAL, charges=(charge,))))

    assert joined(f"Maximum penalty{printed}") in glyphs.text(made)


def test_without_text_in_the_second_language_the_english_one_stands_with_a_note():
    facts = replace(papers.RED.sections[0], text=Text("He issued false invoices."))

    said = glyphs.text(print_notice(papers.red(second_language="es", sections=(facts,))))

    assert "Heissuedfalseinvoices." in said
    assert joined(wording("note.english_only", "es")) in said


def test_a_proof_says_so_and_has_no_code():
    said = glyphs.text(print_notice(papers.red(state="PROOF", control=None)))

    assert "PROOF" in said
    assert papers.CONTROL.code not in said
    assert "texthash" not in said


def test_a_cancelled_notice_says_so_with_the_date():
    sheet = papers.red(state="CANCELLED", state_on=PartialDate(2026, 12, 1))

    assert "CANCELLED1December2026" in glyphs.text(print_notice(sheet))
    assert "CANCELLED" not in glyphs.text(print_notice(papers.red()))


def test_every_page_of_a_copy_carries_its_code_recipient_and_number():
    section = replace(papers.RED.sections[0], text=Text("A long story. " * 400, "Longue. " * 400))

    pages = pypdfium2.PdfDocument(print_notice(papers.red(sections=(section,))))

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        said = joined(page.get_textpage().get_text_range())
        assert papers.CONTROL.code in said
        assert joined(papers.CONTROL.recipient) in said
        assert f"{number}/{len(pages)}" in said
        assert "Voidoncecancelled" in said


def test_the_qr_code_leads_to_the_check_of_this_copy():
    page = pypdfium2.PdfDocument(print_notice(papers.red()))[0]
    expected = segno.make(papers.CONTROL.verify_at + papers.CONTROL.code, error="m", micro=False)

    picture = page.render(scale=8).to_pil().convert("L")
    mm = picture.width / 210
    # The strip under the code is grey, the code is black.
    foot = picture.crop((int(14 * mm), int(265 * mm), int(34 * mm), int(286 * mm)))
    square = foot.crop(foot.point(lambda grey: 255 * (grey < 40)).getbbox())
    size = len(expected.matrix)
    step = square.width / size
    read = [
        [square.getpixel((int((x + 0.5) * step), int((y + 0.5) * step))) < 128 for x in range(size)]
        for y in range(size)
    ]

    assert read == [[bool(module) for module in row] for row in expected.matrix]


def test_a_un_notice_shows_reference_listing_and_quality_of_aliases():
    said = glyphs.text(print_notice(papers.un()))

    for text in (
        "QDi.999",
        "4 October 2011",
        "Good-quality aliasAbu Khayal",
        "Low-quality aliasThe Tailor",
        "between 1965 and 1972",
        "March 1970",
        "Treasurer since 2011",
        "National identification number",
        "2 June 2014; 24 January 2019",
    ):
        assert joined(text) in said, text
    assert "policeuseonly" not in said


def test_a_un_notice_on_an_entity_needs_no_person():
    entity = replace(papers.UN.subject, identities=(Identity(names=(Name("MILL TRUST"),)),))

    said = glyphs.text(print_notice(papers.un(subject=entity)))

    assert "MILLTRUST" in said
    assert "Sex" not in said and "Nationality" not in said


def test_a_notice_without_a_subject_has_its_text_only():
    sheet = papers.red(colour="ORANGE", subject=None, judicial=None)

    assert joined("Warning of an imminent threat") in glyphs.text(print_notice(sheet))


def test_the_same_paper_gives_the_same_bytes():
    assert print_notice(papers.un(), photo=jpeg()) == print_notice(papers.un(), photo=jpeg())


def test_printing_complains_of_nothing(caplog):
    caplog.set_level("WARNING")

    print_notice(papers.full(), photo=jpeg())

    assert caplog.messages == []


def test_the_file_names_its_title_and_its_maker():
    facts = pypdfium2.PdfDocument(print_notice(papers.red())).get_metadata_dict()

    assert facts["Title"] == "Red notice 2026/30493"
    assert facts["Author"] == "International Internal Security Agency"


def joined(text: str) -> str:
    """Return a text as `glyphs.text` gives it: without white space."""
    return "".join(text.split())


def left_edge(page, text: str) -> float:
    """Return where the first occurrence of a text begins on a page."""
    text_page = page.get_textpage()
    start, _count = text_page.search(text, match_whole_word=True).get_next()
    return text_page.get_charbox(start)[0]
