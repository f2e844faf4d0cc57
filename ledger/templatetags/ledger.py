"""Messages in words."""

from django import template

from ledger import message_names
from ledger.models import Message

register = template.Library()


@register.filter
def message_words(message: Message) -> str:
    """What a message is called, such as "Answer" for request.answered."""
    return message_names.name_of(message.type)
