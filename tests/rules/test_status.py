"""State moves only by a named step: no line of ours assigns a `status`, but those named here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.house_rules import PACKAGES
from launch.places import ROOT

MACHINE = "no officer's step: a machine's own progress"
ALLOWED = {
    "ledger/lifecycle.py": "the one place where steps are taken",
    "kernel/api/idempotency.py": "the HTTP status of an answer that is kept for a repeated POST",
    "ledger/delivery/delivering.py": MACHINE,
    "ledger/delivery/outbox.py": MACHINE,
    "ledger/delivery/webhook_sender.py": MACHINE,
    "ledger/delivery/backoff.py": MACHINE,
    "kernel/jobs/running.py": MACHINE,
    "exchange/api/bulk_worker.py": MACHINE,
    "notices/papers/printing.py": MACHINE,
    "notices/un_list/notices.py": MACHINE,
    "demo/register.py": "a register's past: invented rows, drafted and then as they ended",
}
SQL = re.compile(r"\bupdate\b.*\bset\b.*\bstatus\s*=", re.IGNORECASE | re.DOTALL)


def assignments(source: str) -> Iterator[tuple[int, str]]:
    """Where a source sets a status: by assignment, setattr, update, bulk_update or SQL."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_is_status(part) for target in targets for part in ast.walk(target)):
                yield node.lineno, "assignment"
        elif isinstance(node, ast.Call):
            yield from _by_call(node)
        elif isinstance(node, ast.Constant) and SQL.search(str(node.value)):
            yield node.lineno, "SQL"


def _is_status(node: ast.AST) -> bool:
    """`row.status`, but not the `self.status` of a class that is no model, such as a refusal."""
    if not isinstance(node, ast.Attribute) or node.attr != "status":
        return False
    return not (isinstance(node.value, ast.Name) and node.value.id == "self")


def _by_call(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name == "update" and any(keyword.arg == "status" for keyword in node.keywords):
        yield node.lineno, "update"
    literals = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    if name in ("setattr", "bulk_update") and "status" in literals:
        yield node.lineno, name


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def test_nothing_assigns_a_status_but_the_lifecycles_machinery():
    broken = [
        f"{path.relative_to(ROOT)}:{line} ({how})"
        for path in sources()
        if str(path.relative_to(ROOT)) not in ALLOWED
        for line, how in assignments(path.read_text(encoding="utf-8"))
    ]

    assert not broken, "Take a step of a Lifecycle instead:\n" + "\n".join(broken)


def test_every_exception_is_still_needed():
    idle = [name for name in ALLOWED if not list(assignments((ROOT / name).read_text("utf-8")))]
    assert not idle


@pytest.mark.parametrize(
    "line",
    [
        "notice.status = 'PUBLISHED'",
        "notice.status, x = 1, 2",
        "setattr(notice, 'status', 'PUBLISHED')",
        "Notice.objects.filter(pk=1).update(status='PUBLISHED')",
        "Notice.objects.bulk_update(rows, ['status'])",
        "cursor.execute('UPDATE notices_notice SET version = 2, status = %s', [1])",
    ],
)
def test_the_scan_sees(line):
    assert list(assignments(line))


@pytest.mark.parametrize(
    "line", ["Notice(status='DRAFT')", "rows.filter(status='DRAFT')", "response.status_code = 200"]
)
def test_the_scan_lets_pass(line):
    assert not list(assignments(line))
