"""Notices: legal review, circulation, public extract."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices import circulation

        circulation.register()
