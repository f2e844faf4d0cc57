"""Papers of persons with much to tell, in languages nobody wrote, saved under their names."""

import io
import re
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from django.utils import timezone

from kernel.files import download_names
from notices.models import Notice
from notices.models import Paper as PaperRow
from notices.papers import printing
from notices.papers.model import Country, Document, Name, Text
from notices.papers.pdf import print_notice
from notices.papers.wording import SECOND_LANGUAGES, wording
from policies.papers.pdf import print_edition
from tests.cases import browsing, factories
from tests.kernel import glyphs
from tests.kernel.test_pdf import jpeg
from tests.notices import papers
from tests.policies.test_paper import edition

FRENCH = "Association en vue de frauder"


def long_paper(aliases, documents, sentences):
    """Return a notice on a person with many aliases and documents, and a long charge."""
    names = [Name("OKELLO, Daniel", "أوكيلو دانيال", "ar")]
    names += [Name(f"ALIAS Number {number}") for number in range(aliases)]
    held = tuple(
        Document(f"AK{number:07}", "PASSPORT", "", Country("KEN")) for number in range(documents)
    )
    charge = replace(
        papers.JUDICIAL.charges[0], text=Text("He forged papers. " * sentences, FRENCH)
    )
    sheet = papers.with_identity(names=tuple(names), documents=held)
    return replace(sheet, judicial=replace(papers.JUDICIAL, charges=(charge,) * 2))


@pytest.mark.parametrize(
    "aliases, documents, sentences", [(14, 14, 2), (40, 14, 60), (40, 40, 250)]
)
def test_a_long_person_fills_the_first_page_and_flows_on(aliases, documents, sentences):
    made = pypdfium2.PdfDocument(
        print_notice(long_paper(aliases, documents, sentences), photo=jpeg())
    )

    said = [" ".join(page.get_textpage().get_text_range().split()) for page in made]
    assert "ALIAS Number 13" in said[0]
    assert all(len(page) > 1200 for page in said[:-1])
    for page in said:
        assert "Red notice 2026/30493" in page and "OKELLO, Daniel" in page


def test_a_long_key_issue_begins_on_the_first_page():
    issue = replace(edition().issues[0], rationale="Trade hides payments. " * 400)

    made = pypdfium2.PdfDocument(print_edition(edition(issues=(issue,))))

    assert all(len(page.get_textpage().get_text_range()) > 1500 for page in list(made)[:-1])


@pytest.mark.parametrize("language", [name for name in SECOND_LANGUAGES if name != "fr"])
def test_no_french_text_stands_on_a_paper_in_another_language(language):
    written_in_french = replace(papers.RED, text_language="fr", second_language=language)

    said = glyphs.readings(print_notice(written_in_french))["PDFium"]

    for text in ("Association", "Localiser", "Détient", "Entre janvier"):
        assert text not in said
    # Charge, warning, facts and what is asked for.
    words = glyphs.words(wording("note.english_only", language)).split()
    assert all(said.count(word) >= 4 for word in words if len(word) > 3 or language == "zh")
    assert (
        "Association"
        in glyphs.readings(print_notice(replace(papers.RED, text_language="fr")))["PDFium"]
    )


@pytest.mark.parametrize("language", ["ar", "zh", "fr"])
def test_each_part_of_a_paper_names_its_language(language):
    made = print_notice(papers.red(second_language=language))

    pages = b"".join(glyphs.streams(made))
    assert pypdf.PdfReader(io.BytesIO(made)).root_object["/Lang"] == "en"
    assert b"/Lang (%b)" % language.encode() in pages and b"/Lang (uk)" in pages


def test_a_papers_file_says_what_it_is():
    notice = Notice(colour="RED", reference="2026/30493")
    copy = PaperRow(notice=notice, language="ar", copy=3)
    listed = Notice(colour="UN", un_reference="QDi.999")
    proof = PaperRow(notice=Notice(colour="BLUE"), language="fr", proof=True)

    other = PaperRow(notice=proof.notice, language="fr", proof=True)

    assert printing.name_of(copy) == "red-notice-2026-30493-copy-3-en-ar.pdf"
    assert printing.name_of(PaperRow(notice=listed, language="zh", copy=1)) == (
        "un-notice-QDi.999-copy-1-en-zh.pdf"
    )
    assert printing.name_of(proof).startswith("proof-of-blue-notice-")
    assert printing.name_of(other) != printing.name_of(proof)


def test_a_name_in_any_script_is_given_in_full_and_in_ascii():
    for name in (
        "مذكرة توقيف.pdf",
        "逮捕状.pdf",
        'a"b\\c;é.pdf',
        "x" * 300 + "é.pdf",
        "Ордер №5.docx",
    ):
        header = download_names.disposition(name)
        plain = header.split('filename="')[1].split('"')[0]
        assert plain.isascii() and plain.endswith(name[-4:]) and len(plain) < 140
        assert "filename*=utf-8''" in header and "\n" not in header
    assert download_names.disposition("plain.pdf") == 'attachment; filename="plain.pdf"'
    assert download_names.of("request", "2026/7", "", None, ending="csv") == "request-2026-7.csv"


@pytest.mark.django_db
def test_a_printed_page_says_what_it_is_when_and_who_printed_it(amina, signed_in):
    case = factories.case(amina)

    page = browsing.text(signed_in(amina).get(f"/cases/{case.reference}/"))

    (foot,) = re.findall(r'<p class="printed">(.*?)</p>', page, re.DOTALL)
    told = " ".join(foot.split())
    assert told.startswith(case.reference)
    assert f"Printed by {amina.name}, {amina.office.code}" in told
    assert f"{timezone.now():%Y-%m-%d}" in told and told.endswith("UTC")
