"""Rules of the house that no linter knows: lengths, and what no committed file may name."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from launch import elsewhere
from launch.places import ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_STORY = 60  # a test may follow one thing through several hands
MAX_FILES_IN_A_FOLDER = 25  # of Python: from there on a listing hides its paths
LONGEST_LINE_OF_TAGS = 120  # characters; one tag, attribute or sentence may be longer
TAG = re.compile(r"</?[a-zA-Z]|{%")
VALUE = re.compile(
    r"""=("(?:{%.*?%}|{{.*?}}|[^"])*"|'[^']*')"""
)  # its tags belong to one attribute
# The domain (models, queries, lifecycles, other verbs) knows none of its interfaces; the wake-up
# is the one exception (docs/laws.md E4).
APPS = ["ledger", "central_offices", "policies", "cases", "notices", "exchange"]
PACKAGES = ["kernel", *APPS, "demo", "conformance", "agency"]
INTERFACES = {"api", "serializers", "inputs", "permissions", "authentication"}
INTERFACES |= {"views", "forms", "tab", "urls", "tasks"}
EXEMPT = {"wakeup", "migrations", "apps", "fields", "middleware", "management"}  # fields of forms
TYPES_OF_REQUESTS = "central_offices/access/officer_request.py"  # classes for signatures only
OUTSIDE = {"rest_framework", "celery", "drf_spectacular"}
ASKING = re.compile(r"(What|Who|Whom|Whose|Which)\b")  # a docstring says, and does not ask
REFUSALS = {"Refusal", "WrongState", "NotReady", "NotPermitted", "ProofNeeded", "Stale"}
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def broken() -> list[str]:
    """One line for each rule that is broken."""
    rules = (_lengths, _docstrings, _folders, named_elsewhere, _locks, _domain, _views, _templates)
    return [sentence for rule in rules for sentence in rule()]


def committed(*patterns: str) -> list[Path]:
    """Every file that is in the repository, or about to be; of these patterns, if any are given."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    return [ROOT / name for name in said.split("\0") if name and (ROOT / name).is_file()]


def _lengths() -> Iterator[str]:
    for path in committed("*.py"):
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


def _docstrings() -> Iterator[str]:
    for path in committed("*.py"):
        for line, name in asking(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}:{line}: say what {name} is, gives or does."


def asking(text: str) -> list[tuple[int, str]]:
    """Line and name of each class and function whose docstring begins like a question."""
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    return [(n.lineno, n.name) for n in found if ASKING.match(ast.get_docstring(n) or "")]


def _folders() -> Iterator[str]:
    files = committed(*(f"{package}/*.py" for package in PACKAGES))
    for folder, count in Counter(path.parent.relative_to(ROOT) for path in files).items():
        if count > MAX_FILES_IN_A_FOLDER and folder.name != "migrations":
            yield f"{folder}: {count} files; more than {MAX_FILES_IN_A_FOLDER} want folders."


def named_elsewhere() -> Iterator[str]:
    """A sentence for each thing that a committed file names and that is elsewhere."""
    for path in committed():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture
            continue
        yield from elsewhere.traces(path.relative_to(ROOT).as_posix(), text, ROOT)


def _locks() -> Iterator[str]:
    for name in LOCKS:
        for number, line in enumerate((ROOT / name).read_text().splitlines(), start=1):
            if "://" in line:
                yield f"{name}:{number}: a lock names no host."


def _domain() -> Iterator[str]:
    for path in committed(*(f"{app}/*.py" for app in ["kernel", *APPS])):
        name = path.relative_to(ROOT)
        words = _words(".".join(name.with_suffix("").parts))
        if words & {*INTERFACES, *EXEMPT} or str(name) == TYPES_OF_REQUESTS:
            continue
        for line, module in _imported(ast.parse(path.read_text(encoding="utf-8"))):
            top = module.split(".")[0]
            if top in OUTSIDE or (top in APPS and INTERFACES & _words(module)):
                yield f"{name}:{line}: the domain imports {module}, which is an interface."


def _views() -> Iterator[str]:
    for path in committed(*(f"{app}/views/*.py" for app in APPS), "agency/pages/*.py"):
        for line in caught_refusals(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}:{line}: kernel/forms/carrying_out.py shows refusals."


def caught_refusals(text: str) -> list[int]:
    """The lines in which a view would show a refusal in a way of its own."""
    handlers = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ExceptHandler) and n.type]
    return [
        handler.lineno
        for handler in handlers
        if any(_last_name(node) in REFUSALS for node in ast.walk(handler.type or handler))
    ]


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _words(module: str) -> set[str]:
    """The words of a dotted name: `exchange.views.answering` is one of the views."""
    return set(module.replace("_", ".").split("."))


def _imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _templates() -> Iterator[str]:
    for path in committed("templates/*.html"):
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            if len(line) > LONGEST_LINE_OF_TAGS and holds_several_tags(line):
                yield f"{path.relative_to(ROOT)}:{number}: {len(line)} characters, several tags."


def holds_several_tags(line: str) -> bool:
    """Whether a line of a template could be broken; inside a tag of Django it cannot."""
    return len(TAG.findall(VALUE.sub("", line))) > 1
