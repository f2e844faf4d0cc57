"""An imported UN notice as officers find and print it, and as the public reads it."""

import re

import pytest

from kernel import acting
from kernel.errors import WrongState
from kernel.files import stored_files
from kernel.jobs import running
from notices.models import Notice
from notices.papers import printing
from tests.cases import browsing
from tests.kernel import glyphs
from tests.notices.un_files import LANTERN, OLGA, PAK, TARIQ, edition, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    load()


def notice(reference):
    return Notice.objects.get(un_reference=reference)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Тарик Науфаль аль-Камари", "TARIQ NAWFAL AL-QAMARI"),
        ("طارق القمري", "TARIQ NAWFAL AL-QAMARI"),
        ("Olga Wydumskaja", "OLGA VYDUMSKAYA"),
        ("Оля Север", "OLGA VYDUMSKAYA"),
        ("Blue Lamp Co", "BLUE LANTERN TRADING (BLT)"),
    ],
)
def test_officers_find_it_by_name_or_alias_in_any_script(loaded, signed_in, pierre, typed, found):
    page = browsing.with_purpose(signed_in(pierre)).get("/notices/", {"q": typed})

    assert found in page.content.decode()


def test_what_was_delisted_is_not_found_by_name_any_more(loaded, signed_in, pierre):
    load(edition(without=[PAK]))

    page = browsing.with_purpose(signed_in(pierre)).get("/notices/", {"q": "Pak Sang-sang"})

    assert "PAK SANG-SANG" not in page.content.decode()


def test_its_page_shows_births_quality_and_notes_as_they_were_listed(loaded, signed_in, pierre):
    shown = signed_in(pierre).get(f"/notices/{notice(TARIQ).address}/").content.decode()

    for words in ("طارق نوفل القمري", "17 May 1961", "about 1963", "between 1960 and 1964",
                  "Low-quality alias", "AX 4471903", "previous address", "1267, 2368"):  # fmt: skip
        assert words in shown, words


def test_a_nationality_that_is_no_country_is_shown_as_written(loaded, signed_in, pierre):
    shown = signed_in(pierre).get(f"/notices/{notice(OLGA).address}/").content.decode()

    assert "Beta (until 2012)" in shown


@pytest.mark.parametrize(
    ("reference", "name", "language"),
    [(OLGA, "Ольга Выдумская", "ar"), (TARIQ, "TARIQ NAWFAL AL-QAMARI", "ru")],
)
def test_its_paper_prints_names_in_their_scripts_and_is_for_the_public(
    loaded, pierre, reference, name, language
):
    made = printing.ask(notice(reference), by=pierre, language=language)
    running.run(made.job_id)

    made.refresh_from_db()
    pdf = b"".join(stored_files.read(made.file))
    assert name.replace(" ", "") in glyphs.text(pdf)
    assert glyphs.boxes(pdf) == 0
    assert "policeuseonly" not in glyphs.text(pdf)


def test_its_control_number_is_made_of_the_reference_of_the_united_nations(loaded):
    assert notice(TARIQ).control_number == "UN-QDi.901/10-2019"


def test_a_paper_of_what_was_listed_before_is_not_handed_out(loaded, pierre):
    made = printing.ask(notice(OLGA), by=pierre)
    running.run(made.job_id)

    newer = edition(words={"Olya Sever": "Olya Severnaya"})
    load(newer)

    with pytest.raises(WrongState, match="void"), acting.acting_as(pierre):
        printing.hand_out(made, by=pierre)


def test_the_public_reads_every_birth_and_how_good_an_alias_is(loaded, client):
    shown = client.get(f"/public/notices/{TARIQ}/").content.decode()

    for words in (
        "17 May 1961",
        "about 1963",
        "1960–1964 (Approximately)",
        "Low-quality alias",
        "AX 4471903",
    ):
        assert words in shown, words
    assert "Do not approach this person" in shown


def test_the_public_list_of_the_united_nations_stands_by_reference(loaded, client):
    shown = client.get("/public/notices/", {"kind": "UN"}).content.decode()
    places = re.findall(r'href="/public/notices/([A-Za-z]+\.\d+)/"', shown)
    assert len(places) > 2 and places == sorted(places)


def test_the_public_is_not_warned_of_approaching_a_company(loaded, client):
    shown = client.get(f"/public/notices/{LANTERN}/").content.decode()

    assert "BLUE LANTERN TRADING" in shown
    assert "Do not approach this person" not in shown


def test_the_public_service_answers_for_persons_and_entities_as_the_interpol_one_does(
    loaded, client
):
    person = client.get(f"/notices/v1/un/persons/{TARIQ}").json()
    entity = client.get(f"/notices/v1/un/entities/{LANTERN}").json()

    assert (person["un_reference"], person["un_resolution"]) == (TARIQ, 1267)
    assert person["other_dates_of_birth"] == ["1963", "1960/1964"]
    assert entity["name"] == "BLUE LANTERN TRADING (BLT)"
