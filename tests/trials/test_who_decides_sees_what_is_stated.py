"""What an author states in a notice stands before everybody who decides on it, beside the item."""

import html
import json
import re

import pytest
from django.db import models

from notices.conditions import judging
from notices.models import Charge, Notice, Particulars, Proceeding
from notices.payload import of_draft, stated
from notices.payload.statement_fields import FIELDS
from notices.workflow import drafting, releasing, reviewing
from policies.models import Portfolio
from tests.notices import drafts

pytestmark = pytest.mark.django_db
TABLES = (Notice, Proceeding, Charge, Particulars)
# Fields that no author writes, or that are no statement; everything else is looked for on pages.
NOT_STATED = {
    "the row itself": "id notice proceeding title sort_key seen_by version created_at updated_at",
    "given by a step": """reference status current_version requested_at published_at ended_at
        end_reason owner_suspends_until secretariat_suspends_until release_asked_because
        restrictions_chosen let_stand_on""",
    "who took the step": """author released_by reviewer second_reviewer published_by written_by
        owner_office""",
    "of the United Nations only": "un_reference un_data_id",
}
# By field that is chosen or computed from: where the payload holds it.
CHOSEN = {
    "colour": "colour",
    "case": "case",
    "subject": "subject.identities",
    "portfolios": "portfolios",
    "purpose": "purpose",
    "classification": "classification",
    "handling_codes": "handling_codes",
    "second_language": "second_language",
    "photo": "subject.photos",
    "photo_is_good": "subject.photos",
    "not_for": "not_for",
    "public_extract": "public_extract",
    "extract_fields": "extract_fields",
    "valid_until": "valid_until",
    "held": "subject.biometrics",
    "kind": "proceeding.kind",
    "jurisdiction": "proceeding.jurisdiction",
    "issuer_is_judicial": "proceeding.warrant.issuer_is_judicial",
    "appeal_possible": "proceeding.warrant.appeal_possible",
    "warrant_issued_on": "proceeding.warrant.issued_on",
    "warrant_copy": "proceeding.warrant.copy_sha256",
    "in_absentia": "proceeding.in_absentia",
    "limitation_date": "proceeding.limitation_date",
    "facts_from": "proceeding.facts.began",
    "facts_to": "proceeding.facts.ended",
    "offence": "proceeding.charges.offence",
    "max_penalty": "proceeding.charges.max_penalty",
    "max_penalty_months": "proceeding.charges.max_penalty_months",
    "sentence_months": "proceeding.charges.sentence_months",
    "remaining_months": "proceeding.charges.remaining_months",
    **{
        name: f"proceeding.assurances.{name}"
        for name in (
            "extradition_will_be_sought",
            "coordinated_with_extradition_authority",
            "authority_is_competent",
        )
    },
}
# Conditions on which the office states nothing of its own: the agency knows, or finds out.
OF_THE_AGENCY = {
    *("NO_OBJECTION", "NO_SIGN_OF_OBJECTION", "NO_EARLIER_REFUSAL", "NO_OTHER_NOTICE"),
    *("ART3_SOURCE", "ART3_OTHERS", "ART3_OBLIGATIONS"),
}


def written(model: type[models.Model]) -> list[str]:
    """The fields of a table into which an author writes words."""
    left_out = {name for names in NOT_STATED.values() for name in names.split()}
    return [
        field.name
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.name not in left_out | CHOSEN.keys()
    ]


def words_of(model: type[models.Model]) -> dict[str, str]:
    return {
        name: f"Said in {model.__name__}.{name}, in this many words and no more"
        for name in written(model)
    }


@pytest.fixture
def draft(amina, offices):
    """A draft in which every free text says its own name."""
    case, subject = drafts.person(amina)
    drafts.photo(subject, amina)
    notice = drafts.red(amina, case=(case, subject), not_for=[offices["BRA"]])
    portfolio = [Portfolio.objects.get(pk="TERRORISM")]  # a second reviewer has to confirm
    drafting.action(notice, by=amina, action="Arrest.", portfolios=portfolio)
    Notice.objects.filter(pk=notice.pk).update(**words_of(Notice))
    Proceeding.objects.filter(notice=notice).update(**words_of(Proceeding))
    Charge.objects.filter(proceeding__notice=notice).update(**words_of(Charge))
    Particulars.objects.filter(notice=notice).update(**words_of(Particulars))
    return Notice.objects.get(pk=notice.pk)


@pytest.fixture
def offices(db):
    from central_offices.models import CentralOffice

    return {row.code: row for row in CentralOffice.objects.all()}


