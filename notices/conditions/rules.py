"""The conditions of publication: judges a frozen notice by the rules of the day of submission.

A condition is a dated row (docs/laws.md L9) that names one of the predicates here and gives its
parameters. A predicate takes the payload (`payload.shape`) and what the agency knows besides, and
returns a `Finding`. What is not known, or not rightly written, is never a pass.
"""

import inspect
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol, TypeVar

from django.utils.translation import gettext as _

from notices.conditions import judicial, persons
from notices.conditions.findings import PASS, Finding, ask, complete, fail, part, passed, text
from notices.conditions.known import Known

BLOCK, AUTOMATIC = "BLOCK", "AUTOMATIC"
# Red notices on these portfolios, open to political use, have a second reviewer (docs/laws.md F8).
SECOND_REVIEWER_PORTFOLIOS = {"TERRORISM", "CONSPIRACY"}

Predicate = Callable[..., Finding]


class Rule(Protocol):
    """A condition: a row of the table, or of the first seed."""

    severity: Any
    kind: Any
    predicate: Any
    parameters: Any


R = TypeVar("R", bound=Rule)


class Judged(NamedTuple):
    """A condition and what its rule says; `rule` is the row that was given."""

    rule: Any
    finding: Finding

    @property
    def blocks(self) -> bool:
        """True if the notice can't be released or published as it stands."""
        return self.rule.severity == BLOCK and self.finding.outcome != PASS

    @property
    def refusals(self) -> tuple[str, ...]:
        """The reasons of refusal to propose: the finding's own, else those of the rule."""
        return self.finding.refusals or tuple(self.rule.parameters.get("refusals", ()))


def judge(rules: Iterable[Rule], notice: Any, known: Known) -> list[Judged]:
    """Each rule's finding on the payload, in the order given; conditions for people say ASK."""
    return [Judged(rule, finding(rule, notice, known)) for rule in rules]


def for_release(rules: Iterable[R]) -> list[R]:
    """The rules that the owner's office can meet: what is judged before the notice leaves it.

    The others need what only the agency knows, or a reviewer; an office must not learn from a
    blocked release that somebody is protected.
    """
    return [
        rule
        for rule in rules
        if rule.kind == AUTOMATIC and rule.severity == BLOCK and rule.predicate not in AGENCY_ONLY
    ]


def finding(rule: Rule, notice: Any, known: Known) -> Finding:
    """One rule's finding; ASK for a condition that people judge or that is wrongly written."""
    if rule.kind != AUTOMATIC:
        return ask("")
    predicate = PREDICATES.get(rule.predicate)
    if predicate is None or misfits(rule):
        return ask(_("This rule can’t be checked by itself: answer it."))
    return predicate(notice, known, **arguments(rule))


def arguments(rule: Rule) -> dict[str, Any]:
    """The parameters of the predicate; `refusals` are for the reviewer's form."""
    return {name: value for name, value in rule.parameters.items() if name != "refusals"}


def misfits(rule: Rule) -> bool:
    """True if the predicate doesn't take the rule's parameters."""
    try:
        inspect.signature(PREDICATES[rule.predicate]).bind(None, None, **arguments(rule))
    except TypeError:
        return True
    return False


def second_reviewer_because(notice: Any, known: Known) -> list[str]:
    """Why a second reviewer confirms (docs/laws.md F8): PORTFOLIO, OBJECTION, EARLIER_REFUSAL."""
    portfolios = part(notice, "portfolios")
    sensitive = not isinstance(portfolios, list) or SECOND_REVIEWER_PORTFOLIOS & {*portfolios}
    reasons = {
        "PORTFOLIO": sensitive,
        "OBJECTION": known.objection is not False,
        "EARLIER_REFUSAL": known.earlier_refusals != 0,
    }
    return [reason for reason, holds in reasons.items() if holds]


def purpose_is(notice: Any, known: Known, *, purposes: list[str]) -> Finding:
    """The purpose is one that the colour serves (RPD art. 82)."""
    if text(notice, "purpose") in purposes:
        return passed()
    return fail(_("A red notice serves the arrest of a wanted person and nothing else."))


def circulation_chosen(notice: Any, known: Known) -> Finding:
    """The office has said who sees it: public extract and offices left out (docs/laws.md F9)."""
    chosen = {
        "public_extract": text(notice, "public_extract") in {"NONE", "REQUESTED"},
        "not_for": isinstance(part(notice, "not_for"), list),
    }
    return complete(name for name, said in chosen.items() if not said)


PREDICATES: dict[str, Predicate] = {
    predicate.__name__: predicate
    for predicate in (
        purpose_is,
        circulation_chosen,
        judicial.penalty_threshold,
        judicial.offence_not_excluded,
        judicial.charges_stated,
        judicial.facts_stated,
        judicial.warrant_stated,
        judicial.warrant_copy_held,
        judicial.not_time_barred,
        judicial.tried_in_presence,
        judicial.no_death_penalty,
        judicial.interest_stated,
        judicial.assurances_given,
        persons.person_identified,
        persons.person_is_wanted,
        persons.adult_at_the_facts,
        persons.no_objection,
        persons.no_earlier_refusal,
        persons.no_other_notice,
    )
}
AGENCY_ONLY = {
    predicate.__name__
    for predicate in (persons.no_objection, persons.no_earlier_refusal, persons.no_other_notice)
}
