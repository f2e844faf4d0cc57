"""Requests from one office to others, and their answers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"

    def ready(self) -> None:
        from central_offices.agreements import instruments
        from exchange.api import bulk_worker
        from exchange.consents import contributed
        from exchange.delivery import arrival, signed_calls
        from exchange.requests import proposals
        from exchange.views import case_consents, case_tab

        instruments.offer_scopes(proposals.scopes)
        arrival.register()
        bulk_worker.register()
        case_consents.register()
        case_tab.register()
        contributed.register()
        signed_calls.register()
