"""Asking the owner of data for its consent, and the owner's answer (docs/laws.md F4)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.safeguards import originator_control, refugee_guard
from cases.safeguards.protected_status import Act
from central_offices.models import CentralOffice, HandlingCode, Officer
from exchange.consent_lifecycle import consent_steps
from exchange.consents import contributed, protected
from exchange.consents.contributed import Source
from exchange.lifecycle import works
from exchange.models import Consent, RequestRecipient, Urgency
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from ledger import events
from ledger.delivery import outbox
from ledger.models import Delivery

ABOUT = ("request", "contribution", "case", "note", "document", "person")
RULE = "what a consent is about"  # its owner reads that, though the case is shown to it no longer
CODE = {Consent.Use.SHARE: HandlingCode.H2, Consent.Use.EVIDENCE: HandlingCode.H1}


def ask(
    source: Source,
    *,
    by: Officer,
    use: str,
    reason: str,
    offices: Iterable[CentralOffice] = (),
    answering: RequestRecipient | None = None,
) -> Consent:
    """Ask the owner of an answer, or of a request, for a consent that its codes demand.

    Raises NotPermitted, or NotReady where nothing has to be asked or something is missing.
    """
    owner = originator_control.owner_of(source)
    model: Any = type(source)
    seen = model.objects.visible_to(by).filter(pk=source.pk).exists()
    if not seen or not works(by):
        raise NotPermitted(_("You may not ask for this consent."))
    others = sorted({row for row in offices if row.pk != owner.pk}, key=lambda row: row.code)
    _demand(source, owner, by, use, reason, others)
    with acting.acting_as(by):
        row = Consent(
            **contributed.fields_of(source),
            owner=owner,
            office=by.office,
            answering=answering,
            use=use,
            reason=reason,
            asked_by=by,
        )
        row.message_id = _tell(row, "consent.asked", by.office, owner, others, reason=reason)
        row.save(force_insert=True)
        row.offices.set(others)
        told = {"about": str(row.about.pk), "use": use, "offices": [one.code for one in others]}
        events.record("consent.ask", by=by, subject=row, data=told, step=True)
    return row


def grant(row: Consent, *, by: Officer, conditions: str = "") -> None:
    """Give the consent, perhaps on conditions. Raises NotPermitted or WrongState."""
    _decide("grant", row, by, conditions)


def refuse(row: Consent, *, by: Officer, conditions: str = "") -> None:
    """Refuse it; `conditions` may say why, to the office that asked and nobody else."""
    _decide("refuse", row, by, conditions)


def withdraw(row: Consent, *, by: Officer, conditions: str = "") -> None:
    """Take a consent back: from now on nothing more is passed on."""
    _decide("withdraw", row, by, conditions)


def arrived(delivery: Delivery) -> None:
    """The owner sees what it is asked once it is delivered."""
    rows = Consent.objects.filter(message_id=delivery.message_id)
    rows.update(arrived_at=delivery.delivered_at)


def told(delivery: Delivery) -> None:
    """The decision counts once it has arrived."""
    rows = Consent.objects.filter(pk=delivery.message.data.get("consent"))
    rows.update(told_at=delivery.delivered_at)


def _decide(step: str, row: Consent, by: Officer, conditions: str) -> None:
    detail = {"conditions": conditions}
    with consent_steps.take(step, row, by=by, detail=detail) as locked:
        if step == "grant":
            _demand_safe(locked)
        locked.decided_by, locked.decided_at = by, timezone.now()
        locked.conditions = conditions
        target = consent_steps.steps[step].target
        _tell(
            locked,
            "consent.decided",
            by.office,
            locked.office,
            [],
            decision=target,
            conditions=conditions,
        )


def _demand_safe(row: Consent) -> None:
    """Raise NotReady where the owner's own person must not reach an office that is named."""
    offices = list(row.offices.all())
    if row.request is not None:
        words = row.contribution.text if row.contribution else contributed.all_words(row.request)
        protected.demand_may_be_told(row.request, "", words, offices)
    elif row.case is not None and row.person is not None:
        persons = [row.person.pk]
        refugee_guard.demand(Act.CASE, row.case.pk, row.owner, persons, offices, "offices")
    else:
        words = row.note.text if row.note else ""
        words += row.document.file.original_name if row.document else ""
        if found := refugee_guard.told_in_words(words, offices, "offices"):
            raise NotReady(" ".join(sentence for _field, sentence in found), found)


def _demand(
    source: Source,
    owner: CentralOffice,
    by: Officer,
    use: str,
    reason: str,
    offices: list[CentralOffice],
) -> None:
    missing, codes = [], originator_control.codes_of(source)
    if owner.pk == by.office_id or CODE[Consent.Use(use)] not in codes:
        missing.append(("use", _("The owner's conditions don't demand a consent for this.")))
    if not reason.strip():
        missing.append(("reason", _("Say why.")))
    if use == Consent.Use.SHARE and not offices:
        missing.append(("offices", _("Name the offices to which you want to pass it on.")))
    if missing:
        raise NotReady(" ".join(sentence for _field, sentence in missing), missing)


def _tell(
    row: Consent,
    type: str,
    sender: CentralOffice,
    to: CentralOffice,
    offices: list[CentralOffice],
    **more: Any,
) -> UUID:
    request = row.request
    return outbox.post(
        type,
        thread=row.about.pk,
        sender=sender,
        to=[to],
        data={
            "consent": str(row.pk),
            "reference": row.reference,
            **{name: _id(getattr(row, f"{name}_id")) for name in ABOUT},
            "use": row.use,
            "offices": [office.code for office in offices],
            **more,
        },
        urgent=request is not None and request.urgency == Urgency.FLASH,
        classification=row.classification,
    ).pk


def _id(key: UUID | None) -> str | None:
    return str(key) if key else None
