"""Requests from one office to others, and their answers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"

    def ready(self) -> None:
        from exchange import arrival, case_tab, signed_calls

        arrival.register()
        case_tab.register()
        signed_calls.register()
