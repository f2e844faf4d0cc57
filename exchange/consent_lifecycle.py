"""The life of a consent: asked of the owner of data, then given or refused, and withdrawn."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from central_offices.keys_and_clients import clients
from central_offices.models import Officer
from exchange.lifecycle import works
from exchange.models import Consent
from ledger.lifecycle import Lifecycle, Step


def owner_of_data(officer: Officer, consent: Any) -> bool:
    """The officer works on requests at the office that owns the data, is cleared for the level,
    and the question has arrived there; a system was given the scope for it.
    """
    return (
        officer.office_id == consent.owner_id
        and consent.arrived_at is not None
        and officer.is_cleared_for(consent.classification)
        and works(officer)
        and (officer.is_human or clients.holds(officer, clients.DECIDES))
    )


def right_of_system(officer: Officer, consent: Any) -> str:
    """The right by which a machine decides for its office; a person decides alone here."""
    return "" if officer.is_human else "answer_request"


ConsentStatus = Consent.Status
consent_steps = Lifecycle(
    grant=Step(
        {ConsentStatus.ASKED}, ConsentStatus.GRANTED, owner_of_data, _("give"), right_of_system
    ),
    refuse=Step({ConsentStatus.ASKED}, ConsentStatus.REFUSED, owner_of_data, _("refuse")),
    withdraw=Step({ConsentStatus.GRANTED}, ConsentStatus.WITHDRAWN, owner_of_data, _("withdraw")),
)
