"""Every step of a lifecycle, by every actor, in every state: allowed where a table says, else not.

The tables are written down in the tests (`TABLE`), not taken from the code: a step with other
states, another target or another rule fails. One row in one world is asked everything.

In memory each combination is asked (`open_to`, `demand`). In the database each step is taken once,
and refused to a few and in one other state; with `whole` every actor tries every step in every
state. Each attempt is undone.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError, models, transaction

from central_offices import roles
from central_offices.keys_and_clients import clients
from central_offices.models import CentralOffice, Officer
from kernel import acting
from kernel.errors import NotPermitted, WrongState
from ledger.lifecycle import Lifecycle
from ledger.models import Event
from tests import systems, world
from tests.plumbing.by_the_owner import by_the_owner

# Beside the cast: officers without clearance, one who left, offices' own systems, the system.
MORE = [
    ("tiago", "PRT", 0, ["OFFICER"]),
    ("left", "KEN", 2, ["HEAD"]),
    ("novice", "AGY", 0, ["REVIEWER", "SECOND_REVIEWER"]),
]
FEW = 3  # of those who may not take a step try it in the thin matrix
SYSTEMS = {"client_ken": "KEN", "client_prt": "PRT", "client_bra": "BRA", "client_agy": "AGY"}


class Rule(NamedTuple):
    """From these states (`*`: every one), to this one (empty: unchanged), by these actors."""

    sources: str
    target: str
    who: str


Table = dict[str, Rule]


class Situation(NamedTuple):
    """A row in whose life a table holds.

    `dress` names the fields that a state demands. The rule of the steps `in_state` asks for the
    state itself: elsewhere nobody is permitted to take them.
    """

    name: str
    life: Lifecycle
    row: models.Model
    table: Table
    dress: dict[str, dict[str, Any]] = {}
    in_state: tuple[str, ...] = ()


def table(text: str, **groups: str) -> Table:
    """`step | from from | to | who who` a line; `groups` are names for several states or actors."""
    rules = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        step, sources, target, who = (part.strip() for part in line.split("|"))
        words = [" ".join(groups.get(w, w) for w in part.split()) for part in (sources, who)]
        rules[step] = Rule(words[0], target, words[1])
    return rules


def only(rules: Table, **who: str) -> Table:
    """The same steps where nobody may take any, but those that are named."""
    return {step: rule._replace(who=who.get(step, "")) for step, rule in rules.items()}


def changed(rules: Table, **who: str) -> Table:
    """The same steps; other actors for those that are named."""
    assert set(who) <= set(rules)
    return rules | {step: rules[step]._replace(who=names) for step, names in who.items()}


def actors() -> dict[str, Officer]:
    """The cast, outsiders, offices' own systems (`decider_bra` decides on permissions), systems."""
    offices = {row.code: row for row in CentralOffice.objects.all()}
    for name, code, clearance, held in MORE:
        _make(name, offices[code], clearance, held)
    with by_the_owner():
        Officer.objects.filter(email=world.email("left")).update(is_active=False)
    names = [name for name, *_ in [*world.CAST, *MORE]]
    found = {name: world.officer(name) for name in names}
    for name, code in SYSTEMS.items():
        found[name] = systems.register(offices[code], clearance=2).officer
    decider = systems.register(offices["BRA"], clearance=2)
    decider.scopes = [*decider.scopes, clients.DECIDES]
    decider.save()
    found["decider_bra"] = decider.officer
    return found | {"system": roles.system(), "system_ken": roles.system(offices["KEN"])}


# The thin matrix every day, the whole one in the drill.
SIZES = pytest.mark.parametrize(
    "whole", [False, pytest.param(True, marks=pytest.mark.drill)], ids=["thin", "whole"]
)


def check_all(
    situations: Callable[[dict[str, Officer]], Iterator[Situation]],
    lives: Collection[Lifecycle],
    *,
    whole: bool,
) -> None:
    """Each of the situations, and that they show these lives and no other."""
    people, seen = actors(), set()
    for here in situations(people):
        check(here, people, whole=whole)
        seen.add(here.life)
    assert seen == set(lives)


def check(here: Situation, people: dict[str, Officer], *, whole: bool = False) -> None:
    """Fails with every combination in which the code and the table differ."""
    assert set(here.table) == set(here.life.steps), here.name
    unknown = {name for rule in here.table.values() for name in rule.who.split()} - set(people)
    assert not unknown, unknown
    found = [*_asked(here, people), *_taken(here, people, whole)]
    assert not found, f"{here.name}:\n" + "\n".join(found)


def _states(here: Situation) -> list[str]:
    return [value for value, _label in here.row._meta.get_field("status").flatchoices]


def _sources(here: Situation, step: str) -> set[str]:
    text = here.table[step].sources
    found = set(_states(here)) if text == "*" else set(text.split())
    assert found <= set(_states(here)), (step, found)
    return found


def _expected(here: Situation, step: str, state: str, name: str) -> type | None:
    """The refusal that the table demands; None where the step is open."""
    if name not in here.table[step].who.split():
        return NotPermitted
    if state in _sources(here, step):
        return None
    return NotPermitted if step in here.in_state else WrongState


