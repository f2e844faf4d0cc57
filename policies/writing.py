"""Writing of an edition: its texts, its ranked issues, its sentences on portfolios without one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady, Stale, WrongState
from ledger import events
from policies import documents, lifecycle
from policies.models import (
    Absence,
    Edition,
    EditionText,
    KeyIssue,
    KeyIssueText,
    Language,
    Portfolio,
)
from policies.reference import absence_sentence


def begin(year: int, *, by: Officer, languages: Sequence[str] = tuple(Language.values)) -> Edition:
    """Start the edition of a year, promising `languages`. Refused when the year has one."""
    _demand_editor(by)
    with acting.acting_as(by):
        if Edition.objects.filter(year=year).exclude(status="DISCARDED").exists():
            raise NotReady(
                _("There is an edition of %(year)s already. Open it, or correct it.")
                % {"year": year}
            )
        return _add(Edition(year=year, number=1, author=by, languages=list(languages)), by)


def correct(published: Edition, *, by: Officer, note: str) -> Edition:
    """Start a correction: a new edition with the next number and a copy of all texts."""
    _demand_editor(by)
    if published.status != Edition.Status.PUBLISHED:
        raise WrongState(_("Only a published edition is corrected; this one can still be edited."))
    if not note.strip():
        raise NotReady(_("Say what is corrected."), [("note", _("Say what is corrected."))])
    with acting.acting_as(by):
        siblings = Edition.objects.filter(year=published.year).exclude(status="DISCARDED")
        if siblings.exclude(status="PUBLISHED").exists():
            raise NotReady(_("A correction of this edition is already being written."))
        number = siblings.aggregate(last=Max("number"))["last"] + 1
        copy = _add(
            Edition(
                year=published.year,
                number=number,
                author=by,
                corrects=published,
                correction_note=note,
                languages=published.languages,
            ),
            by,
        )
        _copy_texts(published, copy)
        return copy


def write_texts(
    edition: Edition, language: str, *, by: Officer, version: int, title: str, foreword: str
) -> None:
    """Set title and foreword in one language."""
    with _writing(edition, by, version):
        EditionText.objects.update_or_create(
            edition=edition, language=language, defaults={"title": title, "foreword": foreword}
        )


def write_issue(
    edition: Edition,
    issue: KeyIssue | None,
    *,
    by: Officer,
    version: int,
    rank: int,
    portfolios: Sequence[Portfolio],
    texts: Mapping[str, Mapping[str, str]],
) -> KeyIssue:
    """Add or change a key issue; `texts` maps a language to title, rationale and targets."""
    if not portfolios:
        sentence = _("Choose at least one portfolio.")
        raise NotReady(sentence, [("portfolios", sentence)])
    with _writing(edition, by, version):
        issue = issue or KeyIssue(edition=edition, rank=10_000)
        issue.save()
        _move(edition, issue, rank)
        issue.portfolios.set(portfolios)
        for language, words in texts.items():
            KeyIssueText.objects.update_or_create(
                issue=issue, language=language, defaults=dict(words)
            )
        _fill_absences(edition)
    return issue


def remove_issue(edition: Edition, issue: KeyIssue, *, by: Officer, version: int) -> None:
    with _writing(edition, by, version):
        issue.delete()
        for rank, row in enumerate(edition.issues.order_by("rank"), start=1):
            KeyIssue.objects.filter(pk=row.pk).update(rank=rank)
        _fill_absences(edition)


def write_absences(
    edition: Edition, *, by: Officer, version: int, sentences: Mapping[tuple[str, str], str]
) -> None:
    """Set the sentences {(portfolio code, language): sentence} of portfolios without an issue."""
    with _writing(edition, by, version):
        for (code, language), sentence in sentences.items():
            Absence.objects.update_or_create(
                edition=edition,
                portfolio_id=code,
                language=language,
                defaults={"sentence": sentence},
            )


@contextmanager
def _writing(edition: Edition, by: Officer, version: int) -> Iterator[None]:
    """A change to a draft: locked, based on the version that was shown, noted in the ledger."""
    _demand_editor(by)
    with acting.acting_as(by):
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if locked.status != Edition.Status.DRAFT:
            raise WrongState(_("Only a draft can be edited. Reopen it, or send it back first."))
        if locked.version != version:
            raise Stale(
                _("Somebody changed this edition while you were working on it."), theirs=locked
            )
        yield
        edition.version, edition.updated_at = version + 1, timezone.now()
        edition.written_by = locked.written_by
        edition.note_writers([by.pk])
        edition.save(update_fields=["version", "updated_at", "written_by"])
        events.record("edition.write", by=by, subject=edition, step=True)


def _demand_editor(officer: Officer) -> None:
    if not lifecycle.editor(officer):
        raise NotPermitted(_("Only policy editors of the General Secretariat write key issues."))


def _add(edition: Edition, by: Officer) -> Edition:
    edition.full_clean()
    edition.save(force_insert=True)
    events.record("edition.begin", by=by, subject=edition, data={"year": edition.year}, step=True)
    _fill_absences(edition)
    return edition


def _fill_absences(edition: Edition) -> None:
    """Propose the standard sentence where a portfolio has no issue; drop it where it has one."""
    without = documents.without_issue(edition)
    edition.absences.exclude(portfolio__in=without).delete()
    Absence.objects.bulk_create(
        [
            Absence(
                edition=edition,
                portfolio=row,
                language=language,
                sentence=absence_sentence(row.names, language, edition.year),
            )
            for row in without
            for language in edition.languages
        ],
        ignore_conflicts=True,
    )


def _move(edition: Edition, issue: KeyIssue, rank: int) -> None:
    others = [row for row in edition.issues.order_by("rank") if row.pk != issue.pk]
    others.insert(max(0, min(rank - 1, len(others))), issue)
    for place, row in enumerate(others, start=1):
        KeyIssue.objects.filter(pk=row.pk).update(rank=place)
    issue.rank = others.index(issue) + 1


def _copy_texts(old: Edition, new: Edition) -> None:
    for text in old.texts.all():
        EditionText.objects.create(
            edition=new, language=text.language, title=text.title, foreword=text.foreword
        )
    for issue in old.issues.prefetch_related("texts", "portfolios"):
        copy = KeyIssue.objects.create(edition=new, rank=issue.rank)
        copy.portfolios.set(issue.portfolios.all())
        for words in issue.texts.all():
            words.pk, words.issue = None, copy  # saved so, it is a new row
            words.save(force_insert=True)
    _fill_absences(new)
    for row in old.absences.all():
        new.absences.filter(portfolio=row.portfolio_id, language=row.language).update(
            sentence=row.sentence
        )
