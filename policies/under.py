"""Records that stand under a portfolio. Apps above add their own in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from central_offices.models import Officer
from policies.models import Portfolio


@dataclass(frozen=True)
class Under:
    """Records of one kind: `rows(officer, portfolio)` are those that the officer may see.

    `template` shows a page of them, as `rows`. Kinds stand in the order of `place`.
    """

    name: str
    label: Any
    rows: Callable[[Officer, Portfolio], QuerySet[Any]]
    template: str
    place: int


_kinds: list[Under] = []


def add(kind: Under) -> None:
    _kinds.append(kind)
    _kinds.sort(key=lambda one: one.place)


def kinds() -> list[Under]:
    return list(_kinds)
