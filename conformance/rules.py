"""A rule is a function that fails with a sentence; a suite runs them and keeps what they said."""

from collections.abc import Callable
from typing import Any, NamedTuple

import requests


class Broken(Exception):
    """The rule does not hold; str() says what was seen instead."""


class Rule(NamedTuple):
    """A rule of the interface: where it is written, and the function that tries it."""

    asks: str
    source: str
    holds: Callable[[Any], None]


class Finding(NamedTuple):
    """A rule, and what was seen where it does not hold."""

    rule: Rule
    seen: str

    @property
    def passed(self) -> bool:
        return not self.seen


class Suite:
    """Rules in the order in which they are tried."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def rule(self, asks: str, source: str) -> Callable[[Callable[[Any], None]], Any]:
        """Decorator: the function is given the subject, and raises Broken."""

        def register(holds: Callable[[Any], None]) -> Any:
            self.rules.append(Rule(asks, source, holds))
            return holds

        return register

    def run(self, subject: Any) -> list[Finding]:
        return [Finding(rule, _seen(rule, subject)) for rule in self.rules]


def _seen(rule: Rule, subject: Any) -> str:
    try:
        rule.holds(subject)
    except Broken as broken:
        return str(broken)
    except requests.RequestException as error:
        return f"No answer: {type(error).__name__}"
    except (KeyError, TypeError, ValueError) as error:
        return f"The answer cannot be read: {type(error).__name__} {error}"
    return ""


def demand(holds: object, seen: str) -> None:
    """Raise Broken unless it holds."""
    if not holds:
        raise Broken(seen)


def demand_status(answer: requests.Response, *wanted: int) -> None:
    """Raise Broken unless the answer has one of these statuses."""
    told = " or ".join(map(str, wanted))
    demand(answer.status_code in wanted, f"{answer.status_code} instead of {told}")
