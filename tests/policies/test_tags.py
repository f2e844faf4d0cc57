"""The list of tags: dated, kept by two administrators, read by everybody, nobody's own words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from central_offices.dated_rules import changes, tables
from central_offices.dated_rules.plans import Span
from kernel.errors import NotPermitted, NotReady
from kernel.tables import LANGUAGES
from policies import reference, tags
from policies.models import Tag
from tests.cases import factories
from tests.exchange.conftest import draft
from tests.policies.ended import ended

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
WORDS = dict.fromkeys(LANGUAGES, "Art and antiquities")


def written(code="ART", begins=TODAY + timedelta(days=1), **more):
    content = {"names": WORDS, "scopes": WORDS} | more
    return changes.Draft(tables.by_slug("tags"), {"code": code}, content, Span(begins))


def test_the_first_tags_have_name_and_scope_in_all_six_languages():
    for row in reference.tags():
        assert set(row.name) == set(row.scope) == set(LANGUAGES), row.code
    assert {"CYBER", "SUPPLY_CHAIN", "FOOD_SAFETY", "CUSTOMS_TRADE"} <= {
        tag.code for tag in tags.offered()
    }


def test_two_administrators_add_one_that_is_offered_from_its_first_day_on(adler, benes):
    change = changes.propose(written(), by=adler, reason="Agreed by the assembly.")
    with pytest.raises(NotPermitted):
        changes.confirm(change, by=adler)
    changes.confirm(change, by=benes)

    assert "ART" not in [tag.code for tag in tags.begun()]
    assert tags.faults(["ART"]) and not tags.in_force(["ART"])
    assert Tag.objects.in_force(TODAY + timedelta(days=1)).filter(code="ART").exists()


def test_the_preview_says_how_many_records_carry_it(adler, amina, signed_in):
    factories.case(amina, tags=["CYBER"])
    draft(amina, "PRT", tags=["CYBER"])
    shown = changes.preview(written("CYBER")._replace(content={}))

    assert shown.concerned == [
        "1 case carries this tag, and keeps it.",
        "1 request carries this tag, and keeps it.",
        "From that day on it can be given to nothing else.",
    ]
    assert "Food safety" in signed_in(adler).get("/rules/tags/").content.decode()


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (written("art and craft"), "Capital letters"),
        (written(names={"en": "Art"}), "every language"),
        (written(scopes={"en": "Art"}), "every language"),
    ],
)
def test_an_incomplete_one_is_refused(draft, sentence, adler):
    with pytest.raises(NotReady, match=sentence):
        changes.propose(draft, by=adler, reason="Agreed.")


def test_an_officer_adds_none_and_a_record_carries_none_of_its_own(amina):
    with pytest.raises(NotPermitted):
        changes.propose(written(), by=amina, reason="Useful.")
    case = factories.case(amina)
    for attempt in (
        lambda: Tag.objects.create(code="X", names=WORDS, scopes=WORDS, valid_from=TODAY),
        lambda: Tag.objects.filter(code="CYBER").update(names={"en": "Shcherbakov"}),
        lambda: type(case).objects.filter(pk=case.pk).update(tags=["SHCHERBAKOV"]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_it_is_named_and_sorted_in_the_reader_s_language():
    with translation.override("ar"):
        assert [str(tag) for tag in tags.named(["FOOD_SAFETY"])] == ["سلامة الغذاء"]


def test_calls_read_each_once_also_what_ended(pierre, over_api):
    ended("CYBER")
    api = over_api(pierre)
    rows = {row["code"]: row for row in api.get("/api/v1/tags/").json()["results"]}

    assert len(rows) == len(tags.begun())
    assert rows["CYBER"]["valid_to"] == str(TODAY) and rows["FOOD_SAFETY"]["valid_to"] is None
    assert api.get("/api/v1/tags/CYBER/").json()["names"]["en"] == "Cyber-enabled"
    assert api.get("/api/v1/tags/NOTHING/").status_code == 404
