"""Ids of requests: the name that each goes by in log, answer and ledger."""

import logging
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives each line of the log the id of the request under way."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


def current_request_id() -> str:
    """The id of the request under way, or an empty string outside one."""
    given = request_id.get()
    return "" if given == "-" else given
