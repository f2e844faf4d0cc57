"""What each test file costs in processor time; the dearest are printed at the end of a run.

Counted for a file, while its tests run: the test process itself and the processes that it started
(web server, worker, browser), also those that still run. Not counted: PostgreSQL and Valkey, which
all test processes share (`launch.testing` prints them in sum), and what the orphans of a killed
process had used. What a session keeps (its database, the browser) is paid by the first file that
asks for it.
"""

import os
import resource
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

DEAREST_FILES = 20
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Processor seconds, seconds by the clock, and how many tests."""

    cpu: float = 0.0
    wall: float = 0.0
    tests: int = 0

    def plus(self, other: "Cost") -> "Cost":
        return Cost(*(a + b for a, b in zip(self, other, strict=True)))


class Meter:
    """Reads the clocks whenever the tests of a process go on to another file."""

    def __init__(self) -> None:
        self.files: dict[str, Cost] = {}
        self.start = 0.0  # importing and collecting
        self._begun: tuple[float, float] | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Any:
        if self._begun is None:
            self._begun = spent(), time.monotonic()
            self.start = self.start or self._begun[0]
        result = yield
        name, last = item.nodeid.split("::")[0], nextitem is None
        known = self.files.get(name, Cost())
        self.files[name] = known.plus(Cost(tests=1))
        if last or nextitem.nodeid.split("::")[0] != name:
            cpu, wall = self._begun
            more = Cost(max(0.0, spent() - cpu), time.monotonic() - wall)
            self.files[name] = self.files[name].plus(more)
            self._begun = None
        return result


class Bill:
    """Adds up what the processes measured, and prints it."""

    def __init__(self, dearest_files: int):
        self.dearest_files = dearest_files
        self.files: dict[str, Cost] = {}
        self.starts: list[float] = []

    def add(self, files: dict[str, Any], start: float) -> None:
        self.starts.append(start)
        for name, cost in files.items():
            self.files[name] = self.files.get(name, Cost()).plus(Cost(*cost))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        if kept := getattr(node, "workeroutput", {}).get("cost"):
            self.add(**kept)

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        if own := config.pluginmanager.get_plugin("cost-meter"):
            self.add(own.files, own.start)
        if not self.files:
            return
        terminalreporter.section("dearest files, in processor seconds")
        dearest = sorted(self.files.items(), key=lambda pair: -pair[1].cpu)
        for name, cost in dearest[: self.dearest_files]:
            figures = f"{cost.cpu:7.1f} s {cost.wall:7.1f} s by the clock {cost.tests:5} tests"
            terminalreporter.line(f"{figures}  {name}")
        whole = sum(cost.cpu for cost in self.files.values())
        terminalreporter.line(
            f"{whole:7.1f} s for {len(self.files)} files; {sum(self.starts):.1f} s to import and "
            f"collect in {len(self.starts)} processes. Without PostgreSQL and Valkey."
        )


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "how many of the dearest test files are listed"
    parser.addoption("--dearest", type=int, default=DEAREST_FILES, help=words)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Bill(config.getoption("--dearest")), "cost-bill")
    if hasattr(config, "workerinput") or not config.getoption("numprocesses", None):
        config.pluginmanager.register(Meter(), "cost-meter")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of xdist hands its figures to the process that prints them."""
    meter = session.config.pluginmanager.get_plugin("cost-meter")
    if meter and hasattr(session.config, "workeroutput"):
        files = {name: list(cost) for name, cost in meter.files.items()}
        session.config.workeroutput["cost"] = {"files": files, "start": meter.start}


def spent() -> float:
    """Processor seconds of this process, of its children that ended, and of those that run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + _running_children()


def _running_children() -> float:
    """Of all descendants: their own time and that of the children they waited for."""
    parents, ticks = {}, {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text(errors="replace").rsplit(")", 1)[1].split()
        except OSError:  # it ended meanwhile
            continue
        pid = int(place.parent.name)
        parents[pid], ticks[pid] = int(fields[1]), sum(map(int, fields[11:15]))
    found, last = set(), {os.getpid()}
    while last:
        last = {pid for pid, parent in parents.items() if parent in last}
        found |= last
    return sum(ticks[pid] for pid in found) / TICKS_PER_SECOND
