"""Case files, persons and other subjects."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases import dated_rules, of_offices, protection, queries
        from cases.safeguards import decisions
        from kernel import sealing
        from policies import tags, under

        dated_rules.register()
        queries.register()
        tags.tell_of(dated_rules.with_tag)
        under.add(
            under.Under(
                "cases",
                gettext_lazy("Cases"),
                lambda officer, portfolio: portfolio.cases.visible_to(officer).select_related(
                    "owner_office"
                ),
                "cases/under_portfolio.html",
                10,
                ((gettext_lazy("All cases"), "cases:list", "view=all&"),),
            )
        )
        protection.register()
        of_offices.register()
        sealing.on_rotation("countries that protect", decisions.rotate)
