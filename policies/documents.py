"""Documents of an edition, one a language: what is still missing, the digest, the frozen form."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ledger.events import canonical
from policies.models import Edition, EditionDocument, KeyIssue, Language, Portfolio


def payload(edition: Edition, language: str) -> dict[str, Any]:
    """One language of an edition as plain data: its foreword, ranked issues, absent portfolios.

    Portfolios are codes with their names in that language; texts that are not written yet are
    empty strings.
    """
    text = edition.texts.filter(language=language).first()
    names = {
        row.code: row.names.get(language) or row.names["en"] for row in Portfolio.objects.all()
    }
    return {
        "year": edition.year,
        "number": edition.number,
        "language": language,
        "title": text.title if text else "",
        "foreword": text.foreword if text else "",
        "correction": edition.correction_note,
        "issues": [_issue(issue, language, names) for issue in _issues(edition)],
        "absences": [
            {
                "portfolio": row.portfolio_id,
                "name": names[row.portfolio_id],
                "sentence": row.sentence,
            }
            for row in edition.absences.filter(language=language).order_by("portfolio__rank")
        ],
    }


def digest(edition: Edition) -> str:
    """SHA-256 over all promised languages: what an approval is bound to."""
    whole = [payload(edition, language) for language in sorted(edition.languages)]
    return hashlib.sha256(canonical(whole).encode()).hexdigest()


def missing(edition: Edition) -> list[tuple[str, str]]:
    """Faults that keep the edition from being published: (where, sentence), in the form's order."""
    found = []
    issues = list(_issues(edition))
    if not issues:
        found.append(("issues", _("Write at least one key issue.")))
    if sorted(issue.rank for issue in issues) != list(range(1, len(issues) + 1)):
        found.append(("rank", _("Rank the key issues 1, 2, 3 … without a gap.")))
    for issue in issues:
        if not issue.portfolios.all():
            sentence = _("Put key issue %(rank)s under at least one portfolio.")
            found.append((f"issue-{issue.rank}", sentence % {"rank": issue.rank}))
    for language in edition.languages:
        found += _missing_in(edition, issues, language)
    return found


def without_issue(edition: Edition) -> list[Portfolio]:
    """The portfolios that have no key issue in this edition, in their order."""
    return list(Portfolio.objects.exclude(key_issues__edition=edition).order_by("rank"))


def frozen(edition: Edition) -> list[EditionDocument]:
    rows = []
    for language in edition.languages:
        content = payload(edition, language)
        sha256 = hashlib.sha256(canonical(content).encode()).hexdigest()
        rows.append(
            EditionDocument(edition=edition, language=language, payload=content, sha256=sha256)
        )
    return rows


def after_commit(call: Callable[[], None], made: Sequence[EditionDocument]) -> None:
    if made:
        transaction.on_commit(call, robust=True)


def _issues(edition: Edition) -> QuerySet[KeyIssue]:
    return edition.issues.order_by("rank").prefetch_related("texts", "portfolios")


def _issue(issue: KeyIssue, language: str, names: dict[str, str]) -> dict[str, Any]:
    text = next((row for row in issue.texts.all() if row.language == language), None)
    return {
        "rank": issue.rank,
        "portfolios": [
            {"code": row.code, "name": names[row.code]}
            for row in sorted(issue.portfolios.all(), key=lambda row: row.rank)
        ],
        "title": text.title if text else "",
        "rationale": text.rationale if text else "",
        "targets": text.targets if text else "",
    }


def _missing_in(edition: Edition, issues: list[KeyIssue], language: str) -> list[tuple[str, str]]:
    word, found = Language(language).label, []
    text = edition.texts.filter(language=language).first()
    if text is None or not text.title.strip():
        found.append(
            (f"title-{language}", _("Write the title in %(language)s.") % {"language": word})
        )
    for issue in issues:
        row = next((row for row in issue.texts.all() if row.language == language), None)
        if row is None or not all((row.title.strip(), row.rationale.strip(), row.targets.strip())):
            sentence = _("Write title, reasons and targets of key issue %(rank)s in %(language)s.")
            values = {"rank": issue.rank, "language": word}
            found.append((f"issue-{issue.rank}-{language}", sentence % values))
    said = {
        row.portfolio_id
        for row in edition.absences.filter(language=language)
        if row.sentence.strip()
    }
    for portfolio in without_issue(edition):
        if portfolio.pk not in said:
            sentence = _("Say in %(language)s that there is no key issue on %(portfolio)s.")
            values = {"language": word, "portfolio": portfolio}
            found.append((f"absence-{portfolio.pk}-{language}", sentence % values))
    return found
