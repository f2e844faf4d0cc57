"""docs/architecture.md and docs/add-a-field.md name only files, functions and lines that exist."""

import ast
import re
from pathlib import Path

import pytest

from launch.places import ROOT

DOCUMENTS = ["docs/architecture.md", "docs/add-a-field.md"]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:[\w.-]+/)+[\w.-]+/?")
DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def named(document: str) -> list[tuple[str, str]]:
    """Every path in backticks outside of fences, with the name after its colon, or none.

    A folder or file that every app has (`views/`, `seed.py`) stands without what it lies in, an
    address begins with a stroke, and `APP` is room for a name: none of them is a path.
    """
    text = FENCE.sub("", (ROOT / document).read_text("utf-8"))
    spans = (span.partition(":") for span in SPAN.findall(text) if "APP" not in span)
    return [(path, name) for path, _colon, name in spans if PATH.fullmatch(path)]


def defines(path: Path, dotted: str) -> bool:
    """Whether a module holds a function, class or table of this name, or a class this method."""
    body: list[ast.stmt] = ast.parse(path.read_text("utf-8")).body
    for name in dotted.split("."):
        found = [node for node in body if name in _names(node)]
        if not found:
            return False
        body = getattr(found[0], "body", [])
    return True


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def hunks(document: str) -> list[tuple[str, list[str]]]:
    """The files of the diffs in a document, each with the lines that it has to hold today."""
    found: list[tuple[str, list[str]]] = []
    for line in "\n".join(DIFF.findall((ROOT / document).read_text("utf-8"))).splitlines():
        if line.startswith("--- "):
            found.append((line[4:], []))
        elif line[:1] in {" ", "-"} and line.strip():
            found[-1][1].append(line[1:])
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_in_it_is_in_the_repository(document):
    found = named(document)
    missing = {path for path, _name in found if not (ROOT / path).exists()}

    assert len(found) > 10
    assert missing == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_name_in_it_is_in_its_file(document):
    assert [
        f"{path}:{name}"
        for path, name in named(document)
        if name and not defines(ROOT / path, name)
    ] == []


def test_the_lines_that_the_diff_changes_are_there():
    found = hunks("docs/add-a-field.md")
    gone = [
        f"{path}: {line}"
        for path, lines in found
        if path != "/dev/null"
        for line in lines
        if line not in (ROOT / path).read_text("utf-8").splitlines()
    ]

    assert len(found) > 10
    assert gone == []


def test_a_path_or_name_that_is_not_there_would_be_found():
    assert defines(ROOT / "ledger/lifecycle.py", "Lifecycle.take")
    assert not defines(ROOT / "ledger/lifecycle.py", "Lifecycle.undo")
    assert not defines(ROOT / "ledger/lifecycle.py", "take")
    assert PATH.fullmatch("exchange/urls.py") and PATH.fullmatch("cases/names/")
    assert not any(map(PATH.fullmatch, ["/requests/new", "request.sent", "views/"]))
