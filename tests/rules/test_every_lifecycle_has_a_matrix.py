"""A lifecycle that no test enumerates is found here."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from launch.places import ROOT
from ledger.lifecycle import Lifecycle

NOT_THE_PRODUCT = {"tests", "launch", "bench", "manage"}


def everything() -> Iterator[ModuleType]:
    """Every module of the product."""
    roots = [one.name for one in pkgutil.iter_modules([str(ROOT)])]
    for root in sorted(set(roots) - NOT_THE_PRODUCT):
        yield importlib.import_module(root)
        for module in pkgutil.walk_packages([str(ROOT / root)], f"{root}."):
            if not {"migrations", "__main__"} & set(module.name.split(".")):
                yield importlib.import_module(module.name)


def lives() -> dict[Lifecycle, str]:
    """Every lifecycle of the product, with its name."""
    return {
        value: f"{module.__name__}.{name}"
        for module in everything()
        for name, value in vars(module).items()
        if isinstance(value, Lifecycle)
    }


def test_every_lifecycle_of_the_product_has_a_matrix():
    enumerated = set()
    for path in ROOT.glob("tests/*/test_*_matrix.py"):
        if path.name != "test_every_lifecycle_has_a_matrix.py":
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            enumerated |= set(getattr(importlib.import_module(name), "LIVES", []))

    found = lives()
    assert len(found) >= 12
    assert [name for life, name in found.items() if life not in enumerated] == []
