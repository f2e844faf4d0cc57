"""Names that are one are found, however their particles stand; those that are two score lower."""

import importlib

import pytest
from django.apps import apps

from cases import names
from cases.drafts import IdentityDraft, PersonDraft
from cases.models import NameKey
from notices.payload import freeze, public_extract
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db
WHY = {"headers": {"X-Purpose": "LOCATE"}}
ONE = [
    ["Jan van der Berg", "Jan Vanderberg", "Jan vd Berg", "Jan v.d. Berg", "Jan v/d Berg"],
    ["Jan van der Berg", "Berg, Jan van der", "JAN VANDER BERG", "Jan Berg"],
    ["Abdullah al-Qahtani", "Abdullah Alqahtani", "Abdullah al Qahtani", "Abdullah Qahtani"],
    ["Usama bin Ladin", "Usama Binladin", "Bin Ladin Usama", "Usama Ibn Ladin"],
    ["Maria de la Cruz", "Maria Delacruz", "MARIA DE LA CRUZ"],
    ["Conor O'Brien", "Conor OBrien", "Conor O Brien", "Conor O’Brien"],
    ["Ewan MacDonald", "Ewan Mac Donald", "Ewan Mc Donald", "Ewan McDonald"],
    ["Angel Di María", "Angel Dimaria", "DI MARIA Angel"],
]
TWO = [  # the same, and somebody else
    ("Ahmad bin Hasan", "AHMAD BIN HASAN", "Hasan bin Ahmad"),
    ("أحمد بن حسن", "احمد بن حسن", "حسن بن أحمد"),
    ("Maria Rossi", "Maria Rosi", "Mario Rossi"),
    ("Antonio Esposito", "Antonio Exposito", "Antonia Esposito"),
    ("Wang Wei", "Wei Wang", "Wang Wen"),
    ("Li Na", "LI Na", "Li Ning"),
    ("Daniel Okello", "Okello Daniel", "Daniela Okello"),
]


def test_particles_are_met_apart_joined_shortened_and_left_out(amina, over_api):
    factories.case(amina, people=[factories.person(forms[0]) for forms in ONE[1:]])
    caller = over_api(amina)
    for forms in ONE:
        for typed in forms:
            assert names.score(typed, forms[0]) > 0.88, typed
            row = caller.get("/api/v1/persons/", {"q": typed}, **WHY).json()["results"][0]
            assert row["matched"] == forms[0] and row["score"] > 0.88, typed


def test_another_order_sex_or_short_name_scores_lower_and_is_found_where_it_may_be_meant():
    for typed, same, other in TWO:
        assert names.score(typed, same) > names.score(typed, other) + 0.04, (typed, other)
    for typed, other in (("Ahmad bin Hasan", "Hasan bin Ahmad"), ("Maria Rossi", "Mario Rossi")):
        assert 0.72 <= names.score(typed, other) < 0.9
        assert names.query_keys(typed) & names.keys(other)
    for typed, other in (("Wang Wei", "Wang Wen"), ("Li Na", "Li Ning"), ("Ali Jan", "Ali Jin")):
        assert names.score(typed, other) < 0.72
    for typed, other in (
        ("Li Wei", "Lee Wei"),
        ("Ali Amr", "Aly Amr"),
        ("Ahmad Hasan", "Hasan Ahmad"),
    ):
        assert names.score(typed, other) > 0.95


@pytest.mark.parametrize(
    ("identity", "found_by"),
    [
        (
            IdentityDraft("山田太郎", romanised="Yamada Taro"),
            ["Yamada Taro", "山田太郎", "ヤマダ タロウ"],
        ),
        (IdentityDraft("山田太郎（やまだ たろう）"), ["Yamada Taro", "山田太郎", "やまだたろう"]),
        (IdentityDraft("山田太郎 (Yamada Taro)"), ["Taro Yamada", "山田 太郎"]),
        (
            IdentityDraft("山田太郎", family_name="Yamada", forename="Taro"),
            ["Taro Yamada", "山田太郎"],
        ),
    ],
)
def test_a_japanese_name_is_found_by_its_characters_and_by_the_reading_beside_them(
    amina, signed_in, identity, found_by
):
    factories.case(amina, people=[PersonDraft([identity])])
    browser = browsing.with_purpose(signed_in(amina))
    for typed in found_by:
        assert len(browser.get("/persons/", {"q": typed}).context["page"].rows) == 1, typed
    assert browser.get("/persons/", {"q": "Shantian Tailang Wang"}).context["page"].rows == []
    copy = {"as_written": identity.as_written, "romanised": identity.romanised}
    copy |= {"family_name": identity.family_name, "forename": identity.forename}
    read = [name for name, _born in freeze.names_of({"subject": {"identities": [copy]}})]
    assert any(names.score("Taro Yamada", name) > 0.9 for name in read)


def test_a_reading_that_is_public_is_searched_by_the_public():
    data = {"name": "山田太郎", "name_in_original_script": "山田太郎（やまだ たろう）"}
    assert public_extract.names_of(data) == ["山田太郎", "やまだ たろう"]


def test_names_kept_before_are_found_so_too(amina, signed_in):
    factories.case(amina, people=[factories.person("Jan van der Berg")])
    NameKey._base_manager.update(keys=[1], key_version=3)
    migration = importlib.import_module("cases.migrations.0018_particles_and_readings_are_keys")
    migration.rekey(apps, None)
    browser = browsing.with_purpose(signed_in(amina))
    found = browser.get("/persons/", {"q": "Jan Vanderberg"}).context["page"]
    assert len(found.rows) == 1
    assert set(NameKey._base_manager.values_list("key_version", flat=True)) == {4}
