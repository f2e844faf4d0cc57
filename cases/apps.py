"""Case files, persons and other subjects."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
