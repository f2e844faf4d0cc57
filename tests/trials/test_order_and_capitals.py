"""Names stand where a reader looks for them, and in capitals as their own language writes them."""

import pytest
from django.utils import translation

from central_offices.models import Officer
from kernel.pages import keyset
from kernel.values import sorting
from kernel.values.text import capitals
from tests.plumbing.by_the_owner import by_the_owner

pytestmark = pytest.mark.django_db
LISTS = {
    "en": ["Ångström", "Lis", "Łoś", "Lublin", "Zoë", "zola", "Zürich"],
    "fr": ["cote", "coté", "côte", "Éloi", "Emma"],
    "es": ["nube", "ñandú", "oca"],
    "ru": ["Ёлкин", "Жуков", "Щербаков", "Яков"],
    "zh-hans": ["北京", "金", "王", "张"],
    "ar": ["أحمد", "بدر", "تونس", "زيد"],
}


@pytest.mark.parametrize("language", LISTS)
def test_names_stand_in_the_order_of_the_readers_language(language):
    with translation.override(language):
        for given in (LISTS[language], LISTS[language][::-1]):
            assert sorting.by_name(given) == LISTS[language]
    assert sorting.by_name([]) == [] and sorting.by_name(["x"]) == ["x"]


def test_officers_stand_so_on_every_page_of_the_list_and_back(amina, signed_in, adler):
    names = ["ñandú", "Ömer", "oscar", "Zoë", "zola", "Éloi", "emma", "Nube", "Álvaro", "b", "B"]
    with by_the_owner():
        for number, name in enumerate(names):
            Officer.objects.create(
                name=name, email=f"{number}@office.example", office=amina.office, clearance=0
            )
    rows = Officer.objects.filter(email__endswith="@office.example")
    order = keyset.Order("name", is_falling=False, is_name=True)
    with translation.override("es"):
        there, cursor, page = [], "", None
        while page is None or cursor:
            page = keyset.page(rows, cursor, 3, order=order)
            there += [row.name for row in page.rows]
            cursor = page.next
        assert there == sorting.by_name(names)
        assert there.index("Nube") < there.index("ñandú") < there.index("Ömer")
        back = keyset.page(rows, page.previous, 3, order=order)
        assert [row.name for row in back.rows] == there[-5:-2]
    shown = signed_in(adler).get("/officers/?q=office.example").context["page"].rows
    assert [row.name for row in shown][:2] == ["Álvaro", "b"]


def test_offices_stand_in_the_order_of_the_language_in_which_they_are_shown(amina, signed_in):
    browser = signed_in(amina)
    for language in ("en", "fr", "ar"):
        shown = browser.get(f"/offices/?lang={language}").context["offices"]
        with translation.override(language):
            assert [row.pk for row in shown] == [row.pk for row in sorting.by_name(shown)]


def test_capitals_are_those_of_the_name():
    written = {
        "ბერიძე": "ბერიძე",
        "Yiğit": "YİĞİT",
        "Işık": "IŞIK",
        "Əliyev": "ƏLİYEV",
        "Smith": "SMITH",
        "Müller": "MÜLLER",
        "Großmann": "GROSSMANN",
        "Щербаков": "ЩЕРБАКОВ",
        "Παπαδόπουλος": "ΠΑΠΑΔΌΠΟΥΛΟΣ",
        "محمد": "محمد",
        "王": "王",
        "D'Amico": "D'AMICO",
    }
    assert {name: capitals(name) for name in written} == written
    assert not any("\u1c90" <= char <= "\u1cbf" for char in capitals("ნინო ბერიძე"))
