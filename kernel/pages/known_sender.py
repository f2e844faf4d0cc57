"""A request whose sender is known, and the name that it goes by in log, answer and ledger."""

import logging
from contextvars import ContextVar

_signed: list[str] = []
request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives each line of the log the id of the request under way."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


def sign_writes_below(*prefixes: str) -> None:
    """Every write below these addresses is signed once an office has a key of its own.

    The app whose addresses they are registers them when it starts.
    """
    _signed.extend(prefixes)


def is_signed(path: str) -> bool:
    """Whether a write to this address is signed by an office's system that has a key."""
    return path.startswith(tuple(_signed))


def current_request_id() -> str:
    """The id of the request under way, or an empty string outside one."""
    given = request_id.get()
    return "" if given == "-" else given
