"""Addresses of a consent: where it is read and decided."""

from django.urls import reverse

from exchange.models import Consent


def address(item: Consent) -> str:
    """On the page of its request; about a case on a page of its own, which its owner sees too."""
    if item.request is None:
        return reverse("exchange:consent", args=[item.pk])
    return reverse("exchange:detail", args=[item.request.reference]) + "#consents"