def _asked(here: Situation, people: dict[str, Officer]) -> Iterator[str]:
    """Faults in what buttons and the API's `actions` are made of, or in why others are refused."""
    row: Any = _fresh(here)
    for state in _states(here):
        row.status = state
        for field in here.dress.get("*", {}):
            setattr(row, field, _worn(here, state)[field])
        for name, officer in people.items():
            offered = set(here.life.open_to(officer, row))
            for step in here.table:
                expected = _expected(here, step, state, name)
                if (step in offered) != (expected is None):
                    said = "not " * (step not in offered)
                    yield f"{step} is {said}offered to {name} in {state}"
                if _refused(lambda s=step, o=officer: here.life.demand(s, row, by=o)) != expected:
                    wanted = expected.__name__ if expected else "allowed"
                    yield f"{step} by {name} in {state} is to be: {wanted}"


def _taken(here: Situation, people: dict[str, Officer], whole: bool) -> Iterator[str]:
    for number, step in enumerate(here.table):
        for state, names in _attempts(here, step, list(people), number, whole).items():
            with _undone():
                try:
                    _put(here, state)
                except DatabaseError as error:
                    yield f"no row can be {state}: {error}"
                    continue
                for name in names:
                    if _expected(here, step, state, name) is None:
                        yield from _goes(here, step, state, people[name], name)
                refused = {name: _expected(here, step, state, name) for name in names}
                yield from _stays(
                    here, step, state, {n: e for n, e in refused.items() if e}, people
                )


def _attempts(
    here: Situation, step: str, names: list[str], number: int, whole: bool
) -> dict[str, list[str]]:
    """Officers who try the step, by state: everybody in all, or a few in a state of each kind."""
    states = _states(here)
    if whole:
        return dict.fromkeys(states, names)
    may = here.table[step].who.split()
    others = [name for name in names if name not in may]
    turn = [others[(number + n * len(others) // FEW) % len(others)] for n in range(FEW)]
    own = may[number % len(may) :][:1] if may else []
    right = [state for state in states if state in _sources(here, step)]
    wrong = [state for state in states if state not in right]
    found = {right[number % len(right)]: own + turn}
    return found | ({wrong[number % len(wrong)]: own} if wrong and own else {})


def _goes(here: Situation, step: str, state: str, officer: Officer, name: str) -> Iterator[str]:
    """The step leads where the table says, and the ledger tells of it, once."""
    expected, what = here.table[step].target or state, f"{step} by {name} in {state}"
    verb = f"{here.row._meta.model_name}.{step}"
    rows = Event.objects.filter(verb=verb, actor=officer, before=state, after=expected)
    before, every = rows.count(), Event.objects.count()
    with _undone():
        try:
            with _made_up(), here.life.take(step, _fresh(here), by=officer) as row:
                for field, value in _worn(here, expected).items():
                    setattr(row, field, value)
        except Exception as error:  # whatever it is, it belongs to this combination
            yield f"{what} failed: {error!r}"
            return
        if _fresh(here).status != expected:
            yield f"{what} leads to {_fresh(here).status}"
        if (rows.count(), Event.objects.count()) != (before + 1, every + 1):
            yield f"{what} is not in the ledger"


def _stays(
    here: Situation, step: str, state: str, refused: dict[str, type], people: dict[str, Officer]
) -> Iterator[str]:
    """Faults where a refused officer did not leave the row and the ledger as they were."""
    if not refused:
        return
    before = _everything(here)
    for name, expected in refused.items():
        found = _refused(lambda o=people[name]: _take(here, step, o))
        if found != expected:
            said = found.__name__ if found else "taken"
            yield f"{step} by {name} in {state} was {said}, not {expected.__name__}"
    if _everything(here) != before:
        yield f"{step} in {state}: a refused attempt by one of {', '.join(refused)} left something"


def _take(here: Situation, step: str, officer: Officer) -> None:
    with _made_up(), here.life.take(step, _fresh(here), by=officer) as row:
        for field, value in _worn(here, here.table[step].target or row.status).items():
            setattr(row, field, value)


@contextmanager
def _made_up() -> Iterator[None]:
    """Act as the owner and by a rule: what the database asks of a row beside is not asked here,
    nor who sees it, where it is made up.
    """
    with acting.by_a_rule("a matrix"), by_the_owner():
        yield


def _refused(attempt: Callable[[], None]) -> type | None:
    try:
        attempt()
    except (NotPermitted, WrongState) as refusal:
        return type(refusal)
    return None


def _fresh(here: Situation) -> Any:
    return type(here.row)._base_manager.get(pk=here.row.pk)


def _everything(here: Situation) -> Any:
    return type(here.row)._base_manager.values().get(pk=here.row.pk), Event.objects.count()


def _worn(here: Situation, state: str) -> dict[str, Any]:
    return here.dress.get("*", {}) | here.dress.get(state, {})


def _put(here: Situation, state: str) -> None:
    rows = type(here.row)._base_manager.filter(pk=here.row.pk)
    with by_the_owner():
        rows.update(status=state, **_worn(here, state))


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _make(name: str, office: CentralOffice, clearance: int, held: list[str]) -> None:
    row = Officer(email=world.email(name), name=name.title(), office=office, clearance=clearance)
    row.password, row.valid_from = world.HASH, world.LONG_AGO
    with by_the_owner():
        row.save()
    for role in held:
        systems.give(row, role)
