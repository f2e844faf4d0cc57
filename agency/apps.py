"""The project itself, for its commands."""

from django.apps import AppConfig


class AgencyConfig(AppConfig):
    name = "agency"
