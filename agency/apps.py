"""The project itself, for its commands."""

from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "agency"

    def ready(self) -> None:
        from kernel.signed_writes import sign_writes_below

        sign_writes_below("/api/v1/")  # a stolen token alone changes nothing
