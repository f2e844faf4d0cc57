"""Notices: legal review, circulation, public extract."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
