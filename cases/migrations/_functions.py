"""Functions of earlier migrations as they were written, to go back to them."""

import re
from importlib import import_module


def again(migration: str, *names: str) -> str:
    """SQL that makes these functions of the module's texts anew, whatever stands there now."""
    texts = "\n".join(
        text
        for text in vars(import_module(f"cases.migrations.{migration}")).values()
        if isinstance(text, str)
    )
    return "\n".join(_one(texts, name) for name in names)


def _one(texts: str, name: str) -> str:
    found = re.search(rf"CREATE (?:OR REPLACE )?FUNCTION {name}\(.*?\$\$;\n", texts, re.DOTALL)
    assert found, name
    return re.sub("^CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", found[0])
