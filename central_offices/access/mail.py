"""Mail to officers: a sentence and a link, no personal data; sent after the commit."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
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
