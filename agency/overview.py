"""My work: what waits for this officer, gathered from every app that has something to say."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.shortcuts import render


class Item(NamedTuple):
    """Something that waits: a sentence with a link, and how long there is."""

    icon: str
    title: str
    url: str
    note: str = ""
    due: object = None
    since: object = None


class Section(NamedTuple):
    title: object
    items: Callable[..., Iterable[Item]]


_sections: list[Section] = []


def section(title, items: Callable[..., Iterable[Item]]) -> None:
    """Register a section; `items(officer)` yields at most about ten, the most pressing first."""
    _sections.append(Section(title, items))


def my_work(request):
    shown = [(part.title, list(part.items(request.user))) for part in _sections]
    return render(request, "agency/my_work.html", {"sections": [s for s in shown if s[1]]})
