"""All that is measured, row by row, each with what is aimed at (docs/performance.md)."""

import json
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote, urlencode

from bench.over_http import callers
from bench.over_http.asking import Asked
from bench.over_http.callers import Headers
from bench.over_http.scopes import Scope
from bench.world import officers
from bench.world.names import alias

LIST_AIM, FILTER_AIM, OTHER_AIM = "p95 ≤ 50", "p95 ≤ 80", "p95 ≤ 60"
PUBLIC_AIM, NARROWED_AIM = "p95 ≤ 20, ≥ 500/s", "p95 ≤ 60, ≥ 60/s"
READERS = 16  # of the public register, each on a connection that it keeps
FILTERS = {
    "status": {"status": "ACTIVE"},
    "portfolio": {"portfolio": "FRAUD"},
    "level": {"level": "2"},
    "office": {"office": "CHN"},
    "opened in a month": {"opened_from": "2026-03-01", "opened_to": "2026-03-31"},
    "portfolio, state, level": {"portfolio": "FRAUD", "status": "OPEN", "level": "1"},
    "office, state, month": {
        "office": "CHN", "status": "ACTIVE", "opened_from": "2026-03-01",
        "opened_to": "2026-03-31",
    },
}  # fmt: skip


def rows(
    scopes: dict[str, Scope], offence: str, page_of: Callable[[Headers, str], str]
) -> Iterator[Asked]:
    """Every row, in the order of the table.

    `offence` is a code of the catalogue; `page_of` asks for a page and returns its text.
    """
    yield Asked("nothing (/livez)", [callers.anybody()], "/livez", seconds=0.3)
    for scope in scopes.values():
        yield from lists_of_cases(scope)
    for name in ("large", "wide"):
        yield from filtered(scopes[name], offence)
    for scope in scopes.values():
        yield from searches(scope)
    yield from one_case(scopes["large"])
    yield from filing(scopes)
    for name in ("large", "few"):
        board = page_of(scopes[name].officer, "/duty")
        yield from duty(scopes[name], board.split("known=")[1].split('"')[0])
    yield from others(scopes["large"])
    yield from public()


def lists_of_cases(scope: Scope) -> Iterator[Asked]:
    seen = f"{scope.name} ({scope.seen:.0%})"
    deep = quote(scope.deep)
    api, page = [scope.system], [scope.officer]
    api_aim = f"{LIST_AIM}, ≥ 45/s"
    yield Asked(f"API list of 100, {seen}", api, "/api/v1/cases/?limit=100", api_aim)
    at = f"/api/v1/cases/?limit=100&cursor={deep}"
    yield Asked(f"API list of 100 at 90 %, {seen}", api, at, api_aim)
    yield Asked(f"page of 50, {seen}", page, "/cases/?view=all", LIST_AIM)
    yield Asked(f"page of 50 at 90 %, {seen}", page, f"/cases/?view=all&page={deep}", LIST_AIM)
    yield Asked(f"page of 50, own office, {seen}", page, "/cases/", LIST_AIM)


def filtered(scope: Scope, offence: str) -> Iterator[Asked]:
    for name, chosen in (FILTERS | {"offence": {"offence": offence}}).items():
        address = f"/cases/?{urlencode({'view': 'all'} | chosen)}"
        yield Asked(
            f"filter {name}, {scope.name}", [scope.officer], address, FILTER_AIM, seconds=0.7
        )


def searches(scope: Scope) -> Iterator[Asked]:
    from cases.names import romanise

    chance = random.Random(scope.name)
    typed = {  # what is typed, and the milliseconds aimed at
        "a reference": (40, [case.reference for case in scope.own]),
        "a name": (60, scope.names),
        "a name, misspelt": (90, [alias(name, chance) for name in scope.names]),
        "a name in Latin letters of others": (
            90,
            [romanise(name) or name for name in scope.foreign],
        ),
        "the most common name": (120, [scope.common]),
        "nobody": (90, ["Qqxyzzy Wvvkjq"]),
        "words": (100, ["forged passport", "container freight", "laundering evidence"]),
    }
    for name, (aim, texts) in typed.items():
        asked = _in_turn([f"/cases/?q={quote(text)}" for text in texts])
        yield Asked(f"search {name}, {scope.name}", [scope.officer], asked, f"p95 ≤ {aim}")


