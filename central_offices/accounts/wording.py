"""The history of an account, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from central_offices.models import Role
from kernel import acting
from ledger.models import Event

STATES = [
    ("open", _("Open")),
    ("invited", _("Invited, not in yet")),
    ("suspended", _("Suspended by one person")),
    ("disabled", _("Disabled")),
]
VERBS = {
    "officer.invite": _("Invited"),
    "officer.first_administrator": _("Invited as first administrator"),
    "officer.renew_invitation": _("Invitation renewed"),
    "officer.accept_invitation": _("Chose a password by one-time link"),
    "officer.give_role": _("Role given"),
    "officer.end_role": _("Role ended"),
    "officer.give_shift": _("Duty given for a shift"),
    "officer.move": _("Moved to another office"),
    "officer.change_clearance": _("Clearance changed"),
    "officer.change_password": _("Password changed"),
    "officer.change_factor": _("Second factor changed"),
    "officer.disable": _("Disabled"),
    "officer.suspend": _("Suspended by one person"),
    "officer.end_suspension": _("Suspension ended"),
    "officer.enable": _("Enabled"),
    "officer.remove_factors": _("Second factor taken away"),
    "officer.hand_out_codes": _("Recovery codes handed out"),
    "officer.hand_out_token": _("Token handed out"),
    "officer.prove": _("Showed once more who is there"),
    "officer.unlock": _("Unlocked"),
    "officer.end_sessions": _("Every session ended by an administrator"),
    "officer.end_session": _("Ended own sessions"),
    "officer.start_reset": _("New password started"),
    "officer.sign_in": _("Signed in"),
    "officer.sign_out": _("Signed out"),
    "officer.sign_in_failed": _("Sign-in failed"),
    "officer.locked_out": _("Locked"),
    "instrument.keep": _("Put on record"),
    "instrument.change": _("Changed"),
    "authority.keep": _("Put on record"),
    "authority.change": _("Changed"),
    "api_client.create": _("Created"),
    "api_client.change": _("Changed"),
    "api_client.rotate_secret": _("Secret renewed"),
    "api_client.revoke": _("Revoked"),
    "api_client.token": _("Took a token"),
    "api_client.refused": _("Turned away"),
    "api.throttled": _("Called too often"),
    "accesschange.propose": _("Proposed"),
    "accesschange.confirm": _("Confirmed"),
    "accesschange.agree": _("Agreed without the head"),
    "accesschange.decline": _("Declined"),
    "accesschange.withdraw": _("Withdrawn"),
    "accesschange.expire": _("Expired"),
    "accesschange.refer": _("Put before the Commission"),
    "accesschange.object": _("Objected to"),
    "accesschange.come_into_force": _("Came into force"),
    "accesschange.allow": _("Allowed by the Commission"),
    "accesschange.forbid": _("Forbidden by the Commission"),
    "endpointchange.propose": _("Proposed"),
    "endpointchange.confirm": _("Confirmed"),
    "endpointchange.decline": _("Declined"),
    "endpointchange.withdraw": _("Withdrawn"),
    "endpointchange.lapse": _("Lapsed"),
    "office_key.create": _("Key made"),
    "office_key.register": _("Key registered"),
    "office_key.revoke": _("Key revoked"),
    "office_key.confirm_moment": _("Earlier moment confirmed"),
    "office_key.decline_moment": _("Earlier moment declined"),
}
LEFT_OUT = ["officer.view", "api_client.view"]


@acting.by_a_rule("what was done to it")
def history(rows: Iterable[Event]) -> list[tuple[str | Promise, Event]]:
    """Steps in words, each with its event; the `role` of an event is the name of that role."""
    found = []
    for event in rows:
        role = event.data.get("role")
        shown: Any = event  # the page reads `role` of it, which is no column
        shown.role = Role(role).label if role in Role.values else role
        found.append((words_for(event.verb), event))
    return found


def words_for(verb: str) -> str | Promise:
    """The verb of an event in words; a verb without words is shown as it is."""
    return VERBS.get(verb, verb)
