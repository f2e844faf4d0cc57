"""Keeping of refusals: made with the refusal, extended or ended by the Commission, and lapsing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices import roles
from central_offices.models import Officer
from kernel import acting, batches
from kernel.errors import NotReady
from kernel.periodic import UNLIMITED, Budget
from ledger import events
from ledger.lifecycle import Lifecycle, Step
from notices import queries
from notices.models import Notice, Refusal, SafeguardRule
from notices.models.refusal_reasons import ENDED_ON_SUBSTANCE, NOT_ON_SUBSTANCE, RefusalReason
from notices.refusals import register, rules
from notices.refusals.fingerprints import Person

Source = Refusal.Source
KEPT, ENDED = Refusal.Status
YEAR = timedelta(days=365.25)
MAX_EXTENSION = timedelta(days=3653)
# By source: the person of one of its records, to make a fingerprint anew; None: it is gone.
persons: dict[str, Callable[[UUID], list[Person] | None]] = {}


def commission(officer: Officer, refusal: Any) -> bool:
    """The officer is a person of the Commission."""
    return queries.oversees(officer)


def is_system(officer: Officer, refusal: Any) -> bool:
    """The officer is the system itself."""
    return not officer.is_human and officer.pk == roles.system().pk


refusal_steps = Lifecycle(
    extend=Step({KEPT}, None, commission, gettext_lazy("extend")),
    end=Step({KEPT}, ENDED, commission, gettext_lazy("end")),
    lapse=Step({KEPT}, ENDED, is_system, gettext_lazy("let lapse")),
)


def keep_refused(notice: Notice, reasons: set[str], *, by: Officer) -> None:
    """Keep a refused notice, if one of the grounds is about the substance."""
    if reasons - NOT_ON_SUBSTANCE:
        _keep_notice(notice, by)


def keep_cancelled(notice: Notice, reason: str, *, by: Officer) -> None:
    """Keep a notice that was cancelled on substance."""
    if reason in ENDED_ON_SUBSTANCE:
        _keep_notice(notice, by)


def keep(source: str, key: UUID, people: list[Person], *, by: Officer) -> None:
    """Keep what was refused, for the years of the dated rule; in the step that refuses it."""
    until = timezone.now() + rules.number(SafeguardRule.Code.FINGERPRINT_YEARS) * YEAR
    refusal, made = Refusal.objects.get_or_create(
        source=source, source_id=key, defaults={"kept_until": until}
    )
    if made and people:
        register.keep(refusal, merged(people))
        events.record("refusal.keep", by=by, subject=refusal, after=refusal.status)


def extend(refusal: Refusal, *, by: Officer, until: datetime, reason: str) -> None:
    """Keep it longer; a step of the Commission, with its reason."""
    _demand_reason(reason)
    with refusal_steps.take("extend", refusal, by=by, detail={"reason": reason}) as row:
        if not row.kept_until < until <= timezone.now() + MAX_EXTENSION:
            sentence = _("Choose a later day than now, ten years from today at most.")
            raise NotReady(sentence, [("until", sentence)])
        row.kept_until = until


def end(refusal: Refusal, *, by: Officer, reason: str) -> None:
    """Forget it: the person is found by it no more. A step of the Commission, with its reason."""
    _demand_reason(reason)
    with acting.acting_as(by):
        with refusal_steps.take("end", refusal, by=by, detail={"reason": reason}) as row:
            row.ended_at, row.ended_by = timezone.now(), by
        register.forget(row)


def lapse(refusal: Refusal, *, by: Officer) -> None:
    """Forget what was kept long enough; `by` is the system."""
    with acting.acting_as(by):
        with refusal_steps.take("lapse", refusal, by=by, chain=events.SYSTEM) as row:
            if row.kept_until > timezone.now():
                raise NotReady(_("It is still to be kept."))
            row.ended_at = timezone.now()
        register.forget(row)


def settle(budget: Budget = UNLIMITED) -> None:
    """Let old ones lapse; remove those of an old key, and make them anew from the record."""
    due = Refusal.objects.filter(status=KEPT, kept_until__lte=timezone.now())
    batches.each(due, lapse, by=roles.system(), budget=budget.share(2), oldest="kept_until")
    with acting.acting_as(roles.system()):
        register.purge()
        _take_over()
        _renew(register.lacking())


def _take_over() -> None:
    """Keep what was refused or cancelled on substance before fingerprints were made."""
    made = Refusal.objects.filter(source=Source.NOTICE).values("source_id")
    grounds = set(RefusalReason) - NOT_ON_SUBSTANCE
    over = Q(status=Notice.Status.REFUSED, end_reason__in=grounds)
    over |= Q(status=Notice.Status.CANCELLED, end_reason__in=ENDED_ON_SUBSTANCE)
    for row in Notice.objects.filter(over).exclude(pk__in=made).select_related("current_version"):
        _keep_notice(row, roles.system())


def _renew(lacking: list[UUID]) -> None:
    for row in Refusal.objects.filter(pk__in=lacking):
        people = persons[row.source](row.source_id) if row.source in persons else None
        if people:
            register.keep(row, merged(people))


def merged(people: list[Person]) -> Person:
    """All that several persons of one record can be known again by."""
    documents = [number for person in people for number in person.documents]
    names = [name for person in people for name in person.names]
    return Person(tuple(documents), tuple(names))


def person_of_notice(key: UUID) -> list[Person] | None:
    """The person of a notice's current version."""
    notice = Notice.objects.select_related("current_version").filter(pk=key).first()
    if notice is None or notice.current_version is None:
        return None
    return [register.person_of(notice.current_version.payload)]


def _keep_notice(notice: Notice, by: Officer) -> None:
    frozen = notice.current_version
    people = [register.person_of(frozen.payload)] if frozen else []
    keep(Source.NOTICE, notice.pk, people, by=by)


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise NotReady(_("Say why."), [("reason", _("Say why."))])
