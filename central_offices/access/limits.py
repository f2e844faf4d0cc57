"""Rate limits: the calls of the API that one caller may make in a minute.

Counted per client, per officer and, for whoever has not said who it is, per address (of IPv6 per
/64, which one line has whole): in Redis, with one round trip. A dead, silent or wiped Redis neither
locks anybody out nor costs more than a moment: calls go through uncounted, an error is logged, and
it is tried again after half a minute.
"""

import logging
import time
from functools import cache
from typing import NamedTuple

import redis
from django.conf import settings
from django.http import HttpRequest

from central_offices.access import addresses

WINDOW_S = 60  # seconds
REDIS_TIMEOUT_S = 0.1  # seconds that a call waits for Redis
RETRY_PAUSE_S = 30.0  # seconds until a Redis that failed is tried again

_resume_at = 0.0


class Quota(NamedTuple):
    """A count of calls: whose, under which name, and how many there may be in a window."""

    name: str
    who: str
    most: int

    @property
    def policy(self) -> str:
        """RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers-10 §3)."""
        return f'"{self.name}";q={self.most};w={WINDOW_S}'


class Standing(NamedTuple):
    """How many calls were made in this window, and how many seconds it lasts."""

    quota: Quota
    used: int
    seconds: int

    @property
    def is_over(self) -> bool:
        return self.used > self.quota.most

    @property
    def is_news(self) -> bool:
        """The first call too many of this window: the one that is written down."""
        return self.used == self.quota.most + 1

    @property
    def limit(self) -> str:
        """RateLimit (the same draft §4)."""
        return f'"{self.quota.name}";r={max(0, self.quota.most - self.used)};t={self.seconds}'


def quota_of(request: HttpRequest) -> Quota:
    """The quota that a call is counted against."""
    user = request.user
    if not user.is_authenticated:
        network = addresses.network(addresses.address_of(request))
        return Quota("address", network, settings.API_RATE_ADDRESS)
    if user.is_human:
        return Quota("officer", str(user.pk), settings.API_RATE_OFFICER)
    return Quota("client", str(user.pk), settings.API_RATE_CLIENT)


def count(quota: Quota) -> Standing | None:
    """Count one call; None where nothing can be counted, and everything passes."""
    global _resume_at
    if time.monotonic() < _resume_at:
        return None
    key = f"limit:{quota.name}:{quota.who}"
    try:
        with _server().pipeline(transaction=False) as pipe:
            pipe.set(key, 0, ex=WINDOW_S, nx=True)
            pipe.incr(key)
            pipe.ttl(key)
            _, used, seconds = pipe.execute()
    except (redis.RedisError, OSError):
        _resume_at = time.monotonic() + RETRY_PAUSE_S
        logging.getLogger("agency").error(
            "Calls of the API are not counted: Redis does not answer.", exc_info=True
        )
        return None
    return Standing(quota, used, max(1, seconds))


@cache
def _server() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S
    )
