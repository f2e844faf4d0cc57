"""Notices: legal review, circulation, public extract."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices.views import case_tab
        from notices.workflow import circulating

        circulating.register()
        case_tab.register()
