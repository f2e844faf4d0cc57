"""Calls that schemathesis makes up from our own OpenAPI schema, and what is wrong with the answers.

Everything is made from one seed. A caller is tried on objects of its own, on objects of others
and on made-up ids; the words of every object say who may read them, so that a leak is seen in
whatever answer it turns up.
"""

import itertools
import json
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import schemathesis
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi import checks

from agency.wsgi import application

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
schemathesis.deserializer("application/problem+json")(
    lambda context, response: json.loads(response.content)
)
PLAIN = {"Accept-Encoding": "identity"}
NOBODY = "nobody"
MODES = list(schemathesis.GenerationMode)


class Caller(NamedTuple):
    """A caller: headers and cookies that say so, and words that no answer to them may hold."""

    name: str
    headers: Callable[[], dict[str, str]]
    secrets: tuple[str, ...]
    cookies: dict[str, str] = {}


def is_public(operation: Any) -> bool:
    """Whether the schema says that nobody needs to say who it is: published keys."""
    security = operation.definition.raw.get("security", [])
    return not security or {} in security


class Run:
    """One series of calls by every caller over every operation; `wrong` says what was found."""

    def __init__(self, callers: list[Caller], targets: dict[str, list[str]], start: int):
        self.callers, self.targets, self.start = callers, targets, start
        self.calls: Counter[str] = Counter()
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.wrong: dict[tuple[str, str], str] = {}
        self.entered: set[str] = set()
        self.schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
        self.schema.app = application

    def go(self, calls: int) -> None:
        """About so many calls, shared out evenly over operations and ways to make values up."""
        operations = [found.ok() for found in self.schema.get_all_operations()]
        shares = [(operation, mode) for operation in operations for mode in MODES]
        for number, (operation, mode) in enumerate(shares):
            wanted = calls * (number + 1) // len(shares) - self.calls.total()
            if wanted > 0:
                self._try(operation, mode, wanted, self.start + number)

    def _try(self, operation: Any, mode: Any, wanted: int, start: int) -> None:
        turns = itertools.cycle(self._turns(operation))

        @seed(start)
        @settings(
            max_examples=wanted,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(mode))
        def each(case: Any) -> None:
            caller, target = next(turns)
            if target:
                case.path_parameters["id"] = target
            self._call(caller, case)

        with suppress(Unsatisfiable):  # nothing about this operation can be made wrong
            each()

    def _turns(self, operation: Any) -> list[tuple[Caller, str]]:
        """Callers and objects: real objects, and every few calls a made-up one; seldom nobody."""
        resource = operation.path.removeprefix("/api/v1/").split("/")[0]
        known = self.targets.get(resource, []) if "{id}" in operation.path else []
        callers = [caller for caller in self.callers if caller.name != NOBODY]
        turns = list(itertools.product(callers, [*known, ""]))
        random.Random(operation.label).shuffle(turns)
        nobody = [caller for caller in self.callers if caller.name == NOBODY]
        return [*turns[:5], *itertools.product(nobody, known[:1] or [""]), *turns[5:]]

    def _call(self, caller: Caller, case: Any) -> None:
        headers = caller.headers() | PLAIN
        response = case.call(headers=headers, cookies=caller.cookies)
        sent = {"headers": headers, "transport_kwargs": {"headers": headers}}
        self.calls[caller.name] += 1
        self.statuses[caller.name, response.status_code] += 1
        label = f"{caller.name}: {case.operation.label}"
        try:
            wanted = CHECKS if caller.cookies else self._checks(label, response)
            case.validate_response(response, checks=wanted, **sent)
        except FailureGroup as group:
            for failure in group.exceptions:
                self._note(label, failure.title, failure, response)
        except Failure as failure:
            self._note(label, failure.title, failure, response)
        self._look_for_leaks(label, caller, response, is_public(case.operation))

    def _checks(self, label: str, response: Any) -> list[Any]:
        """Once per operation that let the caller in, it is tried without and with made-up auth."""
        if response.status_code >= 300 or label in self.entered:
            return CHECKS
        self.entered.add(label)
        return [*CHECKS, checks.ignored_auth]

    def _look_for_leaks(self, label: str, caller: Caller, response: Any, public: bool) -> None:
        text = response.content.decode(errors="replace")
        for secret in caller.secrets:
            if secret in text:
                self._note(label, f"leak of {secret}", None, response)
        if caller.name == NOBODY and response.status_code < 300 and not public:
            self._note(label, "answered without credentials", None, response)

    def _note(self, label: str, title: str, failure: Any, response: Any) -> None:
        sent = f"{response.request.method} {response.request.url}\n{response.request.body!r:.500}"
        told = f"{response.status_code} {response.content[:500]!r}"
        self.wrong.setdefault((label, title), f"{failure}\n{sent}\n{told}")

    def report(self) -> str:
        """How many calls, what they were answered, and every fault with one example."""
        head = (
            f"{self.calls.total()} calls {dict(self.calls)}; {dict(sorted(self.statuses.items()))}"
        )
        faults = [f"--- {label}: {title}\n{told}" for (label, title), told in self.wrong.items()]
        return "\n".join([head, *faults])
