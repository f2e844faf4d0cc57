"""Mail to officers: a sentence and a link, no personal data; sent after the commit."""

import logging
from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

log = logging.getLogger("central_offices")


def send(to: str, subject: str, text: str) -> None:
    """Send when the transaction commits. A mail server out of reach is logged, never raised."""
    post(EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]))


def post(message: EmailMessage) -> None:
    transaction.on_commit(lambda: _now(message), robust=True)


def _now(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException):
        log.exception("A mail could not be sent.")


def send_all(letters: Sequence[tuple[str, str, str]]) -> None:
    """Send many (address, subject, text) over one connection when the transaction commits."""
    messages = [
        EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
        for to, subject, text in letters
    ]
    transaction.on_commit(lambda: _all_now(messages), robust=True)


def _all_now(messages: list[EmailMessage]) -> None:
    try:
        get_connection().send_messages(messages)
    except (OSError, SMTPException):
        log.exception("Mails could not be sent.")
