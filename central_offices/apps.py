"""The national central offices and their officers."""

from django.apps import AppConfig


class CentralOfficesConfig(AppConfig):
    name = "central_offices"

    def ready(self) -> None:
        from central_offices import api_schema, sign_ins  # noqa: F401  (the schema registers itself)

        sign_ins.connect()
