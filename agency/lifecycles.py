"""docs/lifecycles.md, written from the tables themselves, so that it cannot lie."""

import importlib
import inspect
from collections.abc import Callable
from typing import Any

from django.utils import translation

from ledger import fresh_proof
from ledger.lifecycle import Lifecycle, Step

MODULES = {
    "Case": ["cases.lifecycle"],
    "Request and its recipients": [
        "exchange.lifecycle",
        "exchange.transfer_lifecycle",
        "exchange.consent_lifecycle",
        "exchange.custody_lifecycle",
        "exchange.review_lifecycle",
    ],
    "Change of a duty shift": ["exchange.desk.shift_handover"],
    "Installation": ["central_offices.two_persons.commissioning"],
    "Change of access": ["central_offices.two_persons.lifecycle"],
    "Change of a rule": ["central_offices.dated_rules.lifecycle"],
    "Deputy office": ["central_offices.agreements.deputy_lifecycle"],
    "Change of an office's delivery": ["central_offices.keys_and_clients.endpoints"],
    "Notice": ["notices.lifecycle", "notices.un_list.notices", "notices.refusals.keeping"],
    "Edition of the UN list": ["notices.un_list.editions"],
    "Edition of the key issues": ["policies.lifecycle"],
}
HEAD = """# Lifecycles

Written by `manage.py lifecycles` from the tables in the code; a test compares the two.
A step is open to an officer when the record is in one of its states and the rule allows it.
The last column names the rule's function and says when it is true. Where several persons decide, it
says by which right: whose account or role for it is new may not take the step yet
(docs/decisions/0029).
Before a step with "yes" in the column "proof" a person shows who is there, by a passkey or a
code, unless that was within the last five minutes. Systems of offices, by their tokens, do not.
"""
PROOFS = """## Other steps that ask for a proof

They belong to no table, and are named by the verb of their Event.
"""


def as_markdown() -> str:
    with translation.override("en"):
        parts = [HEAD]
        for title, modules in MODULES.items():
            parts.append(f"## {title}\n")
            for name in modules:
                parts += _module(name)
        parts += [PROOFS, *(f"- `{verb}`" for verb in fresh_proof.verbs()), ""]
        return "\n".join(parts)


def tables() -> list[tuple[str, str, Lifecycle]]:
    """Every table on the page: its module, its name there, and the table."""
    return [
        (module, name, table)
        for modules in MODULES.values()
        for module in modules
        for name, table in vars(importlib.import_module(module)).items()
        if isinstance(table, Lifecycle)
    ]


def rule(allowed: Callable[[Any, Any], Any]) -> str:
    """The name of a rule and the first paragraph of its docstring, which says who may."""
    words = " ".join((inspect.getdoc(allowed) or "").split("\n\n")[0].split())
    return f"{allowed.__name__}: {words}"


def _module(name: str) -> list[str]:
    module = importlib.import_module(name)
    parts = [f"`{name}`: {(inspect.getdoc(module) or '').splitlines()[0]}\n"]
    return parts + [_table(own, table) for place, own, table in tables() if place == name]


def _four_eyes(step: Step) -> str:
    """That somebody too new may not take the step yet, and by which right he is asked."""
    if not step.four_eyes:
        return ""
    right = step.four_eyes
    named = f"`{right}`" if isinstance(right, str) else rule(right)
    return f" Not while new for: {named}"


def _table(name: str, table: Lifecycle) -> str:
    rows = [f"### `{name}`\n", "| step | from | to | proof | who |", "|---|---|---|---|---|"]
    for step_name, step in table.steps.items():
        sources = ", ".join(sorted(str(source) for source in step.sources))
        target = str(step.target) if step.target is not None else "unchanged"
        proof, eyes = "yes" if step.proof else "", _four_eyes(step)
        who = f"{rule(step.allowed)}{eyes}"
        rows.append(f"| {step_name} | {sources} | {target} | {proof} | {who} |")
    return "\n".join(rows) + "\n"
