"""Search keys of names as rows, written in the transaction of the change that they follow.

Nobody else writes NameKey or KeyFrequency. How common a key is may lag behind: it only decides
which keys are asked first.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from cases import names
from cases.calendars import Calendar
from cases.dates import Certainty, PartialDate
from cases.models import CaseSubject, IdDocument, Identity, NameKey, Subject
from kernel import acting
from kernel.who_reads import audiences

WHO_SEES_A_PERSON = "who sees a person"
MIN_COUNTED_NAMES = 50  # a key of fewer names is not worth a row in KeyFrequency
MAX_SAMPLED_NAMES = 200_000  # names that are read to learn how common the keys are


@acting.by_a_rule(WHO_SEES_A_PERSON)
def write(subject: Subject) -> None:
    """Store the keys of every name of the subject, and of its documents' numbers, anew."""
    identities = Identity._base_manager.filter(subject=subject).order_by("rank", "id")
    numbers = IdDocument._base_manager.filter(subject=subject).values_list("number", flat=True)
    subject.seen_at = readers_of([subject.pk])[subject.pk]
    rows = _rows_of(subject, identities, numbers)
    Subject._base_manager.filter(pk=subject.pk).update(seen_at=subject.seen_at)
    NameKey._base_manager.filter(subject=subject).delete()
    NameKey._base_manager.bulk_create(rows)


def add(records: Iterable[Sequence[Any]]) -> None:
    """Store the keys of records that were just written: each a Subject and what hangs on it.

    Its `seen_at` says already who sees it.
    """
    NameKey._base_manager.bulk_create(
        key
        for subject, *rows in records
        for key in _rows_of(
            subject,
            [row for row in rows if isinstance(row, Identity)],
            [row.number for row in rows if isinstance(row, IdDocument)],
        )
    )


def _rows_of(
    subject: Subject, identities: Iterable[Identity], numbers: Iterable[str]
) -> list[NameKey]:
    owner: dict[str, Any] = {
        "subject": subject,
        "owner_office_id": subject.owner_office_id,
        "seen_at": subject.seen_at,
    }
    return [
        *(
            row(name, (identity.birth_earliest, identity.birth_latest), **owner)
            for identity in identities
            for name in spellings_of(identity)
        ),
        *(number_row(number, **owner) for number in searched_numbers(numbers)),
    ]


def spellings_of(identity: Any) -> list[str]:
    """Every form in which the name of an identity is searched, readings beside it included."""
    parts = identity.as_written, identity.family_name, identity.forename
    return names.all_spellings(identity.as_written, identity.romanised, names.reading(*parts))


@acting.by_a_rule(WHO_SEES_A_PERSON)
def write_notice(
    notice: UUID,
    identities: Iterable[tuple[str, tuple[date | None, date | None]]],
    *,
    numbers: Iterable[str] = (),
    owner_office_id: int,
    seen_by: list[int],
    level: int,
) -> None:
    """Store the keys of a notice's frozen copy anew: (name, (born earliest, latest)) each.

    `numbers` are those of the documents in it; `seen_by` and `level` are the notice's.
    """
    seen_at = sorted(audiences.at_level(seen_by, level))
    NameKey._base_manager.filter(notice=notice).delete()
    NameKey._base_manager.bulk_create(
        row(name, born, notice=notice, owner_office_id=owner_office_id, seen_at=seen_at)
        for name, born in identities
    )
    NameKey._base_manager.bulk_create(
        number_row(number, notice=notice, owner_office_id=owner_office_id, seen_at=seen_at)
        for number in searched_numbers(numbers)
    )


def see_again(subjects: Iterable[UUID]) -> None:
    """Write anew who may find the names of these subjects, after a case of theirs changed.

    The subjects are locked first, so that two cases of one subject changed at once agree.
    """
    with acting.by_a_rule(WHO_SEES_A_PERSON):
        rows = Subject._base_manager.select_for_update().filter(pk__in=subjects).order_by("pk")
        ids = list(rows.values_list("pk", flat=True))
        for subject, readers in readers_of(ids).items():
            Subject._base_manager.filter(pk=subject).update(seen_at=readers)
            NameKey._base_manager.filter(subject=subject).update(seen_at=readers)


