"""Slow, idle and greedy clients at once, and whether anybody else is answered meanwhile.

    python3 -m launch bench slow_clients       beside a running system
    python -m bench.slow_clients URL           against one that runs already

Against one that runs already: with PAGE_RATE_ADDRESS=1000000, or its limit is measured.

Forty are slow or idle; sixteen send two hundred requests without waiting for an answer. Each kind
holds its connections for as long as the probes take; then all kinds at once. A probe is a page of
the site, asked on a new connection from another address. Afterwards: how many pages a second the
server gives to eight clients that keep their connections, with the load made on the same cores.
"""

import asyncio
import os
import socket
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

SLOW, GREEDY, PROBES, CLIENTS = 40, 16, 8, 8
AHEAD = 200  # requests that each of GREEDY sends before it reads
PROBE_FROM = "127.0.0.2"  # another address of this machine
PROBE_TIMEOUT_S = 10.0  # seconds that a probe waits for its answer
QUICK_S = 1.0  # seconds within which a probe is to be answered
LOAD_S = 5.0  # seconds of load for each address
PAGE, LARGE = "/accounts/login/", "/api/v1/schema/"
LOADS = ["/livez", PAGE]
Figures = list[tuple[str, float, str, str]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Site:
    """Where the server is, and the head of a request to it."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 80

    def head(self, method: str, path: str, *lines: str) -> bytes:
        every = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}", *lines]
        return "\r\n".join(every).encode() + b"\r\n"

    async def connect(self, window: int | None = None, source: str = "") -> Streams:
        """A connection; one with a small `window` takes in few bytes that nobody reads."""
        link = socket.socket()
        if source and self.host.startswith("127."):
            link.bind((source, 0))
        if window:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        link.setblocking(False)
        await asyncio.get_running_loop().sock_connect(link, (self.host, self.port))
        return await asyncio.open_connection(sock=link, limit=window or 65536)


async def slow_body(site: Site) -> None:
    """A form of 100,000 bytes, of which one arrives each second."""
    _, out = await site.connect()
    out.write(site.head("POST", PAGE, "Content-Length: 100000") + b"\r\n")
    while not out.is_closing():
        out.write(b"a")
        await out.drain()
        await asyncio.sleep(1)


async def slow_head(site: Site) -> None:
    """A head of which a line arrives each second, and that never ends."""
    _, out = await site.connect()
    out.write(site.head("GET", PAGE))
    while not out.is_closing():
        out.write(b"X-More: 1\r\n")
        await out.drain()
        await asyncio.sleep(1)


async def slow_reader(site: Site) -> None:
    """Asks for much, several times, and takes sixteen bytes a second."""
    reader, out = await site.connect(window=2048)
    out.write(6 * (site.head("GET", LARGE) + b"\r\n"))
    while await reader.read(16):
        await asyncio.sleep(1)


async def idle(site: Site) -> None:
    """Asks once, keeps the connection, and says nothing more."""
    reader, out = await site.connect()
    out.write(site.head("GET", "/livez") + b"\r\n")
    await reader.readuntil(b"\r\n\r\n")
    await asyncio.sleep(3600)


async def greedy(site: Site) -> None:
    """Asks for pages AHEAD times before it reads, and again once they have all come."""
    while True:
        reader, out = await site.connect()
        out.write(AHEAD * (site.head("GET", PAGE) + b"\r\n"))
        while await reader.read(65536):
            pass
        out.close()


KINDS: dict[str, Callable[[Site], Awaitable[None]]] = {
    "slow bodies": slow_body,
    "slow heads": slow_head,
    "slow readers": slow_reader,
    "idle": idle,
    "greedy": greedy,
}


async def holding(site: Site, kinds: list[str]) -> Figures:
    """The figures of the probes while clients of each of these kinds were there."""

    async def kept(kind: str) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await KINDS[kind](site)

    many = {kind: GREEDY if kind == "greedy" else SLOW for kind in kinds}
    there = [asyncio.create_task(kept(kind)) for kind in kinds for _ in range(many[kind])]
    await asyncio.sleep(2)
    times = [await probe(site) for _ in range(PROBES)]
    for one in there:
        one.cancel()
    await asyncio.gather(*there, return_exceptions=True)
    name = f"{many[kinds[0]]} {kinds[0]}" if len(kinds) == 1 else "all kinds at once"
    quick = sum(spent < QUICK_S for spent in times)
    return [
        (f"{name}: probes of {PROBES} answered in a second", quick, "", f"= {PROBES}"),
        (f"{name}: slowest probe", round(max(times), 3), "s", f"< {QUICK_S}"),
    ]


async def probe(site: Site) -> float:
    """How long a page took on a new connection; at most PROBE_TIMEOUT_S."""
    begun = time.monotonic()
    with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(PROBE_TIMEOUT_S):
            reader, out = await site.connect(source=PROBE_FROM)
            out.write(site.head("GET", PAGE, "Connection: close") + b"\r\n")
            if (await reader.read(-1)).startswith(b"HTTP/1.1 200"):
                await asyncio.sleep(0.2)
                return time.monotonic() - begun - 0.2
    return PROBE_TIMEOUT_S


async def throughput(site: Site, path: str) -> Figures:
    """Pages a second to CLIENTS clients, and how long half of them waited."""
    until, times = time.monotonic() + LOAD_S, list[float]()

    async def client() -> None:
        reader, out = await site.connect()
        asked = site.head("GET", path) + b"\r\n"
        while (begun := time.monotonic()) < until:
            out.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head[:300]
            await reader.readexactly(length_in(head))
            times.append(time.monotonic() - begun)

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return [
        (f"{path}: answers a second", round(len(times) / LOAD_S, 1), "/s", ""),
        (f"{path}: p50", round(1000 * statistics.median(times), 1), "ms", ""),
        (f"{path}: p99", round(1000 * sorted(times)[int(len(times) * 0.99)], 1), "ms", ""),
    ]


def length_in(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise ValueError("An answer without a length.")


async def measure(site: Site) -> Figures:
    for _ in range(2 * CLIENTS):  # each process has answered its first page
        await probe(site)
    figures: Figures = []
    for kinds in [*([kind] for kind in KINDS), list(KINDS)]:
        figures += await holding(site, kinds)
        await asyncio.sleep(1)
    for path in LOADS:
        figures += await throughput(site, path)
    return figures


def main() -> None:
    """Print a table; beside a running system also append the figures to slow_clients.jsonl."""
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    figures = asyncio.run(measure(Site(given or os.environ["BENCH_URL"])))
    from bench.figures import keep, show

    if not given:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")
        keep("slow_clients", figures)
    show(figures)


if __name__ == "__main__":
    main()
