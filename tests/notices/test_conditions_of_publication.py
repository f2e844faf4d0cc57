"""What stops a notice: threshold, identifiers, article 3, exclusions (docs/laws.md F6, F7)."""

import pytest

from cases.models import CaseSubject, NameKey, Offence
from kernel.errors import NotPermitted, NotReady
from ledger.models import Message
from notices.models import Notice
from notices.models.refusal_reasons import RefusalReason
from notices.workflow import drafting, releasing, reviewing
from policies.models import Portfolio
from tests.notices import drafts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "proceeding, passes",
    [
        ({"charges": [{"max_penalty_months": 18}]}, False),
        ({"charges": [{"max_penalty_months": 24}]}, True),
        ({"sentence": {"sentence_months": 6, "remaining_months": 6}}, True),
        ({"sentence": {"sentence_months": 5, "remaining_months": 4}}, False),
        ({"sentence": {"sentence_months": 36, "remaining_months": 5}}, True),
    ],
)
def test_the_penalty_must_reach_the_threshold_before_it_is_released(
    arun, anika, proceeding, passes
):
    if sentence := proceeding.get("sentence"):
        person = drafts.person(arun, status="CONVICTED")
        given = {"kind": "SENTENCE", "charges": [drafts.charge(**sentence)], "case": person}
    else:
        given = {"charges": [drafts.charge(**proceeding["charges"][0])]}
    notice = drafts.submitted(arun, **given)

    if passes:
        releasing.release(notice, by=anika)
        assert notice.status == "REQUESTED"
    else:
        with pytest.raises(NotReady, match=r"art\. 83"):
            releasing.release(notice, by=anika)
        notice.refresh_from_db()
        assert notice.status == "NATIONAL_REVIEW"


def test_a_draft_without_a_charge_is_not_sent_and_says_what_is_missing(arun):
    notice = drafts.red(arun, charges=[])

    with pytest.raises(NotReady) as refused:
        drafting.submit(notice, by=arun)

    assert any("charge" in words for _code, words in refused.value.missing)
    notice.refresh_from_db()
    assert (notice.status, notice.versions.count()) == ("DRAFT", 0)


def test_a_photograph_alone_does_not_identify_but_with_the_mothers_name_it_does(arun):
    bare = drafts.person(arun, name="IBRAHIM Ali", sex="U", height_cm=None, eyes=[])
    bare[1].identities.update(birth_earliest=None, birth_latest=None, birth_text="")
    notice = drafts.red(arun, case=bare)
    photo = drafts.photo(bare[1], arun)
    drafting.identity(notice, by=arun, photo=photo, photo_is_good=True)

    with pytest.raises(NotReady) as refused:
        drafting.submit(notice, by=arun)
    assert "parent" in str(refused.value.missing)

    drafting.identity(notice, by=arun, photo=photo, photo_is_good=True, mother="Zahra Ibrahim")
    drafting.submit(notice, by=arun)
    assert notice.status == "NATIONAL_REVIEW"


def test_a_year_of_birth_and_fingerprints_identify(arun):
    case = drafts.person(arun, height_cm=None, eyes=[])
    case[1].identities.update(
        birth_earliest="1972-01-01", birth_latest="1972-12-31", birth_text="1972"
    )
    notice = drafts.red(arun, case=case)
    with pytest.raises(NotReady):
        drafting.submit(notice, by=arun)

    drafting.identity(notice, by=arun, held=["FINGERPRINTS"])
    drafting.submit(notice, by=arun)

    assert notice.current_version.payload["subject"]["identities"][0]["born"] == {
        "earliest": "1972-01-01",
        "latest": "1972-12-31",
        "written": "1972",
        "calendar": "gregorian",
    }


@pytest.mark.parametrize("status", ["VICTIM", "WITNESS", "MISSING"])
def test_no_red_notice_on_a_victim_witness_or_missing_person(arun, anika, status):
    notice = drafts.submitted(arun, case=drafts.person(arun, status=status))

    with pytest.raises(NotReady, match="status"):
        releasing.release(notice, by=anika)


def test_a_refusal_on_article_3_waits_for_a_second_reviewer(
    arun, anika, sato, lindqvist, bela, carried
):
    """docs/laws.md F7."""
    notice = drafts.answered(drafts.claimed(arun, anika, sato), sato)

    alone = reviewing.refuse(
        notice, by=sato, reasons=["ART3_POLITICAL"], explanation="He insulted the head of state."
    )
    assert not alone
    notice.refresh_from_db()
    assert notice.status == "UNDER_REVIEW"
    with pytest.raises(NotPermitted):
        reviewing.pass_on(notice, by=sato)

    reviewing.confirm(notice, by=lindqvist, sha256=notice.current_version.sha256)
    carried()

    notice.refresh_from_db()
    assert (notice.status, notice.end_reason) == ("REFUSED", "ART3_POLITICAL")
    assert not Notice.objects.visible_to(bela).exists()
    assert Notice.objects.visible_to(arun).get() == notice
    assert not NameKey._base_manager.filter(notice=notice.pk).exists()
    told = Message.objects.get(type="notice.refused")
    assert told.recipients == ["QMA"]
    assert told.data["reasons"] == ["ART3_POLITICAL"]


