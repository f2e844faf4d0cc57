"""What a record stands under, in words: `{% load policies %}`."""

from collections.abc import Iterable

from django import template

from policies import tags
from policies.models import Portfolio, Tag

register = template.Library()


@register.filter
def portfolio_rows(codes: Iterable[str]) -> list[Portfolio]:
    """The portfolios of these codes, in their order."""
    wanted = list(codes)
    return list(Portfolio.objects.filter(pk__in=wanted)) if wanted else []


@register.filter
def tag_rows(codes: Iterable[str]) -> list[Tag]:
    """The tags of these codes, by their names."""
    return tags.named(codes)
