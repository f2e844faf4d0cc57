"""docs/lifecycles.md, written from the tables themselves, so that it cannot lie."""

import importlib
import inspect
from types import ModuleType
from typing import Any

from django.utils import translation

from ledger.lifecycle import Lifecycle

MODULES = {
    "Case": ["cases.lifecycle"],
    "Request and its recipients": [
        "exchange.lifecycle",
        "exchange.conversation.transfer_lifecycle",
    ],
    "Change of a duty shift": ["exchange.desk.shift_handover"],
    "Change of an office's delivery": ["central_offices.keys_and_clients.endpoints"],
    "Notice": ["notices.lifecycle", "notices.un_list.notices"],
    "Edition of the key issues": ["policies.lifecycle"],
}
HEAD = """# Lifecycles

Written by `manage.py lifecycles` from the tables in the code; a test compares the two.
A step is open to an officer when the record is in one of its states and the rule allows it.
"""


def as_markdown() -> str:
    with translation.override("en"):
        parts = [HEAD]
        for title, modules in MODULES.items():
            parts.append(f"## {title}\n")
            for name in modules:
                parts += _module(importlib.import_module(name))
        return "\n".join(parts)


def _module(module: ModuleType) -> list[str]:
    subject = (inspect.getdoc(module) or "").partition("\n")[0]
    parts = [f"`{module.__name__}`: {subject}\n"]
    for name, table in vars(module).items():
        if isinstance(table, Lifecycle):
            parts += [_table(name, table)]
    return parts


def _table(name: str, table: Lifecycle) -> str:
    rows = [f"### `{name}`\n", "| step | from | to | who |", "|---|---|---|---|"]
    for step_name, step in table.steps.items():
        sources = ", ".join(sorted(str(source) for source in step.sources))
        target = str(step.target) if step.target is not None else "unchanged"
        rows.append(f"| {step_name} | {sources} | {target} | {_rule(step.allowed)} |")
    return "\n".join(rows) + "\n"


def _rule(allowed: Any) -> str:
    words = (inspect.getdoc(allowed) or "").split(". ")[0].splitlines()
    return f"{allowed.__name__}: {words[0].rstrip('.')}" if words else allowed.__name__
