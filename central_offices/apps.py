"""The national central offices and their officers."""

from django.apps import AppConfig


class CentralOfficesConfig(AppConfig):
    name = "central_offices"

    def ready(self) -> None:
        from central_offices.accounts import sign_ins
        from central_offices.api import schema  # noqa: F401  (it registers how callers sign in)
        from central_offices.keys_and_clients import clients, keys, webhooks
        from kernel import sealing
        from ledger.delivery import clearance
        from ledger.signatures import signing

        sign_ins.connect()
        signing.borrow_from(keys)
        clearance.learn_from(clients.cleared)
        webhooks.register()
        sealing.on_rotation("private keys of offices", keys.rotate)
