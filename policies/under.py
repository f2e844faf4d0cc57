"""Records that stand under a portfolio. Apps above add their own in AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from central_offices.models import Officer
from policies.models import Portfolio


@dataclass(frozen=True)
class Under:
    """Records of one kind: `rows(officer, portfolio)` are those that the officer may see.

    `template` shows a page of them, as `rows`. Kinds stand in the order of `place`. `lists` are
    the pages with filters that list them, and their names; each takes `portfolio` in its address.
    """

    name: str
    label: Any
    rows: Callable[[Officer, Portfolio], QuerySet[Any]]
    template: str
    place: int
    lists: tuple[tuple[Any, str, str], ...]  # name, name of the address, what else it takes

    def addresses(self, portfolio: Portfolio) -> list[tuple[Any, str]]:
        """The lists narrowed to the portfolio, each with its name."""
        return [
            (name, f"{reverse(page)}?{more}portfolio={portfolio.code}")
            for name, page, more in self.lists
        ]


_kinds: list[Under] = []


def add(kind: Under) -> None:
    _kinds.append(kind)
    _kinds.sort(key=lambda one: one.place)


def kinds() -> list[Under]:
    return list(_kinds)
