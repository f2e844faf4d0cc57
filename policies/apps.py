"""The nine portfolios and their annual key issues."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"

    def ready(self) -> None:
        from policies import tags, texts

        tags.register()
        texts.register()
