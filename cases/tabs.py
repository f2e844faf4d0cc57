"""The tabs and cards of a case. Apps above add their own in AppConfig.ready.

A tab's page belongs to the app that owns its rows; it shows the case's frame by rendering a
template that extends "cases/frame.html" with `cases.views.frame.context(request, case, here=…)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from central_offices.models import Officer

Found = TypeVar("Found")


@dataclass(frozen=True)
class Tab:
    """`page` is a URL name that takes the case's reference; `count(officer, case)` may be absent.

    A count is of what the officer may see. Tabs stand in the order of `place`.
    """

    name: str
    label: object
    page: str
    place: int
    count: Callable[[Officer, Case], int] | None = None


@dataclass(frozen=True)
class Card:
    """A part of the overview: `context(officer, case)` for `template`, or None to leave it out."""

    template: str
    context: Callable[[Officer, Any], dict[str, Any] | None]
    place: int


@dataclass(frozen=True)
class Action:
    """A button in the case's head: `url(officer, case)` is its address, "" leaves it out."""

    label: object
    url: Callable[[Officer, Case], str]
    key: str = ""
    primary: bool = False


_tabs: list[Tab] = [
    Tab("overview", _("Overview"), "cases:detail", 0),
    Tab("persons", _("Persons"), "cases:case_persons", 10),
    Tab("documents", _("Documents"), "cases:documents", 40),
    Tab("activity", _("Activity"), "cases:activity", 80),
    Tab("access", _("Access"), "cases:access", 90),
]
_cards: list[Card] = []
_actions: list[Action] = []


def once(case: Case, name: str, read: Callable[[], Found]) -> Found:
    """Give what `read` finds; it is read once for the tab, the card and the actions of a page."""
    # On the object, which lives as long as the request that asks with it.
    kept: dict[str, Any] = case.__dict__.setdefault("_read_for_the_page", {})
    if name not in kept:
        kept[name] = read()
    found: Found = kept[name]
    return found


def register(tab: Tab) -> None:
    _tabs.append(tab)
    _tabs.sort(key=lambda known: known.place)


def register_card(card: Card) -> None:
    _cards.append(card)
    _cards.sort(key=lambda known: known.place)


def register_action(action: Action) -> None:
    _actions.append(action)


def all_tabs() -> list[Tab]:
    return list(_tabs)


def all_cards() -> list[Card]:
    return list(_cards)


def all_actions() -> list[Action]:
    return list(_actions)
