"""Notices: legal review, circulation, public extract."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from notices.papers import printing  # noqa: F401  (it registers its kind of job)
        from notices.refusals import keeping, register, sources
        from notices.un_list import job  # noqa: F401  (the same)
        from notices.views import case_tab
        from notices.workflow import circulating, persons_sought, protection

        circulating.register()
        persons_sought.register()
        protection.register()
        case_tab.register()
        register.sources["NOTICE"] = sources.notices
        keeping.persons["NOTICE"] = keeping.person_of_notice
