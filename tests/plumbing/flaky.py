"""A test that waits for a browser or a worker and fails is run once more, by itself, at the end.

When it passes then it is flaky: reported as such, with the output of the first time kept in
`var/test/flaky/` and listed by every run until somebody mends the test and deletes the file. More
than MOST_FLAKY_TESTS of them fail the run. Tests of permission, attacks, lifecycles, races,
delivery and migrations are never run again: there a second green is a race that was found.

pytest-rerunfailures runs again at once, beside what the other processes do, and knows none of
these limits.
"""

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

MARK = "waits"
WAITING_FIXTURES = {"chromium", "celery_worker"}
MOST_FLAKY_TESTS = 2
MOST_SECOND_RUNS = 10  # more than that is a fault, not a wait
FOLDER = Path("var", "test", "flaky")
# Words in the place of a file whose tests are never run again.
STRICT = re.compile(
    r"tests/(ledger|drill|receivers)/|race|at_once|two_at|life|matrix|deliver|dead_letter|fault"
    r"|migrat|who_|permission|object_level|unseen|reads_its_own|hostile|forge|stolen|refuse|attack"
)


def is_strict(nodeid: str) -> bool:
    """True for tests of permission, attacks, lifecycles, races, delivery, migrations."""
    return STRICT.search(nodeid.split("::")[0]) is not None


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "fail at once; run nothing again"
    parser.addoption("--no-second-run", action="store_true", help=words)


def pytest_configure(config: pytest.Config) -> None:
    words = "waits for a browser or a worker; once more by itself when it fails"
    config.addinivalue_line("markers", f"{MARK}: {words}")
    alone = config.getoption("--no-second-run") or config.option.collectonly
    if not hasattr(config, "workerinput") and not alone and not config.option.usepdb:
        config.pluginmanager.register(SecondRun(config), "second-run")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        strict = is_strict(item.nodeid)
        if strict and item.get_closest_marker(MARK):
            raise pytest.UsageError(f"{item.nodeid} is never run again: take the mark {MARK} off.")
        if not strict and WAITING_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARK)


class SecondRun:
    """Runs the waiting tests among the failed ones again; lives in the process that reports."""

    def __init__(self, config: pytest.Config):
        self.config, self.folder = config, config.rootpath / FOLDER
        self.flaky: dict[str, Path] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """After the last test, before the summary."""
        stats = self.config.pluginmanager.get_plugin("terminalreporter").stats
        failed = _by_test([*stats.get("failed", []), *stats.get("error", [])])
        waiting = [test for test, reports in failed.items() if all(map(_waits, reports))]
        if len(waiting) > MOST_SECOND_RUNS:
            return
        for test in waiting:
            code, said = self._again(test)
            kept = self._keep(test, failed[test], said)
            if code == 0:
                self.flaky[test] = kept
        _move(stats, self.flaky)
        clean = not stats.get("failed") and not stats.get("error") and not session.shouldfail
        few = 0 < len(self.flaky) <= MOST_FLAKY_TESTS
        if clean and few and session.exitstatus == pytest.ExitCode.TESTS_FAILED:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        known = sorted(self.folder.glob("*.txt"))
        if not known:
            return
        terminalreporter.section("flaky")
        for test, path in self.flaky.items():
            place = path.relative_to(self.config.rootpath)
            terminalreporter.line(f"{test} passed when it ran again by itself: {place}")
        if len(self.flaky) > MOST_FLAKY_TESTS:
            words = f"{len(self.flaky)} flaky tests fail a run: {MOST_FLAKY_TESTS} are the most."
            terminalreporter.line(words, red=True)
        for path in known:
            if path not in self.flaky.values():
                place = path.relative_to(self.config.rootpath)
                terminalreporter.line(f"Failed earlier, to be deleted once mended: {place}")

    def _again(self, test: str) -> tuple[int, str]:
        options = ["-p", __name__, "--no-second-run", "-q"]
        command = [sys.executable, "-m", "pytest", *options, test]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.config.rootpath
        )
        return done.returncode, done.stdout + done.stderr

    def _keep(self, test: str, reports: list[Any], again: str) -> Path:
        """Append what the test said both times to its file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', test)[:150]}.txt"
        parts = [f"{test}, {time.strftime('%Y-%m-%d %H:%M:%S')}"]
        for report in reports:
            parts += [f"--- {report.when}", report.longreprtext]
            parts += [f"--- {title}\n{text}" for title, text in report.sections]
        with path.open("a", encoding="utf-8") as file:
            file.write("\n".join([*parts, "--- again, by itself", again, ""]))
        return path


def _by_test(reports: list[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for report in reports:
        found.setdefault(report.nodeid, []).append(report)
    return found


def _waits(report: Any) -> bool:
    return MARK in getattr(report, "keywords", {})  # a module that cannot be imported has none


def _move(stats: dict[str, list[Any]], tests: dict[str, Path]) -> None:
    """Put the reports of these tests from the failed ones to those called flaky."""
    for kind in ("failed", "error"):
        rows = stats.pop(kind, [])
        if left := [row for row in rows if row.nodeid not in tests]:
            stats[kind] = left
        moved = [row for row in rows if row.nodeid in tests]
        if moved:
            stats.setdefault("flaky", []).extend(moved)
