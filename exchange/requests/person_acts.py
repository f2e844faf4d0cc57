"""Acts against a person: requests to arrest or locate, counted by fingerprint, whoever asks.

Which persons count, how many offices are asked for them, and whether a refusal is on record:
`because` says why a request has to be reviewed before it leaves (docs/laws.md F21).
"""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices.models import Officer
from exchange import named_persons
from exchange.models import Request, RequestReview, Seeks
from exchange.review_lifecycle import review_steps
from kernel import acting
from notices.models import Notice, Refusal, SafeguardRule
from notices.refusals import fingerprints, register, rules
from notices.refusals.fingerprints import Person, Print
from notices.refusals.register import Hit

Because = RequestReview.Because
Code = SafeguardRule.Code
# Who is looked for to be helped, heard or named; never where an arrest is asked for.
HELPED = {"MISSING", "VICTIM", "WITNESS", "UNIDENTIFIED", "DECEASED"}
LOCK = 0x5EE4  # one request of this kind after the other: two at once would each count too few


def persons_sought(request: Request, told: list[dict[str, Any]] | None = None) -> list[Person]:
    """The persons whom a request acts against; `told` is what it says of its persons."""
    seeks = request.type.seeks
    if not seeks:
        return []
    people = request.persons if told is None else told
    spared = HELPED if seeks == Seeks.LOCATE else set()
    return [named_persons.person(row) for row in people if row.get("status") not in spared]


def persons_named(request: Request) -> list[Person]:
    """Everybody in a request that seeks persons, whatever it calls them."""
    return named_persons.everybody(request) if request.type.seeks else []


def because(request: Request) -> list[Because]:
    """Why the locked request has to be reviewed; empty where it may leave.

    The lock is held until the commit, and taken after the row of the request.
    """
    named, people = persons_named(request), persons_sought(request)
    if not named:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    found = []
    if offices_asked(request, people) > rules.number(Code.OFFICES_WITHOUT_REVIEW):
        found.append(Because.OFFICES)
    # Whatever the person is called here: who was refused an arrest may call her a witness.
    if _refused(request, [hit for person in named for hit in register.matching(person)]):
        found.append(Because.REFUSAL)
    if stands_against(request):
        found.append(Because.OBJECTS)
    if any(fingerprints.lot(who) < rules.number(Code.SAMPLED_PER_HUNDRED) for who in people):
        found.append(Because.SAMPLE)
    return found


@acting.by_a_rule("whether it was refused before")
def _refused(request: Request, hits: list[Hit]) -> bool:
    """Whether a refusal holds it: by a document, or by name where this office was refused."""
    if any(hit.is_strong for hit in hits):
        return True
    rows = Refusal.objects.filter(pk__in=[hit.refusal for hit in hits])
    keys = rows.values_list("source_id", flat=True)
    asked_by = {"pk__in": keys, "owner_office": request.owner_office_id}
    return any(one._base_manager.filter(**asked_by).exists() for one in (Notice, Request))


def stands_against(request: Request) -> bool:
    """Whether something that only the Commission knows stands against the request."""
    return not protected_status.stands_alone(Act.REQUEST, request.pk, request.owner_office)


def offices_asked(request: Request, people: list[Person]) -> int:
    """How many offices are asked for one of these persons, with this request; the most of any."""
    own = set(request.recipients.values_list("office_id", flat=True))
    since = timezone.now() - timedelta(days=rules.number(Code.COUNTED_DAYS))
    return max((len(own | _asked_before(request, who, since)) for who in people), default=0)


def keep(request: Request) -> None:
    """Keep the fingerprints of the persons of a request that leaves, or waits for its review."""
    for number, person in enumerate(persons_sought(request)):
        prints = fingerprints.stored(person)
        _call(
            "SELECT public.exchange_keep_act"
            "(%s, %s::smallint, %s, %s::text[], %s::bytea[], %s::int[], %s::int[], %s::int[])",
            [request.pk, number, *_columns(prints), [row.pair for row in prints]],
        )


def begin(request: Request, reasons: list[Because]) -> RequestReview:
    """Put the locked request before the reviewers; flash leaves all the same."""
    flash = request.is_flash
    minutes = rules.number(Code.FLASH_REVIEW_MINUTES if flash else Code.REVIEW_MINUTES)
    now = timezone.now()
    return RequestReview.objects.create(
        request=request,
        because=reasons,
        offices_asked=offices_asked(request, persons_sought(request)),
        left_before=flash,
        began_at=now,
        due_at=now + timedelta(minutes=minutes),
    )


def look_again(request: Request, *, by: Officer) -> None:
    """Put a request that has left before the reviewers if it is objected to by now; tells nobody.

    `by` is the system. Only what was never reviewed: the rest stands on the Commission's page.
    """
    with acting.acting_as(by):
        rows = Request._base_manager.select_for_update(of=("self",)).select_related("type")
        locked = rows.get(pk=request.pk)
        reviewed = RequestReview.objects.filter(request=locked).exists()
        if locked.status != Request.Status.SENT or reviewed or not stands_against(locked):
            return
        minutes, now = rules.number(Code.REVIEW_MINUTES), timezone.now()
        RequestReview.objects.create(
            request=locked,
            because=[Because.OBJECTS],
            offices_asked=offices_asked(locked, persons_sought(locked)),
            left_before=True,
            unannounced=True,
            began_at=now,
            due_at=now + timedelta(minutes=minutes),
        )


def withdraw(request: Request, *, by: Officer) -> None:
    """End the open review of a request that its office takes back; does nothing without one."""
    review = RequestReview.objects.open().filter(request=request).first()
    if review is not None:
        with review_steps.take("withdraw", review, by=by) as row:
            row.decided_at = timezone.now()


def purge() -> int:
    """Delete fingerprints that count no more, or are of a retired key; returns how many."""
    since = timezone.now() - timedelta(days=rules.number(Code.COUNTED_DAYS))
    ((count,),) = _call("SELECT public.exchange_purge_acts(%s)", [since])
    return int(count)


def lacking() -> list[Request]:
    """Requests of this kind that count, and have no fingerprint under the key in use."""
    since = timezone.now() - timedelta(days=rules.number(Code.COUNTED_DAYS))
    rows = _call("SELECT public.exchange_lacking_acts(%s, %s)", [fingerprints.key_id(), since])
    return list(Request.objects.filter(pk__in=[key for (key,) in rows]).select_related("type"))


def _asked_before(request: Request, person: Person, since: Any) -> set[int]:
    prints = fingerprints.asked(person)
    if not prints:
        return set()
    rows = _call(
        "SELECT public.exchange_offices_asked"
        "(%s, %s, %s, %s::text[], %s::bytea[], %s::int[], %s::int[])",
        [request.pk, since, *_columns(prints)],
    )
    return {office for (office,) in rows}


def _columns(prints: list[Print]) -> list[Any]:
    return [
        fingerprints.key_id(),
        [row.kind for row in prints],
        [row.digest for row in prints],
        [row.name for row in prints],
        [row.words for row in prints],
    ]


def _call(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
