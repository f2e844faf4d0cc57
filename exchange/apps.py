"""Requests from one office to others, and their answers."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"
