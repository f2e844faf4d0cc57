"""Steps of this app, outside any Lifecycle, that ask who is there once more.

Whoever sits down at an unlocked machine, or runs a script in somebody's session, may read for a
moment, but changes no account, key or client and carries nothing away.
"""

ACCOUNTS = (
    "accesschange.propose",
    "officer.invite",
    "officer.renew_invitation",
    "officer.give_role",
    "officer.end_role",
    "officer.move",
    "officer.change_clearance",
    "officer.enable",
    "officer.disable",
    "officer.suspend",
    "officer.start_reset",
    "officer.remove_factors",
    "officer.end_sessions",
    "officer.unlock",
    "officer.give_shift",
    "officer.hand_out_codes",
    "officer.hand_out_token",
)
CLIENTS = (
    "api_client.create",
    "api_client.change",
    "api_client.rotate_secret",
    "api_client.revoke",
)
KEYS = (
    "office_key.create",
    "office_key.register",
    "office_key.revoke",
    "office_key.confirm_moment",
    "office_key.decline_moment",
    "endpointchange.propose",
    "webhook.renew_secret",
    "office.pause",
)
DEPUTIES = ("deputyoffice.propose",)
RULES = ("rulechange.propose",)
EXPORTS = ("performance.export",)
VERBS = (*ACCOUNTS, *CLIENTS, *KEYS, *DEPUTIES, *RULES, *EXPORTS)
