"""The national central offices and their officers."""

from django.apps import AppConfig


class CentralOfficesConfig(AppConfig):
    name = "central_offices"

    def ready(self) -> None:
        from central_offices.accounts import agreed, invitations, sign_ins
        from central_offices.api import schema  # noqa: F401  (it registers how callers sign in)
        from central_offices.dated_rules import own
        from central_offices.directory import agreed_entries
        from central_offices.keys_and_clients import clients, keys, registered_keys, webhooks
        from central_offices.sign_in import second_factors, session_store, steps_that_ask
        from central_offices.taking_part import agreed as agreed_offices
        from central_offices.taking_part import concerned, trials
        from central_offices.two_persons import commissioning, counting
        from kernel import sealing
        from ledger import fresh_proof, lifecycle
        from ledger.delivery import clearance
        from ledger.signatures import signing

        sign_ins.connect()
        second_factors.connect()
        signing.borrow_from(keys)
        clearance.learn_from(clients.cleared)
        for changed in (agreed, agreed_entries, invitations, clients, registered_keys):
            changed.register()
        for more in (agreed_offices, trials):
            more.register()
        concerned.register(concerned.people_and_keys)
        webhooks.register()
        own.register()
        sealing.on_rotation("private keys of offices", keys.rotate)
        lifecycle.ask_who_counts(counting.why_not, commissioning.why_not_published)
        sealing.on_rotation("seeds of second factors", second_factors.rotate)
        sealing.on_rotation("sessions", session_store.rotate_all)
        fresh_proof.ask_for(*steps_that_ask.VERBS)
