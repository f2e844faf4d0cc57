"""The system compares who is stored to see cases and names with the rule."""

import logging
from uuid import UUID

from cases import sharing
from cases.models import Case, Subject
from cases.search import name_keys
from kernel import acting, batches
from kernel.periodic import UNLIMITED, Budget


def compare(budget: Budget = UNLIMITED) -> None:
    """Say in the log whose stored visibility, of cases and of names, differs from its rule."""
    compared = [(Case, sharing.wrongly_seen), (Subject, name_keys.wrongly_seen)]
    for place, (model, wrongly_seen) in enumerate(compared):
        share = budget.share(len(compared) - place)
        name, rows = f"compare {model._meta.label}", model._base_manager.all()
        for keys in batches.walk(name, rows, by=acting.PUBLIC, budget=share):
            with acting.acting_as(acting.PUBLIC):
                _report(wrongly_seen(keys))


def _report(wrong: list[UUID]) -> None:
    if wrong:
        logging.getLogger("agency").error(
            "Stored visibility differs from its rule.", extra={"records": [str(pk) for pk in wrong]}
        )
