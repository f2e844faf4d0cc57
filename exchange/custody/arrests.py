"""Somebody is arrested for another country: how long he may be held until its papers arrive.

European Convention on Extradition art. 16(4): a provisional arrest may be ended after 18 days
without papers, and is never longer than 40. The convention knows no suspension, so this clock runs
on whatever happens to the request: no question, deferral, authorisation or outage stops it. The
numbers are dated rows; an agreement in force between the two countries on the day of the arrest
that names days goes before them.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Officer
from exchange.conversation import answering, contributions
from exchange.conversation.contributions import ContributionDraft
from exchange.custody import holding_clock
from exchange.custody_lifecycle import arrest_steps
from exchange.lifecycle import recipient_steps
from exchange.models import (
    Arrest,
    Contribution,
    CustodyAlarm,
    Effect,
    RecipientStatus,
    RequestRecipient,
    Urgency,
)
from exchange.requests import envelopes
from kernel.errors import NotReady, WrongState
from ledger import events
from ledger.delivery import outbox


def report(
    recipient: RequestRecipient,
    words: ContributionDraft,
    *,
    by: Officer,
    arrested_at: datetime,
    subject_id: UUID | None = None,
    version: int | None = None,
) -> Arrest:
    """The requested office has arrested somebody: when, who of the request's persons, and how.

    Raises NotReady: no words, a moment in the future, nobody or somebody else named, already
    reported, or no rule that says how long the person may be held.
    """
    contributions.demand(words, evaluated=True)
    _demand_past("arrested_at", arrested_at)
    subject = _subject(recipient, subject_id)
    early = recipient.status in recipient_steps.steps["report_arrest"].sources
    step, target = (
        ("report_arrest", RecipientStatus.IN_PROGRESS) if early else ("report_arrest_later", "")
    )
    with recipient_steps.take(
        step, recipient, by=by, version=version, subject=str(subject or "")
    ) as locked:
        if locked.arrests.exclude(status=Arrest.Status.RELEASED).filter(subject_id=subject):
            raise NotReady(_("This arrest was reported before."))
        if target:
            answering.acknowledged(locked, by, target)
            locked.assigned_to = locked.assigned_to or by
        row = Arrest(recipient=locked, subject_id=subject)
        holding_clock.count(row, arrested_at)
        row.contribution = _say(row, words, by)
        row.full_clean(validate_unique=False)
        row.save(force_insert=True)
    return row


def correct(
    arrest: Arrest,
    words: ContributionDraft,
    *,
    by: Officer,
    arrested_at: datetime,
    version: int | None = None,
) -> None:
    """The moment of the arrest was another one; the clock is counted anew. Says why."""
    contributions.demand(words, evaluated=True)
    _demand_past("arrested_at", arrested_at)
    with arrest_steps.take("correct", arrest, by=by, version=version) as locked:
        holding_clock.count(locked, arrested_at)
        _say(locked, words, by)


def receive_papers(
    arrest: Arrest, *, by: Officer, at: datetime, version: int | None = None
) -> None:
    """The request for extradition and its documents are there: no alarm is rung any more.

    Raises NotReady where they came after the last day: a new arrest is another matter (art. 16(5)).
    """
    _demand_past("at", at)
    with arrest_steps.take("receive_papers", arrest, by=by, version=version) as locked:
        _demand_after(at, locked)
        if at > locked.ends_at:
            sentence = _("The papers came too late to hold the person. Report the release.")
            raise NotReady(sentence, [("at", sentence)])
        locked.papers_at, locked.next_alarm = at, None
        _tell(locked, "request.papers_received", by, at=at.isoformat())


def release(arrest: Arrest, *, by: Officer, at: datetime, version: int | None = None) -> None:
    """The person is free; whoever asked for the arrest is told."""
    _demand_past("at", at)
    with arrest_steps.take("release", arrest, by=by, version=version) as locked:
        _demand_after(at, locked)
        locked.released_at, locked.next_alarm = at, None
        _tell(locked, "request.released", by, at=at.isoformat())


def ring(arrest: Arrest, *, by: Officer) -> None:
    """Ring the last alarm that is due, once, and name the earlier ones that nobody rang.

    `by` is the system. Raises WrongState when another beat was first.
    """
    found, now = holding_clock.still_open(arrest), timezone.now()
    over = [time for time in found if time.due <= now]
    if not over:
        raise WrongState(_("No alarm is due."))
    last = over[-1]
    name = "run_out" if last.effect == Effect.END else "ring"
    missed = [time.day for time in over[:-1]]
    told: dict[str, Any] = {"day": last.day, "missed": missed}
    with arrest_steps.take(name, arrest, by=by, chain=events.SYSTEM, **told) as locked:
        if (locked.next_alarm, locked.arrested_at) != (arrest.next_alarm, arrest.arrested_at):
            raise WrongState(_("This alarm was rung a moment ago."))
        locked.next_alarm = next((time.due for time in found if time.due > now), None)
        words = {"effect": last.effect, "day": last.day, "missed": missed, "at": now}
        alarm, _new = CustodyAlarm.objects.update_or_create(
            arrest=locked, due=last.due, defaults=words
        )
        _alarm(locked, alarm)


def due(now: datetime | None = None) -> Any:
    """Arrests of which an alarm is due."""
    return Arrest.objects.filter(
        status=Arrest.Status.HELD, next_alarm__lte=now or timezone.now()
    ).select_related("recipient__request__owner_office", "recipient__office")


def _subject(recipient: RequestRecipient, given: UUID | None) -> UUID | None:
    """The one of the request's persons that is meant; the only one where it names one."""
    known = [UUID(row["id"]) for row in recipient.request.persons]
    if given is None and len(known) <= 1:
        return known[0] if known else None
    if given not in known:
        sentence = _("Say which of the persons of the request was arrested.")
        raise NotReady(sentence, [("subject_id", sentence)])
    return given


