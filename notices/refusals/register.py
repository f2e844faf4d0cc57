"""Register of fingerprints: a refusal is kept there and matched, and never read.

The table belongs to the owner of the database. The application may call the functions of
`notices/migrations/0005_fingerprints.py`, which say which refusals fit, and nothing else.
"""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from central_offices.models import Officer
from notices.models import Notice, Refusal
from notices.payload import freeze
from notices.payload.shape import Payload
from notices.refusals import fingerprints
from notices.refusals.fingerprints import Person


class Hit(NamedTuple):
    """A refusal that fits: by a document (strong), or by name and time of birth (possible)."""

    refusal: UUID
    is_strong: bool


class Shown(NamedTuple):
    """The source of a refusal as a reviewer is told of it; without address, it is not for him."""

    title: str
    reference: str
    url: str
    grounds: tuple[str, ...]


# By source of a refusal: its sources among these ids, as an officer may read them.
sources: dict[str, Callable[[list[UUID], Officer], dict[UUID, Shown]]] = {}


def person_of(payload: Payload) -> Person:
    """The person whom a frozen notice is about."""
    subject = payload.get("subject") or {}
    numbers = (str(row.get("number") or "") for row in subject.get("documents", []))
    return Person(tuple(filter(None, numbers)), tuple(freeze.names_of(payload)))


def of_notice(notice: Notice, payload: Payload) -> list[Hit]:
    """The earlier refusals that fit the person of a notice."""
    own = Refusal.objects.filter(source=Refusal.Source.NOTICE, source_id=notice.pk)
    spared = set(own.values_list("pk", flat=True))
    return [hit for hit in matching(person_of(payload)) if hit.refusal not in spared]


def matching(person: Person) -> list[Hit]:
    """The refusals that fit a person, strong ones first."""
    prints = fingerprints.asked(person)
    if not prints:
        return []
    rows = _call(
        "SELECT refusal, strong FROM public.notices_match_fingerprint"
        "(%s, %s::text[], %s::bytea[], %s::int[], %s::int[]) ORDER BY strong DESC, refusal",
        [
            fingerprints.key_id(),
            [row.kind for row in prints],
            [row.digest for row in prints],
            [row.name for row in prints],
            [row.words for row in prints],
        ],
    )
    return [Hit(refusal, strong) for refusal, strong in rows]


def keep(refusal: Refusal, person: Person) -> None:
    """Keep the fingerprint of a person with a refusal, beside what was kept before."""
    prints = fingerprints.stored(person)
    _call(
        "SELECT public.notices_keep_fingerprint"
        "(%s, %s, %s::text[], %s::bytea[], %s::int[], %s::int[], %s::int[])",
        [
            refusal.pk,
            fingerprints.key_id(),
            [row.kind for row in prints],
            [row.digest for row in prints],
            [row.name for row in prints],
            [row.words for row in prints],
            [row.pair for row in prints],
        ],
    )


def forget(refusal: Refusal) -> None:
    """Delete the fingerprint of a refusal that ended; of any other nothing goes."""
    _call("SELECT public.notices_forget_fingerprint(%s)", [refusal.pk])


def purge() -> int:
    """Delete every fingerprint of a key that the owner retired; returns how many digests."""
    ((count,),) = _call("SELECT public.notices_purge_fingerprints()", [])
    return int(count)


def lacking() -> list[UUID]:
    """The refusals in force without a fingerprint under the key in use."""
    rows = _call("SELECT public.notices_lacking_fingerprint(%s)", [fingerprints.key_id()])
    return [refusal for (refusal,) in rows]


def shown(hits: list[Hit], officer: Officer) -> list[tuple[Hit, Refusal, Shown | None]]:
    """Each hit with its refusal and what this reviewer may read of where it comes from."""
    rows = Refusal.objects.visible_to(officer).in_bulk([hit.refusal for hit in hits])
    told: dict[UUID, Shown] = {}
    for source, read in sources.items():
        wanted = [row.source_id for row in rows.values() if row.source == source]
        told |= read(wanted, officer) if wanted else {}
    return [
        (hit, rows[hit.refusal], told.get(rows[hit.refusal].source_id))
        for hit in hits
        if hit.refusal in rows
    ]


def _call(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
