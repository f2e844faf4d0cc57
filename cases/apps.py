"""Case files, persons and other subjects."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        from cases import dated_rules, of_offices, protection
        from cases.safeguards import decisions
        from kernel import sealing

        dated_rules.register()
        protection.register()
        of_offices.register()
        sealing.on_rotation("countries that protect", decisions.rotate)
