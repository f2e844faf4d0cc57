"""The ledger's tables: events in hash chains, and messages on their way to offices."""

from ledger.models.daily_counts import DailyCount
from ledger.models.deliveries import Attempt, Delivery, Destination
from ledger.models.events import Chain, Event, EventDetail
from ledger.models.log import Checkpoint, LogNode, LogRun, LogState
from ledger.models.messages import InboxMessage, Lane, Message
from ledger.models.webhooks import PhoneCall, WebhookCall, WebhookSecret

__all__ = [
    "Attempt",
    "Chain",
    "Checkpoint",
    "DailyCount",
    "Delivery",
    "Destination",
    "WebhookCall",
    "Event",
    "EventDetail",
    "InboxMessage",
    "Lane",
    "LogNode",
    "LogRun",
    "LogState",
    "Message",
    "PhoneCall",
    "WebhookSecret",
]
