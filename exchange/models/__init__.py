"""Requests from one office to others: the rules, the request, and what is said about it."""

from exchange.models.bulk import BulkRow
from exchange.models.consent import Consent
from exchange.models.conversation import Attachment, Contribution, InternalNote
from exchange.models.custody import Arrest, CustodyAlarm, CustodyRule, Effect
from exchange.models.desk_version import DeskVersion
from exchange.models.escalation import Escalation, EscalationRule, Level
from exchange.models.request import RecipientStatus, Request, RequestRecipient
from exchange.models.review import RequestReview
from exchange.models.rules import (
    Conversation,
    RefusalGround,
    Release,
    RequestType,
    Seeks,
    Urgency,
    UrgencyRule,
)
from exchange.models.shift_handover import ShiftHandover
from exchange.models.text_blocks import TextBlock
from exchange.models.transfers import Transfer

__all__ = [
    "Arrest",
    "Attachment",
    "BulkRow",
    "TextBlock",
    "Consent",
    "Contribution",
    "Conversation",
    "CustodyAlarm",
    "CustodyRule",
    "DeskVersion",
    "Effect",
    "Escalation",
    "EscalationRule",
    "ShiftHandover",
    "InternalNote",
    "Level",
    "Transfer",
    "RecipientStatus",
    "RefusalGround",
    "Release",
    "Request",
    "RequestRecipient",
    "RequestReview",
    "RequestType",
    "Seeks",
    "Urgency",
    "UrgencyRule",
]
