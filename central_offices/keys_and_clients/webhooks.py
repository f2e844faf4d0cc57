"""An office's webhook, as heads and administrators manage it: secret, test, switch on.

Its address is changed by two persons (`endpoints`). The calls themselves are the ledger's
(ledger.delivery.webhook_sender, ledger.delivery.webhook_calls).
"""

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.access import mail
from central_offices.directory.entries import destination
from central_offices.models import CentralOffice, Officer, Role
from central_offices.two_persons.lifecycle import speaks_for
from kernel import acting
from kernel.errors import NotPermitted, WrongState
from ledger import events
from ledger.delivery import receipts, standard_webhooks, webhook_calls
from ledger.delivery.backoff import AFRESH
from ledger.models import Attempt, Delivery, Destination, WebhookCall

Mode = Destination.Mode


def renew_secret(office: CentralOffice, *, by: Officer) -> str:
    """A new secret; the old one signs beside it for 24 hours. For the office's head alone: whoever
    knows the secret can write to the office's system in our name.
    """
    with acting.acting_as(by):
        row = _webhook(office, by)
        if not may_renew(by, office):
            raise NotPermitted(_("The secret is for the office's head to renew."))
        secret = standard_webhooks.new_secret(row)
        events.record("webhook.renew_secret", by=by, data={"office": office.code}, step=True)
    return secret


def may_renew(by: Officer, office: CentralOffice) -> bool:
    """Its heads."""
    return speaks_for(by, office)


def switch_on(office: CentralOffice, *, by: Officer) -> None:
    """Call a webhook again that was switched off; what waited goes in its order."""
    with acting.acting_as(by):
        row = _webhook(office, by)
        if not row.disabled_at:
            raise WrongState(_("This webhook is in use already."))
        Destination.objects.filter(pk=row.pk).update(**AFRESH)
        events.record("webhook.switch_on", by=by, data={"office": office.code}, step=True)


def ping(office: CentralOffice, *, by: Officer) -> WebhookCall:
    """Send a message of type `ping`, outside the lanes; its result is on the delivery page."""
    with acting.acting_as(by):
        row = _webhook(office, by)
        call = webhook_calls.ask(row, by=by)
        events.record("webhook.ping", by=by, data={"office": office.code}, step=True)
    return call


def redeliver(office: CentralOffice, delivery: Delivery, *, by: Officer) -> WebhookCall:
    """Send a delivered message once more under its old id, for a system that lost it."""
    with acting.acting_as(by):
        row = _webhook(office, by)
        if delivery.destination_id != row.pk or delivery.status != Delivery.Status.DELIVERED:
            raise WrongState(_("Only what was delivered to this office can be sent once more."))
        call = webhook_calls.ask(row, by=by, delivery=delivery)
        told = {"office": office.code, "message": str(delivery.message_id)}
        events.record("webhook.redeliver", by=by, data=told, step=True)
    return call


def attempts(row: Destination) -> QuerySet[Attempt]:
    """Every call and every failure, the newest first."""
    found = Attempt.objects.filter(delivery__destination=row)
    return found.select_related("delivery__message").order_by("-at", "-id")


def register() -> None:
    receipts.on_switched_off(_tell)


def _tell(row: Destination, why: str) -> None:
    """Whoever can mend it hears of it: the office's heads, and the agency's administrators."""
    secretariat = CentralOffice.objects.secretariat()
    heads = roles.with_role(row.office, Role.HEAD)
    administrators = roles.with_role(secretariat, Role.ADMINISTRATOR)
    for officer in (*heads, *administrators):
        with translation.override(officer.language):
            subject = _("Delivery to %(office)s is switched off") % {"office": row.office}
            text = _(
                "Its webhook is not called any more: %(why)s. What is meant for the office waits. "
                "Put its system right, then switch it on again on the office's delivery page."
            ) % {"why": Destination.Disabled(why).label}
            mail.send(officer.email, subject, f"{text}\n")


def _webhook(office: CentralOffice, by: Officer) -> Destination:
    row = destination(office, by)
    if row.mode != Mode.WEBHOOK:
        raise WrongState(_("This office does not receive by webhook."))
    return row
