"""A country or office as typed: what names one is taken everywhere, the rest is asked back."""

import pytest
from django import forms
from django.utils import translation

from cases.forms.fields import CountryField
from cases.models import CaseSubject, Nationality
from central_offices import seed
from central_offices.directory import as_typed
from central_offices.forms.agreements import CountriesField
from central_offices.models import CentralOffice
from exchange.forms.fields import OfficesField
from exchange.forms.list_filters import read
from kernel.errors import NotReady
from notices.forms import fields as notice_fields
from tests.cases import browsing, factories
from tests.plumbing.by_the_owner import by_the_owner
from tests.trials import walking

pytestmark = pytest.mark.django_db
EVERYBODY = CentralOffice.objects.select_related("jurisdiction").order_by("code")
WHY = {"headers": {"X-Purpose": "LOCATE"}}
COUNTRIES = {
    "GBR": ["UK", "uk", "U.K.", "United Kingdom", "Great Britain", "gb", "Великобритания", "英国"],
    "CIV": ["Cote d'Ivoire", "Côte d'Ivoire", "Côte d’Ivoire", "Cote d`Ivoire", "Ivory Coast"],
    "CUW": ["Curacao", "CURAÇAO"],
    "TUR": ["Turkiye", "Türkiye", "Turkey", "Турция", "تركيا", "土耳其"],
    "VNM": ["Viet Nam", "Vietnam", "Viêt Nam"],
    "KOR": ["South Korea", "Republic of Korea", "Korea, Republic of", "KOR", "kr", "韩国"],
    "PRK": ["North Korea", "DPRK", "Democratic People's Republic of Korea"],
    "COD": ["Democratic Republic of the Congo", "DRC", "Congo, the Democratic Republic of the"],
    "COG": ["Republic of the Congo", "COG", "Congo-Brazzaville"],
    "GNB": ["Guinea-Bissau", "Guinea Bissau", "Guinée-Bissau"],
    "LCA": ["St. Lucia", "Saint Lucia", "st lucia"],
    "IRN": ["Iran", "Iran (Islamic Republic of)", "ایران", "إيران", "Persia"],
    "KEN": ["ＫＥＮ", " ken ", "Kenya.", "肯尼亚", "Кения", "كينيا", "كـينيا"],
    "DDDE": ["GDR", "East Germany", "DDDE"],
    "SUHH": ["USSR", "Soviet Union", "СССР", "SUN"],
    "SVK": ["sk"],
    "AFG": ["Afghan"],
    "XXA": ["XXA"],
}
ASKED_BACK = {
    "Congo": {"COG", "COD"},
    "Конго": {"COG", "COD"},
    "الكونغو": {"COG", "COD"},
    "刚果": {"COG", "COD"},
    "Korea": {"KOR", "PRK"},
    "Corée": {"KOR", "PRK"},
    "Guinea": {"GIN", "GNB", "GNQ", "PNG"},
    "Burma": {"BUMM", "MMR"},
    "Zaire": {"ZRCD", "COD"},
    "Virgin Islands": {"VGB", "VIR"},
    "Keny": {"KEN"},
    "Ukra": {"UKR"},
    "Portug": {"PRT"},
}


@pytest.fixture
def offices(db):
    """The offices of further countries, beside those of the tests' world."""
    with by_the_owner():
        seed.seed(
            only=("GBR", "UKR", "COD", "COG", "CIV", "TUR", "CZE", "GIN", "GNQ", "KOR"), live=True
        )


@pytest.fixture
def every_field():
    """The fields of every form that take a country or an office by name."""
    kinds = (CountryField, CountriesField, OfficesField, notice_fields.OfficesField)
    fields = walking.form_fields()
    return [(name, field) for name, field in fields if isinstance(field, kinds)]


def test_a_country_is_understood_by_every_name_and_code_of_it():
    for code, written in COUNTRIES.items():
        for typed in written:
            assert (typed, as_typed.country(typed).code) == (typed, code)


def test_what_may_be_several_or_is_only_begun_is_asked_back_with_the_likely_ones():
    for typed, codes in ASKED_BACK.items():
        with pytest.raises(NotReady, match="Did you mean") as asked:
            as_typed.country(typed)
        assert all(f"({code})" in str(asked.value) for code in codes), str(asked.value)


def test_what_names_nothing_is_refused_with_a_sentence():
    for typed in ("", " ", "?", "Atlantis", "u", "the", "\u200b", "0", "%", "A" * 5000):
        with pytest.raises(NotReady):
            as_typed.country(typed)
        with pytest.raises(NotReady):
            as_typed.office(typed)


