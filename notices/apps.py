"""Notices: legal review, circulation, public extract."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices import case_tab, circulation

        circulation.register()
        case_tab.register()
