"""The national central offices and their officers."""

from django.apps import AppConfig


class CentralOfficesConfig(AppConfig):
    name = "central_offices"