def _demand_past(field: str, moment: datetime) -> None:
    if moment > timezone.now():
        sentence = _("This moment lies in the future.")
        raise NotReady(sentence, [(field, sentence)])


def _demand_after(moment: datetime, arrest: Arrest) -> None:
    if moment < arrest.arrested_at:
        sentence = _("This moment lies before the arrest.")
        raise NotReady(sentence, [("at", sentence)])


def _say(row: Arrest, words: ContributionDraft, by: Officer) -> Contribution:
    return contributions.say(
        row.recipient,
        Contribution.Kind.ARREST,
        words,
        "request.arrest_reported",
        by,
        **_facts(row),
        arrested_at=row.arrested_at.isoformat(),
        basis=row.basis,
    )


def _tell(row: Arrest, type: str, by: Officer, **more: Any) -> None:
    request = row.recipient.request
    outbox.post(
        type,
        thread=request.pk,
        sender=by.office,
        to=[request.owner_office],
        data=envelopes.step_data(row.recipient, by, **_facts(row), **more),
        urgent=request.urgency == Urgency.FLASH,
        classification=request.classification,
    )


def _alarm(row: Arrest, alarm: CustodyAlarm) -> None:
    """Both offices: the one sends the papers, the other lets the person go."""
    request = row.recipient.request
    outbox.post(
        "request.custody_alarm",
        thread=request.pk,
        sender=CentralOffice.objects.secretariat(),
        to=[row.recipient.office, request.owner_office],
        data={
            "request": str(request.pk),
            "reference": request.reference,
            "office": row.recipient.office.code,
            **_facts(row),
            "effect": alarm.effect,
            "day": alarm.day,
            "missed": alarm.missed,
        },
        urgent=alarm.effect == Effect.END or request.urgency == Urgency.FLASH,
        classification=request.classification,
    )


def _facts(row: Arrest) -> dict[str, Any]:
    return {
        "arrest": str(row.pk),
        "subject": str(row.subject_id) if row.subject_id else None,
        "ends_at": row.ends_at.isoformat(),
    }
