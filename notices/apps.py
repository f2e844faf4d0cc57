"""Notices: legal review, circulation, public extract."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        from cases.safeguards import decisions
        from ledger import fresh_proof
        from notices.papers import printing  # noqa: F401  (it registers its kind of job)
        from notices.refusals import dated_rules, keeping, register, sources
        from notices.un_list import job
        from notices.views import case_tab, lists, objections
        from notices.workflow import circulating, claims, of_offices, persons_sought
        from policies import under

        fresh_proof.ask_for(job.VERB)
        dated_rules.register()
        under.add(
            under.Under(
                "notices",
                gettext_lazy("Notices"),
                lambda officer, portfolio: portfolio.notices.visible_to(officer).select_related(
                    "owner_office"
                ),
                "notices/under_portfolio.html",
                20,
                ((gettext_lazy("All notices"), "notices:list", "view=all&"),),
            )
        )
        circulating.register()
        persons_sought.register()
        claims.register()
        of_offices.register()
        lists.also_to_review.append(of_offices.items)
        case_tab.register()
        decisions.sources["NOTICE"] = objections.shown
        register.sources["NOTICE"] = sources.notices
        keeping.persons["NOTICE"] = keeping.person_of_notice
