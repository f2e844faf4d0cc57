"""Keeps the garbage collector off what was imported: it never becomes garbage.

Each full collection went over 300,000 objects that live as long as the process, for a quarter of a
second: a twelfth of what the tests cost.
"""

import gc


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
