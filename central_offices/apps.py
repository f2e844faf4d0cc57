"""The national central offices and their officers."""

from django.apps import AppConfig


class CentralOfficesConfig(AppConfig):
    name = "central_offices"

    def ready(self) -> None:
        from central_offices import api_schema as api_schema  # it registers itself
        from central_offices import clients, keys, sign_ins, webhooks
        from ledger.delivery import clearance
        from ledger.signatures import signing

        sign_ins.connect()
        signing.borrow_from(keys)
        clearance.learn_from(clients.cleared)
        webhooks.register()
