"""Requests from one office to others, and their answers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"

    def ready(self) -> None:
        from central_offices import agreements
        from exchange import arrival, bulk_tasks, case_tab, proposals, signed_calls

        agreements.offer_scopes(proposals.scopes)
        arrival.register()
        bulk_tasks.register()
        case_tab.register()
        signed_calls.register()