def test_alpha_reads_the_ground_and_what_it_can_do(arun, anika, sato, lindqvist, signed_in):
    notice = drafts.answered(drafts.claimed(arun, anika, sato), sato)
    reviewing.refuse(notice, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")
    reviewing.confirm(notice, by=lindqvist, sha256=notice.current_version.sha256)

    page = signed_in(arun).get(f"/notices/{notice.pk}/").content.decode()

    assert "A journalist." in page
    assert "a new notice with facts that the reviewers did not have" in page


def test_the_owner_sees_no_proposal_of_the_first_reviewer(arun, anika, sato, signed_in):
    notice = drafts.answered(drafts.claimed(arun, anika, sato), sato)
    reviewing.refuse(notice, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")

    assert "journalist" not in signed_in(arun).get(f"/notices/{notice.pk}/").content.decode()


def test_a_second_reviewer_who_does_not_confirm_sends_it_back_to_the_queue(
    arun, anika, sato, lindqvist
):
    notice = drafts.answered(drafts.claimed(arun, anika, sato), sato)
    reviewing.refuse(notice, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")

    reviewing.disagree(notice, by=lindqvist, explanation="The charge is armed robbery.")

    notice.refresh_from_db()
    assert (notice.status, notice.reviewer_id) == ("REQUESTED", None)
    reviewing.claim(notice, by=sato)
    assert reviewing.first_review(notice).outcome == ""


def test_a_refusal_on_an_ordinary_ground_needs_one_reviewer(arun, anika, sato):
    notice = drafts.claimed(arun, anika, sato)

    assert reviewing.refuse(
        notice, by=sato, reasons=[RefusalReason.NOT_SERIOUS], explanation="A minor theft."
    )
    notice.refresh_from_db()
    assert notice.status == "REFUSED"


@pytest.mark.parametrize("portfolio", ["TERRORISM", "CONSPIRACY"])
def test_publishing_in_a_sensitive_portfolio_needs_a_second_reviewer(
    arun, anika, sato, lindqvist, portfolio
):
    notice = drafts.red(arun)
    drafting.action(notice, by=arun, portfolios=[Portfolio.objects.get(pk=portfolio)])
    drafting.submit(notice, by=arun)
    releasing.release(notice, by=anika)
    reviewing.claim(notice, by=sato)
    drafts.answered(notice, sato)

    assert not reviewing.pass_on(notice, by=sato)
    notice.refresh_from_db()
    assert notice.status == "UNDER_REVIEW"

    reviewing.confirm(notice, by=lindqvist, sha256=notice.current_version.sha256)
    notice.refresh_from_db()
    assert (notice.status, notice.second_reviewer) == ("PUBLISHED", lindqvist)


def test_an_excluded_offence_passes_only_with_a_reason(arun, anika, sato):
    """docs/laws.md F7: the rule proposes a ground; a reviewer may pass it, and must say why."""
    excluded = Offence.objects.get(code="UNFUNDED_CHEQUE")
    notice = drafts.claimed(arun, anika, sato, charges=[drafts.charge(offence=excluded)])
    item = reviewing.open_review(notice).items.get(condition__code="SERIOUS_CRIME")
    assert item.automatic == "FAIL"
    assert "ADMINISTRATIVE_PRIVATE_DISPUTE" in item.refusals
    drafts.answered(notice, sato, comment="")

    with pytest.raises(NotReady) as refused:
        reviewing.pass_on(notice, by=sato)
    assert "SERIOUS_CRIME" in dict(refused.value.missing)

    drafts.answered(notice, sato, comment="It served an organised group.")
    assert reviewing.pass_on(notice, by=sato)


def test_an_unanswered_item_stops_the_publication(arun, anika, sato):
    notice = drafts.claimed(arun, anika, sato)

    with pytest.raises(NotReady) as refused:
        reviewing.pass_on(notice, by=sato)

    assert "OWN_PART" in dict(refused.value.missing)
    notice.refresh_from_db()
    assert notice.status == "UNDER_REVIEW"


def test_what_is_returned_comes_back_as_a_new_version_and_is_reviewed_anew(arun, anika, sato):
    notice = drafts.claimed(arun, anika, sato)
    reviewing.return_to_owner(notice, by=sato, explanation="Say what he did himself.")

    drafting.facts(notice, by=arun, facts="He held the gun in all nine robberies, says a witness.")
    drafting.submit(notice, by=arun)
    releasing.release(notice, by=anika)
    reviewing.claim(notice, by=sato)

    notice.refresh_from_db()
    assert notice.current_version.n == 2
    assert reviewing.first_review(notice).sha256 == notice.current_version.sha256
    assert notice.versions.last().reviews.get().outcome == "RETURN"


def test_a_person_who_left_the_case_has_no_status_and_no_notice(arun, anika):
    notice = drafts.red(arun)
    CaseSubject.objects.filter(subject=notice.subject).delete()

    with pytest.raises(NotReady):
        drafting.submit(notice, by=arun)
