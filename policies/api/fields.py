"""Fields of calls about what records stand under, wherever they are read or sent."""

from typing import Any

from rest_framework import serializers

from policies.models import PortfolioCode
from policies.models.tags import MOST_CODE_CHARACTERS


class PortfoliosField(serializers.ListField):
    """Portfolios by their codes."""

    child = serializers.ChoiceField(choices=PortfolioCode.choices)

    def __init__(self, **kwargs: Any):
        super().__init__(**{"max_length": len(PortfolioCode), **kwargs})


class TagsField(serializers.ListField):
    """Tags by their codes; the verb that takes them says which there are."""

    child = serializers.CharField(max_length=MOST_CODE_CHARACTERS)