def test_every_form_takes_the_same_names_and_asks_back_the_same(offices, every_field):
    assert len(every_field) > 12
    for name, field in every_field:
        if isinstance(field, CountryField):
            field.rows = CountryField().rows
        one = field.clean("portugal")
        assert [row.code for row in (one if isinstance(one, list) else [one])] == ["PRT"], name
        for typed in ("Congo", "Guinea", "Ukra"):
            with pytest.raises(forms.ValidationError, match="Did you mean"):
                field.clean(typed)


def test_no_language_of_the_page_changes_what_is_meant(offices):
    for language in ("ar", "fr", "es", "ru", "zh-hans"):
        with translation.override(language):
            assert as_typed.country("UK").code == "GBR"
            assert as_typed.office("UK", EVERYBODY).code == "GBR"
            with pytest.raises(NotReady):
                as_typed.country("Congo")


def test_an_office_is_found_by_city_country_or_code_and_two_are_asked_back(offices):
    found = {"Brasilia": "BRA", "NAIROBI": "KEN", "UK": "GBR", "Lisbonne": None, "Prague": "CZE"}
    for typed, code in found.items():
        if code:
            assert as_typed.office(typed, EVERYBODY).code == code
        else:
            with pytest.raises(NotReady):
                as_typed.office(typed, EVERYBODY)
    only = list(CentralOffice.objects.filter(code="COG").select_related("jurisdiction"))
    with pytest.raises(NotReady):
        as_typed.office("Congo", only)
    assert as_typed.office("Brazzaville", only).code == "COG"


def test_a_case_is_shared_with_the_united_kingdom_and_never_with_ukraine(offices, amina, signed_in):
    case = factories.case(amina)
    browser = signed_in(amina)
    share = f"/cases/{case.reference}/access/share"
    for typed in ("Congo", "Uk r", "Ukrain"):
        browser.post(share, {"office": typed, "role": "OBSERVER"})
    assert not case.shares.exists()
    browser.post(share, {"office": "UK", "role": "OBSERVER"})
    assert [row.office.code for row in case.shares.all()] == ["GBR"]


def test_the_directory_and_the_search_box_find_offices_alike(offices, amina, signed_in):
    browser = browsing.with_purpose(signed_in(amina))
    asked = {"Brasilia": "BRA", "UK": "GBR", "Turkiye": "TUR", "Cote d'Ivoire": "CIV", "KEN": "KEN"}
    for typed, code in asked.items():
        shown = browser.get("/offices/", {"q": typed}).context["offices"]
        assert [row.code for row in shown] == [code], typed
        found = browser.get("/search", {"q": typed}).context["found"]
        rows = [row for part in found for row in part.results if "/offices/" in row.url]
        assert [row.url for row in rows] == [f"/offices/{code}/"], typed
    both = browser.get("/offices/", {"q": "congo"}).context["offices"]
    assert {row.code for row in both} == {"COD", "COG"}


def test_filters_take_names_and_say_what_they_could_not_read(amina, signed_in, over_api, adler):
    factories.case(amina, "Lantern Quay")
    browser = signed_in(amina)
    for typed in ("KEN", "Nairobi", "kenya", "Кения"):
        assert len(browser.get("/cases/", {"office": typed}).context["page"].rows) == 1, typed
        rows = over_api(amina).get("/api/v1/cases/", {"office": typed}, **WHY).json()["results"]
        assert len(rows) == 1, typed
        assert read({"office": typed}) == {"office": "KEN"}
    for name in ("office", "opened_from"):
        answer = over_api(amina).get("/api/v1/cases/", {name: "100% %s"}, **WHY)
        assert answer.status_code == 400 and "100% %s" in answer.text
    for typed in ("Congo", "Atlantis"):
        assert browser.get("/cases/", {"office": typed}).context["page"].rows == []
        for path, name in (("cases", "office"), ("persons", "nationality"), ("notices", "office")):
            answer = over_api(amina).get(f"/api/v1/{path}/", {name: typed}, **WHY)
            assert answer.status_code == 400 and typed in answer.text
    listed = signed_in(adler).get("/officers/", {"office": "Nairobi"}).context["page"].rows
    assert listed and {row.office.code for row in listed} == {"KEN"}


def test_a_nationality_is_the_country_that_was_meant(amina, signed_in):
    browser = signed_in(amina)
    for typed, code in (("Congo", None), ("Ukra", None), ("Viet Nam", "VNM"), ("UK", "GBR")):
        browser.post(
            "/cases/new",
            browsing.filled_in(browser, amina, title=typed)
            | {"people-0-nationality": typed, "create": "1"},
        )
        people = CaseSubject._base_manager.filter(case__title=typed).values("subject")
        held = Nationality._base_manager.filter(subject__in=people)
        assert [row.jurisdiction_id for row in held] == ([code] if code else []), typed
