"""The printed key issues: ranked, with portfolios, targets, and a sentence for those without."""

import json

import pypdfium2
import pytest

from policies.papers.model import Absence, EditionPaper, Issue, PortfolioName
from policies.papers.pdf import print_edition
from policies.papers.wording import UNREVIEWED, WORDINGS
from tests.kernel import glyphs

TEXTS = {
    "en": ("False invoices in freight", "Trade hides payments.", "Halve the time to an answer"),
    "ar": ("الفواتير المزوّرة في الشحن", "التجارة تخفي المدفوعات.", "خفض زمن الرد إلى النصف"),
    "zh": ("货运虚假发票", "贸易掩盖付款。", "将答复时间减半"),
    "fr": (
        "Fausses factures de fret",
        "Le commerce cache des paiements.",
        "Diviser le délai par deux",
    ),
    "ru": ("Фиктивные счета в перевозках", "Торговля скрывает платежи.", "Вдвое сократить срок"),
    "es": (
        "Facturas falsas en el flete",
        "El comercio oculta pagos.",
        "Reducir el plazo a la mitad",
    ),
}


def edition(language="en", **changes) -> EditionPaper:
    """Return an edition with one key issue and one portfolio without."""
    title, rationale, target = TEXTS[language]
    issue = Issue(
        rank=1,
        title=title,
        portfolios=(PortfolioName("FRAUD", "Fraud"), PortfolioName("DRUGS", "Drugs")),
        rationale=rationale,
        targets=f"{target}\nTrain 400 officers",
    )
    values = {
        "year": 2027,
        "number": 1,
        "language": language,
        "title": f"{title} 2027",
        "issues": (issue,),
        "absences": (Absence("GRAFT", "Graft", "There is no key issue on graft in 2027."),),
        "foreword": rationale,
        "published_on": "2026-12-10",
        "sha256": "9c417be20d5f" + "0" * 52,
        "address": "https://iisa.example/key-issues/2027-1",
    }
    return EditionPaper(**(values | changes))


@pytest.mark.parametrize("language", WORDINGS)
def test_an_edition_is_printed_in_its_language_without_a_missing_glyph(language):
    made = print_edition(edition(language))

    assert glyphs.boxes(made) == 0
    assert len(glyphs.drawn(made)) > 200
    assert "".join(WORDINGS[language]["rationale"].split()) in glyphs.text(made)
    assert "".join(TEXTS[language][2].split()) in glyphs.text(made)


def test_an_arabic_edition_is_mirrored():
    assert first_rank_at(print_edition(edition("ar"))) > 400
    assert first_rank_at(print_edition(edition("en"))) < 100


def test_it_shows_portfolios_targets_and_the_sentence_for_one_without():
    said = glyphs.text(print_edition(edition()))

    assert "Portfolios:Fraud·Drugs" in said
    assert "Train400officers" in said
    assert "GraftThereisnokeyissueongraftin2027." in said
    assert "Published10December2026" in said


def test_an_edition_that_is_not_published_is_a_proof():
    assert "PROOF" in glyphs.text(print_edition(edition(published_on="", sha256="")))
    assert "PROOF" not in glyphs.text(print_edition(edition()))


def test_a_correction_says_what_is_corrected():
    made = print_edition(edition(number=2, correction="The second target was wrong."))

    assert "Correction.Thesecondtargetwaswrong." in glyphs.text(made)
    assert "Edition2" in glyphs.text(made)


def test_markup_in_any_text_is_printed_as_text():
    evil = "<img src=file:///etc/passwd>"
    issue = Issue(1, evil + "1", (PortfolioName("FRAUD", evil + "2"),), evil + "3", evil + "4")
    absence = Absence("GRAFT", evil + "5", evil + "6")
    texts = {"title": evil + "7", "foreword": evil + "8", "correction": evil + "9"}

    said = glyphs.text(print_edition(edition(issues=(issue,), absences=(absence,), **texts)))

    assert all("".join(f"{evil}{number}".split()) in said for number in range(1, 10))


def test_it_comes_back_from_json_as_it_was():
    assert EditionPaper.from_json(json.loads(json.dumps(edition().to_json()))) == edition()


def test_all_languages_have_the_same_wordings_and_unread_ones_are_known():
    assert {tuple(words) for words in WORDINGS.values()} == {tuple(WORDINGS["en"])}
    assert {*UNREVIEWED, "en"} == set(WORDINGS)


def test_a_document_names_its_language_and_its_structure_for_those_who_listen_to_it():
    parts = b"".join(glyphs.streams(print_edition(edition("ar"))))

    assert b"/Lang (ar)" in parts
    assert b"/StructTreeRoot" in parts


def first_rank_at(pdf: bytes) -> float:
    """Return the left edge of the large "1" of the first key issue, in points."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    boxes = [
        page.get_charbox(at)
        for at in range(page.count_chars())
        if page.get_text_range(at, 1) == "1"
    ]
    return max(boxes, key=lambda box: box[3] - box[1])[0]
