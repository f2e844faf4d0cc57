"""Messages in words."""

from django import template

from ledger import message_names
from ledger.models import Message

register = template.Library()


@register.filter
def message_words(message: Message) -> str:
    """The words for a message, such as "Answer" for request.answered."""
    return message_names.name_of(message.type)
