"""Words are found however they are typed: on any keyboard, without accents, at any length."""

import importlib

import pytest

from cases import words
from cases.models import Case
from central_offices.models import Officer
from exchange.models import Request
from kernel.values.folding import folded, searchable
from tests.cases import browsing, factories
from tests.exchange.conftest import draft
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
# (as written, as typed)
ALIKE = [
    ("Łódź warehouse", "Lodz"),
    ("Diyarbakır", "Diyarbakir"),
    ("DİYARBAKIR", "diyarbakir"),
    ("Tromsø", "tromso"),
    ("Đà Nẵng", "Da Nang"),
    ("Ærøskøbing", "aeroskobing"),
    ("Þórshöfn", "thorshofn"),
    ("œuvre", "oeuvre"),
    ("Ħamrun", "hamrun"),
    ("Straße", "STRASSE"),
    ("Reyðarfjörður", "reydarfjordur"),
    ("شبكة الكويت", "شبکه"),
    ("شبکۀ کویت", "شبكة"),
    ("أحمد", "احمد"),
    ("مؤسسة", "موسسة"),
    ("مـحـمـد", "محمد"),
    ("مُحَمَّد", "محمد"),
    ("على", "علی"),
    ("هەولێر", "ههولير"),
    ("Qur’an", "Qur'an"),
    ("Qurʾān", "quran"),
    ("d’Ivoire", "ivoire"),
    ("L‘Aquila", "laquila"),
    ("Al‑Qaida", "al-qaida"),
    ("об’єкт", "обʼєкт"),
    ("Ёлка", "елка"),
    ("ＴＯＫＹＯ　１２３", "tokyo 123"),
    ("٢٠٢٦", "2026"),
    ("soft\u00adhyphen", "softhyphen"),
    ("ファイル", "ﾌｧｲﾙ"),
    ("網絡詐騙案", "詐騙"),
    ("कुमार", "कुमार"),
    ("ΑΘΗΝΑΣ", "αθηνας"),
]


def test_words_of_cases_are_found_as_they_are_typed(amina):
    for number, (written, _typed) in enumerate(ALIKE):
        factories.case(amina, f"{number:03} {written}")
    for number, (written, typed) in enumerate(ALIKE):
        found = Case.objects.filter(words.containing(typed)).values_list("title", flat=True)
        assert f"{number:03} {written}" in found, (written, typed)


def test_words_of_requests_and_names_of_officers_fold_alike(amina, adler, signed_in):
    folds = [(written, typed) for written, typed in ALIKE if len(written) < 80]
    request = draft(amina, "PRT", title="Łódź d’Ivoire", ask=" ; ".join(w for w, _t in folds))
    for written, typed in folds:
        assert Request.objects.matching(typed).filter(pk=request.pk).exists(), (written, typed)
    with by_the_owner():
        Officer.objects.filter(pk=amina.pk).update(name="Łucja Ødegård-O’Brien")
    for typed in ("lucja odegard", "OBrien", "o'brien", "Ødegård"):
        shown = signed_in(adler).get("/officers/", {"q": typed}).context["page"].rows
        assert [row.pk for row in shown] == [amina.pk], typed


def test_different_words_stay_different():
    assert len({folded(word) for word in ("ガス", "カス", "कमार", "कुमार", "bin", "ben")}) == 6
    assert folded("") == "" and searchable("'", " ’ ") == ""


def test_a_text_of_any_length_is_found_by_its_last_word(amina):
    many = " ".join(f"word{number}" for number in range(6_000))
    found = words.searchable(f"{many} Łąka", "")
    assert found.endswith(" laka") and len(found.split()) == 6_001
    case = factories.case(amina, "Long", summary=f"{'filler ' * 900} Zwijndrecht")
    assert Case.objects.filter(words.containing("zwijndrecht")).get() == case
    typed = " ".join(f"word{number}" for number in range(20))
    factories.case(amina, "Twenty", summary=typed)
    assert Case.objects.filter(words.containing(typed)).count() == 1
    assert not Case.objects.filter(words.containing(f"{typed} missing")).exists()


def test_a_name_of_many_words_is_found_by_its_last(amina, signed_in):
    parts = "Ana Maria Isabel Teresa Rosa Lucia Carmen Elena Julia Marta Sofia Clara Ines Paula"
    long = f"{parts} Beatriz Constanza Zubizarreta"
    assert len(long.split()) == 17
    factories.case(amina, people=[long, "Somebody Else"])
    browser = browsing.with_purpose(signed_in(amina))
    for typed in ("Zubizarreta", "Zubisareta", "Constanza Zubizarreta", long):
        page = browser.get("/persons/", {"q": typed})
        assert [str(row) for row in page.context["page"].rows] == [long], typed


def test_what_was_kept_before_is_folded_anew(amina):
    case = factories.case(amina, "Łódź")
    request = draft(amina, "PRT", title="Łódź")
    with by_the_owner():
        Case._base_manager.filter(pk=case.pk).update(search_text="łódź")
        Request._base_manager.filter(pk=request.pk).update(search_text="łódź")
        from django.apps import apps

        for app in ("cases.migrations.0014", "exchange.migrations.0013"):
            importlib.import_module(f"{app}_words_folded_alike").fold(apps, None)
    assert Case.objects.filter(words.containing("lodz")).get() == case
    assert Request.objects.matching("lodz").get() == request
