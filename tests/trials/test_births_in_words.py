"""What is known of a birth is kept as it was said, found by it, and said in words at every exit."""

from datetime import date

import pytest
from django.utils import timezone, translation

from cases import dates
from cases.drafts import IdentityDraft, PersonDraft
from cases.models import Identity
from cases.views.record import age
from notices.models import PublicExtract
from notices.papers.rows import date as on_paper
from notices.payload import days
from tests.cases import browsing, factories
from tests.notices import drafts

pytestmark = pytest.mark.django_db
WHY = {"headers": {"X-Purpose": "LOCATE"}}
SAID = {
    "before 1980": ("BEFORE", "1800-01-01", "1979-12-31", "at least"),
    "after 1980": ("AFTER", "1981-01-01", "2199-12-31", "0 to"),
    "1970 or 1985": ("EITHER", "1970-01-01", "1985-12-31", "to"),
    "about 1979": ("APPROX", "1977-01-01", "1981-12-31", "to"),
    "1950 to 1955": ("RANGE", "1950-01-01", "1955-12-31", "to"),
}
ON_PAPER = {
    "before 1980": "before 1980",
    "after 1980": "after 1980",
    "1970 or 1985": "1970 or 1985",
    "about 1979": "about 1979",
    "1950 to 1955": "between 1950 and 1955",
    "before 1400 AH": "before 1400 AH (until 19 November 1979)",
    "1400 or 1405 AH": "1400 or 1405 AH (20 November 1979 to 14 September 1985)",
}


@pytest.fixture
def people(amina):
    drafted = [
        PersonDraft([IdentityDraft(f"Person {n}", birth=said)]) for n, said in enumerate(SAID)
    ]
    return factories.case(amina, people=drafted)


def test_a_birth_is_kept_and_shown_in_its_words(people, amina, signed_in, over_api):
    browser, caller = browsing.with_purpose(signed_in(amina)), over_api(amina)
    listed = browsing.text(browser.get("/persons/"))
    for said, (certainty, first, last, years) in SAID.items():
        kept = Identity._base_manager.get(birth_certainty=certainty)
        assert (str(kept.birth_earliest), str(kept.birth_latest)) == (first, last), said
        page = browser.get(kept.subject.get_absolute_url())
        assert said in browsing.text(page) and said in listed, said
        assert years in age(kept.subject), said
        told = caller.get(f"/api/v1/persons/{kept.subject_id}/", **WHY).json()["identities"][0]
        assert told["birth_certainty"] == certainty
        assert dates.parse(told["birth"]) == dates.parse(said), said
    with translation.override("ar"):
        assert dates.in_words("before 1980") != "before 1980"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"born": "about 1957"}, {0, 4}),
        ({"born": "1979年"}, {0, 2, 3}),
        ({"born": "1400 AH"}, {0, 2, 3}),
        ({"born": "31/12/1968"}, {0}),
        ({"born_from": "after 1985"}, {1}),
        ({"born_from": "昭和60年", "born_to": "vers juillet 1990"}, {1, 2}),
        ({"born_to": "1952"}, {0, 4}),
    ],
)
def test_the_filters_of_births_read_every_form_of_a_date(
    people, amina, signed_in, over_api, query, found
):
    rows = browsing.with_purpose(signed_in(amina)).get("/persons/", query).context["page"].rows
    assert {str(row) for row in rows} == {f"Person {n}" for n in found}
    told = over_api(amina).get("/api/v1/persons/", query, **WHY).json()["results"]
    assert {row["identities"][0]["as_written"] for row in told} == {f"Person {n}" for n in found}


def test_a_filter_of_births_asks_back_as_a_form_does(people, amina, signed_in):
    browser = browsing.with_purpose(signed_in(amina))
    for typed, sentence in {
        "07/08/1979": "1979-07-08 or 1979-08-07",
        "1970 and 1985": "what lies between",
        "unknown": "No date",
    }.items():
        page = browser.get("/persons/", {"born": typed})
        assert page.context["page"].rows == [] and sentence in browsing.text(page), typed


def test_a_date_typed_behind_a_name_ranks_whom_it_fits_first(amina, signed_in, over_api):
    births = ["1955-03-02", "1979-07-21", ""]
    factories.case(amina, people=[factories.person("Okello Daniel", birth=one) for one in births])
    caller = over_api(amina)

    def found(typed):
        rows = caller.get("/api/v1/persons/", {"q": typed}, **WHY).json()["results"]
        return [(row["identities"][0]["birth"], row["score"]) for row in rows]

    for typed in ("1979", "21 Jul 1979", "21/07/1979", "about 1978", "1970 or 1979", "1399 AH"):
        rows = dict(found(f"Daniel Okello {typed}"))
        assert rows["1979-07-21"] == rows[""] > rows["1955-03-02"] > 0.72, typed
    assert {score for _born, score in found("Okello Daniel")} == {1.0}


def test_papers_and_statements_say_it_as_it_was_said():
    for said, words in ON_PAPER.items():
        read = dates.parse(said)
        value = days.day(read.earliest, read.latest, read.text, read.calendar.value)
        assert on_paper(days.printed(value)) == words
        assert days.public(value) is None


def test_the_public_reads_it_too_and_only_where_births_are_public(amina, wanjiku, sato, client):
    for fields, shown in ((["NAMES", "BORN"], True), (["NAMES"], False)):
        case, subject = drafts.person(amina)
        read = dates.parse("1979-07-21 or 1979-09-03")
        Identity._base_manager.filter(subject=subject).update(
            birth_text=read.text, birth_earliest=read.earliest, birth_latest=read.latest
        )
        notice = drafts.red(amina, case=(case, subject))
        drafts.drafting.public_extract(notice, by=amina, choice="REQUESTED", fields=fields)
        drafts.send_through(notice, amina, wanjiku, sato)
        body = client.get(f"/notices/v1/red/{notice.slug}").json()
        births = [row["written"] for row in body.get("births", [])]
        assert (births == [read.text]) is shown and body.get("date_of_birth") is None
        page = browsing.text(client.get(f"/public/notices/{notice.slug}/"))
        assert ("21 July 1979 or 3 September 1979" in page) is shown
        row = PublicExtract.objects.get(notice=notice)
        assert row.birth_latest == (date(1979, 9, 3) if shown else None)


def test_who_may_be_a_minor_is_never_taken_for_of_age():
    read = dates.parse("after 1980")
    assert read.age_between(timezone.now().date())[0] == 0
    assert dates.parse("before 1980").age_between(date(2026, 1, 1)) == (46, None)
