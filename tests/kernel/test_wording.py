"""Labels that go on within a sentence, and the names of languages."""

from django.utils import translation

from kernel import wording


def test_only_the_first_letter_of_a_label_is_made_small():
    told = {
        "Waiting for the General Secretariat": "waiting for the General Secretariat",
        "Draft": "draft",
        "UN list": "UN list",
        "مسودة": "مسودة",
        "": "",
    }
    assert {label: wording.within_sentence(label) for label in told} == told


def test_languages_are_named_in_the_language_of_the_page_and_unknown_codes_stay():
    assert wording.language_names(["en", "sw", "xx"]) == ["English", "Swahili", "xx"]
    with translation.override("ar"):
        assert wording.language_names(["en"]) == ["الإنجليزية"]
    for language in ("zh-hans", "pt-br", "fr"):
        with translation.override(language):
            assert wording.language_names(["en"]) != ["en"]
