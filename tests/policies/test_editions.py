"""An edition of the key issues: complete in every promised language, four eyes, then for good."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from kernel.errors import NotPermitted, NotReady, Stale, WrongState
from policies import documents, lifecycle, writing
from policies.models import Edition, EditionDocument, KeyIssueText, Portfolio

pytestmark = pytest.mark.django_db


def words(language: str) -> dict[str, str]:
    return {"title": f"Ports {language}", "rationale": "Containers.", "targets": "Fewer of them."}


@pytest.fixture
def draft(adler):
    """Two promised languages, one issue, all texts written."""
    edition = writing.begin(2027, by=adler, languages=["en", "ar"])
    for language in ("en", "ar"):
        writing.write_texts(
            edition, language, by=adler, version=edition.version, title="Key issues", foreword=""
        )
    writing.write_issue(
        edition,
        None,
        by=adler,
        version=edition.version,
        rank=1,
        portfolios=[Portfolio.objects.get(code="DRUGS")],
        texts={"en": words("en"), "ar": words("ar")},
    )
    return edition


@pytest.fixture
def approved(draft, adler, benes):
    lifecycle.submit(draft, by=adler)
    lifecycle.approve(draft, by=benes, sha256=documents.digest(draft))
    return draft


def test_a_portfolio_without_an_issue_says_so_in_every_promised_language(draft):
    said = draft.absences.values_list("portfolio_id", "language")
    assert len(said) == 8 * 2
    assert ("DRUGS", "en") not in set(said)


def test_a_missing_language_blocks_submission_and_is_named(draft, adler):
    KeyIssueText.objects.filter(language="ar").delete()

    with pytest.raises(NotReady) as refusal:
        lifecycle.submit(draft, by=adler)

    assert [place for place, _ in refusal.value.missing] == ["issue-1-ar"]
    assert "Arabic" in refusal.value.missing[0][1]


def test_the_author_cannot_approve(draft, adler):
    lifecycle.submit(draft, by=adler)

    with pytest.raises(NotPermitted):
        lifecycle.approve(draft, by=adler, sha256=documents.digest(draft))


def test_the_database_refuses_an_author_who_approves(draft, adler):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=draft.pk).update(approved_by=adler, approved_at=timezone.now())


def test_an_approval_is_of_the_text_that_was_shown(draft, adler, benes):
    shown = documents.digest(draft)
    lifecycle.submit(draft, by=adler)
    KeyIssueText.objects.filter(language="en").update(targets="Other targets.")

    with pytest.raises(NotReady, match="changed after you read it"):
        lifecycle.approve(draft, by=benes, sha256=shown)


def test_publishing_freezes_one_document_a_language(approved, benes):
    lifecycle.publish(approved, by=benes, year=2027)

    rows = EditionDocument.objects.filter(edition=approved)
    assert {row.language for row in rows} == {"en", "ar"}
    assert Edition.objects.current() == approved


def test_publishing_asks_to_type_the_year(approved, benes):
    with pytest.raises(NotReady, match="2027"):
        lifecycle.publish(approved, by=benes, year=2026)


def test_a_published_edition_cannot_be_edited(approved, adler, benes):
    lifecycle.publish(approved, by=benes, year=2027)

    with pytest.raises(WrongState):
        writing.write_texts(
            approved, "en", by=adler, version=approved.version, title="Changed", foreword=""
        )


@pytest.mark.parametrize(
    "meddle",
    [
        lambda e: Edition.objects.filter(pk=e.pk).update(year=2028),
        lambda e: KeyIssueText.objects.filter(issue__edition=e).update(targets="x"),
        lambda e: e.texts.all().update(title="x"),
        lambda e: e.absences.all().delete(),
        lambda e: EditionDocument.objects.filter(edition=e).update(payload={}),
    ],
)
def test_the_database_keeps_what_was_published(approved, benes, meddle):
    lifecycle.publish(approved, by=benes, year=2027)

    with pytest.raises(DatabaseError), transaction.atomic():
        meddle(approved)


def test_a_correction_is_a_new_edition_with_the_same_texts(approved, adler, benes):
    lifecycle.publish(approved, by=benes, year=2027)

    copy = writing.correct(approved, by=adler, note="A figure was wrong.")

    assert str(copy) == "2027/2"
    assert copy.issues.get().texts.count() == 2
    assert Edition.objects.current() == approved


def test_an_officer_of_an_office_writes_no_key_issues(wanjiku):
    with pytest.raises(NotPermitted):
        writing.begin(2027, by=wanjiku)


def test_a_draft_is_seen_by_editors_only(draft, adler, amina):
    assert draft in Edition.objects.visible_to(adler)
    assert not Edition.objects.visible_to(amina).exists()
    assert not Edition.objects.published().exists()


def test_two_editors_at_once_the_second_is_told(draft, adler, benes):
    seen = draft.version
    writing.write_texts(draft, "en", by=adler, version=seen, title="First", foreword="")

    with pytest.raises(Stale):
        writing.write_texts(
            Edition.objects.get(pk=draft.pk),
            "en",
            by=benes,
            version=seen,
            title="Second",
            foreword="",
        )


def test_issues_move_when_one_is_ranked_above_them(draft, adler):
    writing.write_issue(
        draft,
        None,
        by=adler,
        version=draft.version,
        rank=1,
        portfolios=[Portfolio.objects.get(code="FRAUD")],
        texts={"en": words("new"), "ar": words("new")},
    )

    assert [issue.texts.get(language="en").title for issue in draft.issues.order_by("rank")] == [
        "Ports new",
        "Ports en",
    ]