def leaves(payload, known, at="") -> set[str]:
    """The paths of a payload, down to what the table of fields shows as one."""
    if at in known or not isinstance(payload, dict | list):
        return {at}
    if isinstance(payload, list):
        return {path for row in payload for path in leaves(row, known, at)}
    return {
        path
        for name, value in payload.items()
        for path in leaves(value, known, f"{at}.{name}".strip("."))
    }


def test_every_stored_field_of_a_draft_has_its_place_before_the_deciders(draft):
    places = {field.path for field in FIELDS} | stated.IN_THE_PAPER | stated.NOT_SHOWN.keys()
    payload = of_draft.payload_of(draft)
    told = json.dumps(payload, ensure_ascii=False)

    assert leaves(payload, places) == places
    assert set(CHOSEN.values()) <= places
    for model in TABLES:
        for name, words in words_of(model).items():
            assert words in told, f"{model.__name__}.{name} never comes to those who decide"


def test_every_condition_has_what_is_stated_on_it(draft):
    codes = {row.code for row in judging.rules(draft, draft.created_at.date())}
    assert codes - OF_THE_AGENCY == set(stated.BESIDE)
    known = {field.path for field in FIELDS}
    for code, paths in stated.BESIDE.items():
        assert set(paths) <= known, code


def pages(draft, amina, wanjiku, sato, lindqvist, signed_in):
    """(who, the page where that officer decides), one after the other in the notice's life."""
    at = f"/notices/{draft.pk}/"
    yield "author before sending", html.unescape(text(signed_in(amina), f"{at}steps/submit"))
    drafting.submit(draft, by=amina)
    yield "head before release", html.unescape(text(signed_in(wanjiku), f"{at}steps/release"))
    releasing.release(draft, by=wanjiku)
    reviewing.claim(draft, by=sato)
    yield "reviewer", html.unescape(text(signed_in(sato), f"{at}review/"))
    drafts.answered(draft, sato)
    reviewing.pass_on(draft, by=sato)
    yield "second reviewer", html.unescape(text(signed_in(lindqvist), f"{at}review/"))


def text(client, at) -> str:
    answer = client.get(at)
    assert answer.status_code == 200, at
    return answer.content.decode()


def test_whoever_decides_reads_all_that_the_author_wrote(
    draft, amina, wanjiku, sato, lindqvist, signed_in
):
    words = [said for model in TABLES for said in words_of(model).values()]
    for who, page in pages(draft, amina, wanjiku, sato, lindqvist, signed_in):
        lacking = [said for said in words if said not in page]
        assert not lacking, (who, lacking)
        said = stated.statements(of_draft.payload_of(draft))
        for row in said.values():
            assert row.label in page, (who, row.path)
            for line in row.lines:
                assert line in page, (who, row.path, line)
        assert "Brazil" in page or "BRA" in page, f"{who} does not see who is left out"
        if "reviewer" in who:
            items_say_what_is_stated(draft, page, said, who)


def items_say_what_is_stated(draft, page, said, who) -> None:
    items = {
        item.condition.code: str(item.condition)
        for item in reviewing.first_review(draft).items.select_related("condition")
    }
    parts = re.split(r"<li[ >]", page)
    for code, paths in stated.BESIDE.items():
        part = next(part for part in parts if f"<b>{items[code]}</b>" in part)
        for path in paths:
            assert said[path].label in part, (who, code, path)
            assert all(line in part for line in said[path].lines), (who, code, path)


def test_the_api_answers_with_all_that_is_stated(draft, amina, wanjiku, sato, over_api):
    drafting.submit(draft, by=amina)
    at = f"/api/v1/notices/{draft.pk}/"
    copy = over_api(wanjiku).get(at).json()["content"]
    releasing.release(draft, by=wanjiku)
    reviewing.claim(draft, by=sato)
    call = over_api(sato)
    assert call.get(at).json()["content"]["proceeding"] == copy["proceeding"]
    for model in TABLES:
        for said in words_of(model).values():
            assert said in json.dumps(copy, ensure_ascii=False), said

    answer = call.post(f"{at}answers/", {"answers": []}, format="json", headers=once())
    beside = {item["condition"]: item["stated"] for item in answer.json()}
    for code, paths in stated.BESIDE.items():
        assert [row["path"] for row in beside[code]] == paths, code
    assert beside["ASSURANCES"][0]["lines"] == ["Yes"]


def once() -> dict[str, str]:
    return {"Idempotency-Key": "every-statement-beside-its-item"}


def test_what_is_left_out_stays_between_the_office_and_the_reviewers(
    amina, wanjiku, sato, pierre, signed_in, offices
):
    notice = drafts.published(amina, wanjiku, sato, not_for=[offices["BRA"]])
    page = text(signed_in(pierre), f"/notices/{notice.slug}/")
    assert "Mombasa" in page and "three other countries" in page
    assert "Offices that must not see it" not in page and "What the office states" not in page
