"""Chips for requests: state and urgency, always a word before a colour."""

from datetime import timedelta
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from exchange.desk.board import MAX_ROWS_COUNTED
from exchange.models import Consent
from kernel.templatetags.iisa import duration, tag

register = template.Library()

STATE = {
    "DELIVERED": "warn",
    "CLARIFICATION": "warn",
    "DEFERRED": "warn",
    "PENDING_APPROVAL": "warn",
    "UNDER_REVIEW": "warn",
    "ANSWERED": "ok",
    "CLOSED": "ok",
    "PARTIAL": "ok",
    "REFUSED": "bad",
    "UNDELIVERABLE": "bad",
    "RECALL_TOO_LATE": "bad",
    "RECALLED": "plain",
    "DRAFT": "plain",
    "WRITTEN": "warn",
}
URGENCY = {"FLASH": "bad", "URGENT": "warn"}


@register.simple_tag
def state_tag(row: Any) -> SafeString:
    """The state of a request as its reader may know it, or of one office's side of it."""
    state = getattr(row, "shown_status", row.status)
    return state_chip(state, dict(row._meta.get_field("status").flatchoices)[state])


def state_chip(state: str, label: Any) -> SafeString:
    """The tag of a state that is called so."""
    return format_html('<span class="tag {}">{}</span>', STATE.get(state, ""), label)


@register.simple_tag
def consent_tag(consent: Any) -> SafeString:
    """The state of a consent; `decided` says whether its reader may know the decision."""
    if not consent.decided or consent.status == Consent.Status.ASKED:
        return tag("warn", str(Consent.Status.ASKED.label))
    return tag("ok" if consent.status == "GRANTED" else "bad", consent.get_status_display())


@register.filter
def capped(number: int) -> str:
    """A count that goes no further than MAX_ROWS_COUNTED: 1000+ from there on."""
    return f"{MAX_ROWS_COUNTED}+" if number >= MAX_ROWS_COUNTED else str(number)


@register.filter
def state_kind(state: str) -> str:
    """The tone of a state's tag."""
    return STATE.get(state, "")


@register.simple_tag
def urgency_tag(request: Any) -> SafeString:
    return urgency_chip(request.urgency, request.get_urgency_display())


def urgency_chip(urgency: str, label: Any) -> SafeString:
    """The tag of an urgency that is called so."""
    return format_html('<span class="tag {}">{}</span>', URGENCY.get(urgency, "plain"), label)


@register.simple_tag
def length(time: timedelta | None) -> str:
    """A length of time in words; a dash where there were too few requests to tell."""
    return "—" if time is None else duration(time)


@register.simple_tag
def per_cent(share: int | None) -> str:
    return "—" if share is None else f"{share} %"
