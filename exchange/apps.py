"""Requests from one office to others, and their answers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"

    def ready(self) -> None:
        from cases import sharing
        from central_offices.agreements import instruments
        from exchange.api import bulk_worker
        from exchange.consents import originator_control
        from exchange.delivery import arrival, signed_calls
        from exchange.requests import proposals
        from exchange.views import case_consents, case_tab

        instruments.offer_scopes(proposals.scopes)
        arrival.register()
        bulk_worker.register()
        case_consents.register()
        case_tab.register()
        sharing.before_sharing(originator_control.demand_of_case)
        signed_calls.register()
