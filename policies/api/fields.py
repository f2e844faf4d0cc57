"""Fields of calls about what records stand under, wherever they are read or sent."""

from rest_framework import serializers

from policies.models.tags import MOST_CODE_CHARACTERS


class TagsField(serializers.ListField):
    """Tags by their codes; the verb that takes them says which there are."""

    child = serializers.CharField(max_length=MOST_CODE_CHARACTERS)
