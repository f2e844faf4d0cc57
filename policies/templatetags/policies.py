"""What a record stands under, in words: `{% load policies %}`."""

from collections.abc import Iterable

from django import template

from policies import tags
from policies.models import Tag

register = template.Library()


@register.filter
def tag_rows(codes: Iterable[str]) -> list[Tag]:
    """The tags of these codes, by their names."""
    return tags.named(codes)
