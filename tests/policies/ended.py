"""A tag that is over."""

from django.utils import timezone

from policies.models import Tag
from tests.plumbing.by_the_owner import by_the_owner


def ended(code: str) -> None:
    """Let the tag end: today is the first day on which it is given to nothing more."""
    with by_the_owner():
        Tag.objects.filter(code=code).update(valid_to=timezone.now().date())
