"""Persons as a request names them: the marks by which each can be known again."""

from typing import Any

from cases.dates import DateRefused, parse
from exchange.models import Request
from notices.refusals.fingerprints import Born, Person


def everybody(request: Request) -> list[Person]:
    """Everybody whom a request names in its list of persons, of whatever type it is."""
    return [person(row) for row in request.persons]


def person(told: dict[str, Any]) -> Person:
    """The numbers, names and births of one entry of the list."""
    numbers = tuple(filter(None, (str(row.get("number") or "") for row in told["documents"])))
    names = [
        (name, _born(str(row.get("born") or "")))
        for row in told["identities"]
        for name in (row.get("name"), row.get("romanised"))
        if name
    ]
    return Person(numbers, tuple(names))


def _born(text: str) -> Born:
    try:
        read = parse(text)
    except DateRefused:
        return None, None
    return read.earliest, read.latest