def see_persons_again(case: UUID) -> None:
    """The same for everybody in a case, whose level changed."""
    with acting.by_a_rule(WHO_SEES_A_PERSON):
        links = CaseSubject._base_manager.filter(case=case)
        see_again(list(links.values_list("subject_id", flat=True)))


def wrongly_seen(among: list[UUID] | None = None) -> list[UUID]:
    """Subjects whose `seen_at`, or whose names', is not the union over their cases.

    Of `among`, or of all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.id FROM cases_subject s
            WHERE (%(among)s::uuid[] IS NULL OR s.id = ANY (%(among)s))
            AND (s.seen_at <> coalesce((
              SELECT array_agg(DISTINCT at ORDER BY at) FROM cases_casesubject l
              JOIN cases_case c ON c.id = l.case_id, unnest(c.seen_by) n,
              LATERAL (SELECT n * %(levels)s + c.classification AS at) AS reader
              WHERE l.subject_id = s.id
            ), '{}') OR EXISTS (
              SELECT FROM cases_namekey k WHERE k.subject_id = s.id AND k.seen_at <> s.seen_at
            ))
            """,
            {"among": among, "levels": audiences.LEVELS_AN_AUDIENCE},
        )
        return [row[0] for row in cursor.fetchall()]


def readers_of(subjects: list[UUID]) -> dict[UUID, list[int]]:
    """For each subject who sees a case of it: offices at the level of that case."""
    found: dict[UUID, set[int]] = {subject: set() for subject in subjects}
    links = CaseSubject._base_manager.filter(subject__in=subjects)
    columns = "subject_id", "case__seen_by", "case__classification"
    with acting.by_a_rule(WHO_SEES_A_PERSON):  # also cases that whoever acts does not see
        for subject, seen_by, level in links.values_list(*columns):
            found[subject] |= audiences.at_level(seen_by, level)
    return {subject: sorted(readers) for subject, readers in found.items()}


def row(name: str, born: tuple[date | None, date | None], **owner: Any) -> NameKey:
    """One unsaved row for a name of a subject or notice."""
    return NameKey(
        name=name[:300],
        normalised=names.normalised(name)[:300],
        keys=sorted(names.keys(name, interval(*born))),
        key_version=names.KEY_VERSION,
        birth_earliest=born[0],
        birth_latest=born[1],
        **owner,
    )


def number_row(number: str, **owner: Any) -> NameKey:
    """One unsaved row for the number of a document of a subject or notice."""
    return NameKey(
        name=number[:300],
        normalised=names.plain_number(number),
        keys=sorted(names.number_keys(number)),
        key_version=names.KEY_VERSION,
        **owner,
    )


def searched_numbers(numbers: Iterable[str]) -> list[str]:
    """Those by which somebody can be found, each once."""
    return [number for number in dict.fromkeys(numbers) if names.plain_number(number)]


def interval(earliest: date | None, latest: date | None) -> PartialDate | None:
    """The stored interval as names.keys wants it; None when nothing is known."""
    if earliest is None or latest is None:
        return None
    return PartialDate(None, None, Calendar.GREGORIAN, Certainty.RANGE, earliest, latest)


def recount() -> int:
    """Learn from a sample how many names carry each common key; returns how many keys do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0) FROM pg_class WHERE relname = 'cases_namekey'"
        )
        rows = cursor.fetchone()[0]
        share = min(1.0, MAX_SAMPLED_NAMES / rows) if rows else 1.0
        # Readers go on with the old counts; a second count waits instead of adding to the first.
        cursor.execute("LOCK TABLE cases_keyfrequency IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM cases_keyfrequency")
        # What a sample counts is divided by its share of the names; rare keys get no row.
        cursor.execute(
            "INSERT INTO cases_keyfrequency (key, names) "
            "SELECT key, (count(*) / %s)::int FROM cases_namekey TABLESAMPLE SYSTEM (%s), "
            "unnest(keys) AS key GROUP BY key HAVING count(*) / %s > %s",
            [share, share * 100, share, MIN_COUNTED_NAMES],
        )
        return int(cursor.rowcount)
