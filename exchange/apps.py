"""Requests from one office to others, and their answers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"

    def ready(self) -> None:
        from cases.safeguards import decisions, who_sees
        from central_offices.agreements import instruments
        from exchange import dated_rules
        from exchange.api import bulk_worker
        from exchange.consents import contributed
        from exchange.delivery import arrival, signed_calls
        from exchange.desk import under_portfolio
        from exchange.requests import (
            offices_that_leave,
            proposals,
            protection,
            reviewing,
            visibility,
        )
        from exchange.views import case_activity, case_consents, case_tab, request_reviews
        from notices.refusals import keeping, register
        from notices.views import lists
        from policies import tags

        dated_rules.register()
        tags.tell_of(dated_rules.with_tag)
        under_portfolio.register()
        instruments.offer_scopes(proposals.scopes)
        arrival.register()
        bulk_worker.register()
        case_consents.register()
        case_tab.register()
        case_activity.register_sources()
        contributed.register()
        decisions.sources["REQUEST"] = request_reviews.shown
        keeping.persons["REQUEST"] = reviewing.people_of
        register.sources["REQUEST"] = request_reviews.sources
        protection.register()
        offices_that_leave.register()
        lists.also_to_review.append(request_reviews.items)
        signed_calls.register()
        who_sees.also(visibility.asked_out_of)
