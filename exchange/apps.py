"""Requests from one office to others, and their answers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"

    def ready(self) -> None:
        from cases import sharing
        from central_offices.agreements import instruments
        from exchange import (
            arrival,
            bulk_tasks,
            case_consent_views,
            case_tab,
            handling,
            proposals,
            signed_calls,
        )

        instruments.offer_scopes(proposals.scopes)
        arrival.register()
        bulk_tasks.register()
        case_consent_views.register()
        case_tab.register()
        sharing.before_sharing(handling.demand_of_case)
        signed_calls.register()
