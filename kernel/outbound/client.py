"""The one way by which the system calls other machines: HTTP that cannot be led astray.

Only https on ports 443 and 8443, only to public addresses, except for what the operator names for
the office in OUTBOUND_ALLOW: the private network of one office is not another's. A name is looked
up once, the address is checked, and that address is called: a second answer of the name server
changes nothing. No redirects, no proxies of the environment, no more than 1 kB of the answer, and
an end to every call. Source: docs/laws.md E10.
"""

import ipaddress
import socket
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.structures import CaseInsensitiveDict
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress, filter_host
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.exceptions import HTTPError

from kernel.outbound import pools
from kernel.outbound.pools import Deadline

CONNECT_AND_READ_TIMEOUT_S = (2.0, 5.0)  # to connect, and between two pieces of the answer
WHOLE_CALL_TIMEOUT_S = 9.0  # however slowly the answer drips
KEPT_BODY_BYTES = 1024
PORTS = (443, 8443)
# IPv4-compatible and site-local addresses: the library lets them pass.
REFUSED = (ipaddress.ip_network("::/96"), ipaddress.ip_network("fec0::/10"))

NO_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    UnicodeError,
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Allowed = tuple[str, Network, int | None]


class Answer(NamedTuple):
    status: int
    media_type: str
    retry_after: str
    body: bytes  # its first KEPT bytes
    ms: int


class NoAnswer(Exception):
    """The call came to nothing: `kind` is a code, str() says why in words."""

    def __init__(self, kind: str, words: str, ms: int = 0):
        super().__init__(words)
        self.kind, self.ms = kind, ms


class _Refused(requests.RequestException):
    """Nothing is ever called there."""


def why_not(url: str, office: str) -> str:
    """Why an address can never be called for an office, as far as it shows without asking a name
    server."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return _("This is no address that can be called.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return _("Write an address that begins with https://.")
    if parts.username is not None or parts.password is not None:
        return _("An address with a user name or password in it is never called.")
    try:
        if _is_literal(parts.hostname):
            checked(parts.hostname, port, parts.scheme == "https", office)
        elif not _allowed(office) and (parts.scheme != "https" or port not in PORTS):
            return _("Only https on port 443 or 8443 is called.")
    except requests.RequestException as error:
        return _why(error, Deadline(WHOLE_CALL_TIMEOUT_S))[1]
    return ""


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Client:
    """Calls the receiver of one office, over one connection as long as it is kept open. For one
    thread."""

    def __init__(self, office: str) -> None:
        config = Config(
            ip_filter_enable=False,  # our adapter below does it, and knows the allow-list
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=CONNECT_AND_READ_TIMEOUT_S,
            user_agent_override=f"IISA/{settings.VERSION}",
        )
        self._session = HTTPSession(config)
        self._session.trust_env = False  # no proxy and no .netrc may change where a call goes
        for scheme in ("http", "https"):
            adapter = _Pinned(is_https_proto=scheme == "https")
            adapter.office = office
            self._session.mount(f"{scheme}://", adapter)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST, and what was answered, whatever its status. Raises NoAnswer."""
        deadline = Deadline(WHOLE_CALL_TIMEOUT_S)
        try:
            with pools.until(deadline):
                return self._post(url, body, headers, deadline)
        except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
            kind, words = _why(error, deadline)
            raise NoAnswer(kind, words, deadline.passed_ms()) from error

    def _post(
        self, url: str, body: bytes, headers: Mapping[str, str], deadline: Deadline
    ) -> Answer:
        given = {"Accept-Encoding": "identity", "Cookie": "", **headers}
        reply = self._session.post(url, data=body, headers=given, stream=True)
        self._session.cookies.clear()
        try:
            # Read to its end, the connection goes back and serves the next call; else it is closed.
            kept = reply.raw.read(KEPT_BODY_BYTES + 1, decode_content=False)
        finally:
            reply.close()
        return Answer(
            reply.status_code,
            reply.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            reply.headers.get("Retry-After", ""),
            kept[:KEPT_BODY_BYTES],
            deadline.passed_ms(),
        )

    def close(self) -> None:
        self._session.close()


class _Pinned(IPFilterAdapter):
    """Connects to the address that was checked, under the name that was asked for."""

    office = ""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = pools.BY_SCHEME

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> Any:
        where, pool = super(IPFilterAdapter, self).build_connection_pool_key_attributes(
            request, verify, cert
        )
        name = where["host"] or ""
        port = where["port"] or (443 if self._is_https_proto else 80)
        request.headers = CaseInsensitiveDict(request.headers or {})
        written = f"[{name}]" if ":" in name else name
        request.headers["Host"] = f"{written}:{where['port']}" if where["port"] else written
        if self._is_https_proto:
            pool["assert_hostname"] = pool["server_hostname"] = name
        where["host"] = checked(name, port, self._is_https_proto, self.office)
        return where, pool


def checked(name: str, port: int, is_https: bool, office: str) -> str:
    """The address to connect to for an office, as it stands in a URL. Raises _Refused."""
    address = _look_up(name, port)
    if _is_allowed(address, port, office):
        return f"[{address}]" if address.version == 6 else str(address)
    if not is_https or port not in PORTS:
        raise _Refused(_("Only https on port 443 or 8443 is called."))
    plain = getattr(address, "ipv4_mapped", None) or address
    if any(plain in network for network in REFUSED if network.version == plain.version):
        raise InvalidIPAddress(address)
    if not plain.is_global or plain.is_reserved:
        raise InvalidIPAddress(address)
    return str(filter_host(str(address), port, allow_loopback=False))


def _look_up(name: str, port: int) -> Address:
    """The first address of a name; asked once, so that no second answer can differ."""
    if not name:
        raise _Refused(_("The address names no host."))
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise requests.ConnectionError(_Unknown()) from error
    return ipaddress.ip_address(str(found[0][4][0]).partition("%")[0])


class _Unknown(Exception):
    """The name has no address."""


def _allowed(office: str) -> list[Allowed]:
    """Networks that the operator opened for an office, or in a demo for every one."""
    rows: list[Allowed] = settings.OUTBOUND_ALLOW
    return [row for row in rows if row[0] in ("", office)]


def _is_allowed(address: Address, port: int, office: str) -> bool:
    return any(
        address.version == network.version and address in network and only in (None, port)
        for _office, network, only in _allowed(office)
    )


def _why(error: Exception, deadline: Deadline) -> tuple[str, str]:
    """A code and words for a duty officer; what the machine said in detail stays in the log."""
    if isinstance(error, _Refused):
        return "refused_address", str(error)
    if isinstance(error, InvalidIPAddress):
        return "refused_address", _("The address leads into a network that is never called.")
    if isinstance(error, NO_ADDRESS):
        return "refused_address", _("This is no address that can be called.")
    if deadline.is_over() or isinstance(error, requests.Timeout | TimeoutError):
        return "timeout", _("It did not answer in time.")
    if isinstance(error, requests.exceptions.SSLError):
        return "tls", _("Its certificate is not valid for the address.")
    if isinstance(error, requests.ConnectionError):
        if error.args and isinstance(error.args[0], _Unknown):
            return "unknown_name", _("The name of its server is not known.")
        if "timed out" in str(error):
            return "timeout", _("It did not answer in time.")
        return "connection", _("The connection failed or was closed.")
    return "unreadable", _("Its answer could not be read.")
