"""The fixed wordings: complete in six languages, and there for every code of the models."""

import pytest

from cases.models import IdDocument, Identity, Sex
from central_offices.models import Classification
from notices.models import Colour, Proceeding, SecondLanguage
from notices.papers.layout import DOUBTFUL
from notices.papers.wording import LANGUAGES, SECOND_LANGUAGES, table, unreviewed


@pytest.mark.parametrize("language", SECOND_LANGUAGES)
def test_a_language_has_the_same_keys_as_english(language):
    assert list(table(language)) == list(table("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_is_empty_or_spaced_out(language):
    assert [key for key, text in table(language).items() if not text or text != text.strip()] == []


@pytest.mark.parametrize(
    "part, codes",
    [
        ("colour", Colour.values),
        ("purpose", Proceeding.Kind.values),
        ("purpose", [code for code in Colour.values if code != "RED"]),
        ("level", Classification.names),
        ("sex", Sex.values),
        ("identity", Identity.Label.values),
        ("document", DOUBTFUL),
    ],
)
def test_every_code_of_the_models_has_its_wording(part, codes):
    assert [code for code in codes if f"{part}.{code}" not in table("en")] == []


def test_every_second_language_of_a_notice_has_wordings():
    assert set(SecondLanguage.values) == set(SECOND_LANGUAGES)


def test_what_no_native_speaker_has_read_is_known():
    assert set(unreviewed()) == set(SECOND_LANGUAGES)


def test_the_doubtful_states_of_a_document_are_states_of_the_model():
    assert set(DOUBTFUL) < set(IdDocument.Status.values)


def test_a_language_without_wordings_is_named():
    with pytest.raises(LookupError, match="'de'"):
        table("de")
