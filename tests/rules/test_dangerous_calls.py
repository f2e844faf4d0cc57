"""The product starts no process, runs no text as code, and unpacks no objects that came in."""

import ast
from collections.abc import Iterator

from launch.house_rules import PACKAGES
from launch.places import ROOT

MODULES = {"subprocess", "pickle", "marshal", "shelve", "dill", "pty", "telnetlib", "ftplib"}
CALLS = {"eval", "exec", "compile", "__import__"}
METHODS = {
    "os": {"system", "popen", "execv", "execve", "execvp", "spawnl", "spawnv", "startfile"},
    "yaml": {"load", "load_all", "unsafe_load"},
    "tempfile": {"mktemp"},
    "hashlib": {"md5", "sha1"},
    "random": {"random", "choice", "choices", "randint", "randbytes", "getrandbits"},
}
# Never part of what runs for real; the demo mixes its invented people.
EXEMPT = ("demo/", "conformance/")


def dangerous(tree: ast.Module) -> Iterator[str]:
    """Imports and calls of a module that could turn data into code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from {node.func.id} & CALLS
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = getattr(node.func.value, "id", "")
            if node.func.attr in METHODS.get(owner, set()):
                yield owner


def test_no_module_of_the_product_does_it():
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if "migrations" in path.parts or name.startswith(EXEMPT):
                continue
            tree = ast.parse(path.read_text("utf-8"))
            found |= {(name, what) for what in dangerous(tree)}

    assert found == set()


def test_it_would_be_found():
    for text in ("import pickle", "from subprocess import run", "eval('1')", "os.system('ls')"):
        assert list(dangerous(ast.parse(text))), text


def test_tasks_come_as_json_only():
    from agency.celery import app

    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