def one_case(scope: Scope) -> Iterator[Asked]:
    objects = _in_turn([f"/api/v1/cases/{case.pk}/" for case in scope.own])
    yield Asked("one case, API", [scope.system], objects, "p95 ≤ 20")
    pages = _in_turn([f"/cases/{case.reference}/" for case in scope.own])
    yield Asked("one case, page", [scope.officer], pages)
    from cases.models import CaseSubject
    from kernel import acting

    links = CaseSubject.objects.filter(case__in=scope.own)
    with acting.by_a_rule("what is asked for"):
        persons = list(links.values_list("subject_id", flat=True)[: len(scope.own)])
    pages = _in_turn([f"/persons/{person}/" for person in persons])
    yield Asked("one person, page", [scope.officer], pages)
    yield Asked("page of persons", [scope.officer], "/persons/")


def filing(scopes: dict[str, Scope]) -> Iterator[Asked]:
    """Cases filed: the last rows about cases, since they add some."""
    large = [scopes["large"].system]
    fourth = officers.of_four_sizes()[1]
    four = [*(scope.system for scope in scopes.values()), callers.system(fourth)]
    person = {
        "status_of_person": "SUSPECT",
        "person": {"kind": "PERSON", "identities": [{"as_written": "Kwame Alberberg"}]},
    }
    address = "/api/v1/cases/"
    for who, words, aims in ((large, "one office", (45, 35)), (four, "four offices", (60, 60))):
        for persons, what, rate in (
            ([], "case", aims[0]),
            ([person], "case with a person", aims[1]),
        ):
            body, aim = _case(persons), f"≥ {rate}/s"
            yield Asked(f"file a {what}, {words}", who, address, aim, status=201, body=body)


def duty(scope: Scope, known: str) -> Iterator[Asked]:
    """The board and its news; `known` is the mark by which it knows that nothing is new."""
    page = [scope.officer]
    yield Asked(f"duty board, {scope.name}", page, "/duty", "p95 ≤ 150")
    yield Asked(f"news of the board, {scope.name}", page, "/duty/news?known=0", "p95 ≤ 120")
    nothing = f"/duty/news?known={known}"
    yield Asked(f"no news of the board, {scope.name}", page, nothing, "p95 ≤ 10", status=204)


def others(scope: Scope) -> Iterator[Asked]:
    page, api = [scope.officer], [scope.system]
    yield Asked("my work", page, "/")
    yield Asked("requests, page", page, "/requests/", OTHER_AIM)
    yield Asked("requests, API list of 100", api, "/api/v1/requests/?limit=100", OTHER_AIM)
    yield Asked("performance of a year", page, "/performance/?days=365", "p95 ≤ 200")
    yield Asked("notices, page", page, "/notices/", OTHER_AIM)
    yield Asked("notices, API list of 100", api, "/api/v1/notices/?limit=100", OTHER_AIM)


def public() -> Iterator[Asked]:
    """The register as everybody reads it: as it stands, and narrowed down."""
    who, one = [callers.anybody()], _in_turn(_public())
    yield Asked(
        "public notices", who, "/public/notices/", PUBLIC_AIM, clients=READERS, is_kept=True
    )
    yield Asked("one public notice", who, one, PUBLIC_AIM, clients=READERS, is_kept=True)
    yield Asked(
        "public notices for programs",
        who,
        "/notices/v1/red",
        PUBLIC_AIM,
        clients=READERS,
        is_kept=True,
    )
    for name, query in {"of a kind": "kind=red", "of a country": "country=IN",
                        "by name": "q=Kwame"}.items():  # fmt: skip
        yield Asked(f"public notices {name}", who, f"/public/notices/?{query}", NARROWED_AIM)


def _in_turn(addresses: list[str]) -> Callable[[int], str]:
    return lambda number: addresses[number % len(addresses)]


def _case(persons: Sequence[object]) -> Callable[[int], bytes]:
    def body(number: int) -> bytes:
        title = f"Measured {number} {uuid.uuid4().hex[:6]}"
        return json.dumps({"title": title, "portfolios": ["FRAUD"], "persons": persons}).encode()

    return body


def _public() -> list[str]:
    from notices.models import PublicExtract

    rows = PublicExtract.objects.visible_to().order_by("-published_at")[:40]
    return [f"/public/notices/{row.slug}/" for row in rows]
