"""Rules of the house that no linter knows: lengths, and what no committed file may name."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from launch.places import ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_STORY = 60  # a test may follow one thing through several hands
# Joined here, so that this file does not name them itself.
NOWHERE = ["../" + "shared", "/work/" + "shared", "/opt/" + "pypi", "python" + "hosted.org"]
# The domain (models, queries, lifecycles, other verbs) knows none of its interfaces; the wake-up
# is the one exception (design.md §2).
APPS = ["ledger", "central_offices", "policies", "cases", "notices", "exchange", "screening"]
INTERFACES = {"api", "serializers", "inputs", "permissions", "authentication"}
INTERFACES |= {"views", "forms", "tab", "urls", "tasks"}
EXEMPT = {"wakeup", "migrations", "apps", "fields", "middleware"}  # fields of forms
TYPES_OF_REQUESTS = "central_offices/access/officer_request.py"  # classes for signatures only
OUTSIDE = {"rest_framework", "celery", "drf_spectacular"}
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def broken() -> list[str]:
    """One line for each rule that is broken."""
    return [*_lengths(), *_nowhere(), *_locks(), *_domain()]


def _committed(*patterns: str) -> list[Path]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    return [ROOT / name for name in said.split("\0") if name and (ROOT / name).is_file()]


def _lengths() -> Iterator[str]:
    for path in _committed("*.py"):
        if "migrations" in path.parts:
            continue
        text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT)
        if (lines := text.count("\n")) > LONGEST_FILE:
            yield f"{name}: {lines} lines; split what is more than {LONGEST_FILE}."
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            longest = LONGEST_STORY if node.name.startswith("test_") else LONGEST_FUNCTION
            if (lines := (node.end_lineno or 0) - node.lineno + 1) > longest:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines."


def _nowhere() -> Iterator[str]:
    for path in _committed():
        content = path.read_bytes()
        for word in NOWHERE:
            if word.encode() in content:
                yield f"{path.relative_to(ROOT)}: names {word}, which exists on one machine only."


def _locks() -> Iterator[str]:
    for name in LOCKS:
        for number, line in enumerate((ROOT / name).read_text().splitlines(), start=1):
            if "://" in line:
                yield f"{name}:{number}: a lock names no host."


def _domain() -> Iterator[str]:
    for path in _committed(*(f"{app}/*.py" for app in APPS)):
        name = path.relative_to(ROOT)
        words = _words(".".join(name.with_suffix("").parts))
        if words & {*INTERFACES, *EXEMPT} or str(name) == TYPES_OF_REQUESTS:
            continue
        for line, module in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            top = module.split(".")[0]
            if top in OUTSIDE or (top in APPS and INTERFACES & _words(module)):
                yield f"{name}:{line}: the domain imports {module}, which is an interface."


def _words(module: str) -> set[str]:
    """The words of a dotted name: `exchange.views.answering` is one of the views."""
    return set(module.replace("_", ".").split("."))


def _imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
