"""One-time links: by one a newcomer becomes an officer, by one an officer chooses a new password.

A link is 32 random bytes; only its digest under FILE_KEY is kept: who writes
rows knows none. It works once, within 72 hours.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from central_offices import roles
from central_offices.access import mail
from central_offices.accounts import agreed, plain_names, staff
from central_offices.models import CentralOffice, Invitation, Officer, Role, rights
from central_offices.two_persons import kinds
from kernel import acting, sealing
from kernel.errors import NotReady, Refusal, WrongState
from ledger import events

LIVES = timedelta(hours=72)
LINKS = "central_offices_invitation.token_hash"


class Gone(Refusal):
    """The link was used, has run out, or never existed: all three are answered alike."""

    status = 410
    code = "link_gone"


def register() -> None:
    """Called once, when the app is ready."""
    kinds.register("ACCOUNT", demand_invitable, open_account)


def demand_invitable(change: Any) -> None:
    """Raise why nobody can be invited as the change says."""
    given, office = change.content, change.office
    email = given["email"]
    try:
        validate_email(email)
    except ValidationError as error:
        raise NotReady(_("Write the e-mail address in full, like name@office.example.")) from error
    if email != email.strip().casefold() or not given["name"].strip():
        raise NotReady(_("Write the name, and the e-mail address in small letters."))
    plain_names.demand(given["name"], email)
    if Officer.objects.filter(email__iexact=email).exists():
        raise WrongState(
            _("There is an officer with this e-mail address. Move that account instead.")
        )
    if given["role"] and not rights.fits(given["role"], office):
        words = {"role": Role(given["role"]).label, "office": office}
        raise NotReady(_("%(office)s has no role %(role)s.") % words)
    _newcomer(change).full_clean()


def open_account(change: Any, *, by: Officer) -> None:
    """Make an officer who cannot sign in yet, and mail the one-time link to that person only."""
    given = change.content
    with acting.acting_as(by):
        officer = _newcomer(change)
        officer.save(force_insert=True)
        told = {"office": change.office.code, "clearance": officer.clearance}
        told |= {"change": str(change.pk)}
        events.record("officer.invite", by=by, subject=officer, data=told, step=True)
        if given["role"]:
            ends = datetime.fromisoformat(given["valid_to"]) if given["valid_to"] else None
            agreed.grant_role(officer, given["role"], change, timezone.now(), ends)
        _new_link(officer, by)


def _newcomer(change: Any) -> Officer:
    given = change.content
    officer = Officer(
        email=given["email"],
        name=given["name"],
        office=change.office,
        clearance=given["clearance"],
        language=given["language"],
    )
    officer.set_unusable_password()
    return officer


def renew(officer: Officer, *, by: Officer) -> None:
    """Mail a new link to somebody who has not come in yet; the old one is void."""
    with staff.changing(officer, "renew_invitation", by=by) as locked:
        if not locked.is_active or locked.has_usable_password():
            raise WrongState(_("This officer has come in already, or the account is disabled."))
        _new_link(locked, by)


def start_reset(officer: Officer, *, by: Officer) -> None:
    """Mail the officer a link to a new password; whoever starts it never sees link or password."""
    with staff.changing(officer, "start_reset", by=by) as locked:
        if not locked.is_active or not locked.has_usable_password():
            raise WrongState(_("This officer has no password yet, or the account is disabled."))
        _new_link(locked, by)


def first_administrator(email: str, name: str, office: CentralOffice) -> str:
    """The link for one of the first two administrators of a new installation, or for whoever is
    needed where fewer than two are left; the system itself invites.
    """
    by = roles.system(office)
    with acting.acting_as(by):
        officer = Officer.objects.filter(email=email.casefold()).first()
        if officer is None:
            plain_names.demand(name, email)
            officer = Officer(email=email.casefold(), name=name, office=office)
            officer.set_unusable_password()
            officer.full_clean()
            officer.save(force_insert=True)
            officer.grants.create(office=office, role="ADMINISTRATOR")
            officer.refresh_rights()
        events.record("officer.first_administrator", by=by, subject=officer, step=True)
        return _new_link(officer, by)


def find(token: str) -> Invitation:
    """The invitation behind a link that can still be used; raises Gone."""
    rows = Invitation.objects.open().select_related("officer__office")
    known = sealing.marks(token, LINKS)
    found = rows.filter(token_hash__in=known, officer__is_active=True).first()
    if found is None:
        raise Gone(
            _("This link was used or is older than 72 hours. Ask your administrator for another.")
        )
    return found


def accept(token: str, password: str) -> Officer:
    """Set the password that the holder of the link chose, once.

    Raises Gone, or ValidationError with what is wrong with the password.
    """
    officer = find(token).officer
    with acting.acting_as(officer):
        officer = Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
        invitation = find(token)
        validate_password(password, officer)
        officer.set_password(password)
        officer.save(update_fields=["password"])
        invitation.used_at = timezone.now()
        invitation.save(update_fields=["used_at"])
        events.record("officer.accept_invitation", by=officer, subject=officer, step=True)
    return officer


def _new_link(officer: Officer, by: Officer) -> str:
    officer.invitations.open().update(expires_at=timezone.now())
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        officer=officer,
        token_hash=sealing.mark(token, LINKS),
        made_by=by,
        expires_at=timezone.now() + LIVES,
    )
    url = settings.PUBLIC_URL + reverse("invitation", args=[token])
    with translation.override(officer.language):
        subject = _("Your access to the agency's system")
        text = _("Open this link within 72 hours and choose your password. It works once.")
        mail.send(officer.email, subject, f"{text}\n\n{url}\n")
    return url
