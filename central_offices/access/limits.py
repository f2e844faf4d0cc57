"""Rate limits: what one caller may ask for in a minute, of the API and of pages.

Counted per client, per officer and, for whoever has not said who it is, per address (of IPv6 per
/64, which one line has whole): in Redis, with one round trip. A dead, silent or wiped Redis neither
locks anybody out nor costs more than a moment: each process of the web server then counts by
itself what it sees, an error is logged, and Redis is tried again after half a minute.
"""

import logging
import threading
import time
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import redis
from django.conf import settings
from django.http import HttpRequest

from central_offices.access import addresses

WINDOW_S = 60  # seconds
REDIS_TIMEOUT_S = 0.1  # seconds that a call waits for Redis
RETRY_PAUSE_S = 30.0  # seconds until a Redis that failed is tried again
OWN_COUNTS = 50_000  # that a process keeps while Redis is away
API = ("/api/", "/oauth/")
UNCOUNTED = ("/static/", "/livez", "/readyz", "/metrics")
# Where people's names are searched for, and the words of the address that hold them.
SEARCHES = ("/search", "/cases/", "/persons/", "/requests/", "/notices/", "/api/v1/")
SEARCHED = ("q", "name", "search")
OF_STRANGERS = {False: "page_address", True: "address"}  # by whether the API is asked

_resume_at = 0.0
_over: dict[str, float] = {}  # by key: until when an address that made too many calls waits
_own: dict[str, tuple[float, int]] = {}  # by key: when the window ends, and how many there were
_own_lock = threading.Lock()


class Quota(NamedTuple):
    """A limit: under which name whose calls are counted, and how many there may be in a window."""

    name: str
    who: str
    most: int

    @property
    def key(self) -> str:
        return f"limit:{self.name}:{self.who}"

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


def quotas_of(request: HttpRequest, device: str = "") -> list[Quota]:
    """The quotas that a request is counted against; the first is the one that answers tell of.

    `device` is the browser, if an officer came in with it before.
    """
    if request.path.startswith(UNCOUNTED):
        return []
    user = request.user
    if not user.is_authenticated:
        return of_strangers(request, device)
    who = str(user.pk)
    if not user.is_human:
        return [Quota("client", who, settings.API_RATE_CLIENT)]
    general = (
        Quota("officer", who, settings.API_RATE_OFFICER)
        if request.path.startswith(API)
        else Quota("pages", who, settings.PAGE_RATE_OFFICER)
    )
    searches = Quota("searches", who, settings.SEARCH_RATE_OFFICER)
    return [general, searches] if is_search(request) else [general]


def of_strangers(request: HttpRequest, device: str) -> list[Quota]:
    """Strangers: in general, and apart where codes, passwords and addresses can be tried.

    On pages a browser that an officer came in with before is counted by itself: nobody else at
    the same address takes its calls away.
    """
    found = [of_stranger(request)]
    if request.path.startswith(API):
        return found
    network = who = found[0].who
    if device:
        who, found = device, [Quota("page_device", device, settings.PAGE_RATE_ADDRESS)]
    if request.path.startswith("/verify/"):
        found.append(Quota("verify", network, settings.VERIFY_RATE_ADDRESS))
    if request.method == "POST" and request.path.startswith("/accounts/"):
        found.append(Quota("sign_in", who, settings.SIGN_IN_RATE_ADDRESS))
    return found


def of_stranger(request: HttpRequest) -> Quota:
    """The quota of the address that a request comes from, if nobody knows whose it is."""
    network, api = addresses.network(addresses.address_of(request)), request.path.startswith(API)
    most = settings.API_RATE_ADDRESS if api else settings.PAGE_RATE_ADDRESS
    return Quota(OF_STRANGERS[api], network, most)


def note_over(standing: Standing) -> None:
    """Remember in this process an address that is over its limit, until its window ends."""
    if standing.quota.name in OF_STRANGERS.values():
        with _own_lock:
            if len(_over) >= OWN_COUNTS:
                _over.clear()
            _over[standing.quota.key] = time.monotonic() + standing.seconds


def some_are_over() -> bool:
    """Whether any address is remembered; asked with every request."""
    return bool(_over)


def seconds_over(path: str, network: str) -> int:
    """How long a stranger of this network still waits with such a path; 0: it is looked at."""
    if path.startswith(UNCOUNTED):
        return 0
    key = Quota(OF_STRANGERS[path.startswith(API)], network, 0).key
    with _own_lock:
        left = _over.get(key, 0.0) - time.monotonic()
        if left <= 0:
            _over.pop(key, None)
    return max(0, -int(-left // 1))


def is_search(request: HttpRequest) -> bool:
    """Whether records are searched for by what somebody typed."""
    if request.method != "GET" or not request.path.startswith(SEARCHES):
        return False
    return request.path == "/cases/known-persons" or any(
        request.GET.get(word, "").strip() for word in SEARCHED
    )


def count(quota: Quota) -> Standing:
    """Count one call."""
    return count_all([quota])[0]


def count_all(quotas: list[Quota]) -> list[Standing]:
    """Count one call against each of them; by this process alone where Redis does not answer."""
    global _resume_at
    if not quotas:
        return []
    if time.monotonic() >= _resume_at:
        try:
            return [
                Standing(quota, used, max(1, seconds))
                for quota, (used, seconds) in zip(quotas, _in_redis(quotas), strict=True)
            ]
        except (redis.RedisError, OSError):
            _resume_at = time.monotonic() + RETRY_PAUSE_S
            logging.getLogger("agency").error(
                "Redis does not answer: each process counts calls by itself.", exc_info=True
            )
    return [_by_ourselves(quota) for quota in quotas]


def _in_redis(quotas: Iterable[Quota]) -> Iterable[tuple[int, int]]:
    with _server().pipeline(transaction=False) as pipe:
        for quota in quotas:
            pipe.set(quota.key, 0, ex=WINDOW_S, nx=True)
            pipe.incr(quota.key)
            pipe.ttl(quota.key)
        found = pipe.execute()
    return list(zip(found[1::3], found[2::3], strict=True))


def _by_ourselves(quota: Quota) -> Standing:
    now = time.monotonic()
    with _own_lock:
        if len(_own) >= OWN_COUNTS:
            _own.clear()
        ends, used = _own.get(quota.key, (0.0, 0))
        if ends <= now:
            ends, used = now + WINDOW_S, 0
        _own[quota.key] = ends, used + 1
    return Standing(quota, used + 1, max(1, int(ends - now)))


@cache
def _server() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S
    )
