"""The menu: what a role may open. An entry whose page does not exist yet is not shown."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from agency.pages import approvals
from central_offices.models import Officer, Role
from exchange.desk import board
from exchange.views import request_reviews
from notices.views import my_work

HEAD, DUTY, ADMIN, EDITOR = Role.HEAD, Role.DUTY_OFFICER, Role.ADMINISTRATOR, Role.POLICY_EDITOR
REVIEWERS = (Role.REVIEWER, Role.SECOND_REVIEWER)
OFFICE = (Role.OFFICER, Role.SUPERVISOR, HEAD, DUTY, Role.ANALYST)
APPROVERS = (HEAD, Role.SUPERVISOR)


class Entry(NamedTuple):
    label: object
    page: str
    icon: str
    roles: tuple[Any, ...] = ()
    key: str = ""


WORK, AGENCY, REFERENCE = _("Work"), _("Agency"), _("Reference")
ENTRIES: list[tuple[object, list[Entry]]] = [
    (
        WORK,
        [
            Entry(_("My work"), "my_work", "inbox", (), "q"),
            Entry(_("Duty board"), "exchange:duty", "board", OFFICE, "d"),
            Entry(
                _("Approvals"),
                "approvals",
                "shield",
                (*APPROVERS, ADMIN, Role.REVIEWER, Role.OVERSIGHT),
                "a",
            ),
            Entry(_("Cases"), "cases:list", "case", OFFICE, "c"),
            Entry(_("Persons"), "cases:persons", "user", OFFICE, "p"),
            Entry(_("Notices"), "notices:list", "notice", (), "n"),
            Entry(_("Requests"), "exchange:list", "send", (), "r"),
        ],
    ),
    (
        AGENCY,
        [
            Entry(_("Review queue"), "notices:review_queue", "check", REVIEWERS, "v"),
            Entry(_("Refusals on record"), "notices:refusals", "shield", (Role.OVERSIGHT,)),
            Entry(_("United Nations list"), "notices:un_list", "notice", (ADMIN, Role.REVIEWER)),
            Entry(_("Annual key issues"), "policies:editions", "doc", (EDITOR, ADMIN)),
            Entry(_("Office performance"), "exchange:performance", "chart", (*OFFICE, ADMIN), "s"),
            Entry(_("Officers"), "central_offices:officers", "user", (ADMIN, HEAD)),
            Entry(_("API clients"), "central_offices:clients", "link", (ADMIN, HEAD)),
            Entry(_("Offence catalogue"), "cases:offences", "gear", (ADMIN,)),
            Entry(_("Dead letters"), "exchange:dead_letters", "alert", (ADMIN, HEAD, DUTY)),
            Entry(_("Protection of persons"), "cases:commission", "shield", (Role.OVERSIGHT,)),
            Entry(_("Jobs"), "jobs", "clock"),
        ],
    ),
    (
        REFERENCE,
        [
            Entry(_("Portfolios"), "policies:portfolios", "chart"),
            Entry(_("Offices"), "central_offices:list", "building", (), "o"),
            Entry(_("Agreements"), "central_offices:instruments", "link"),
            Entry(_("Authorities"), "central_offices:authorities", "building"),
            Entry(_("Rules"), "central_offices:rule_tables", "gear"),
        ],
    ),
]
PUBLIC = [
    Entry(_("Notices"), "public_notices", "notice"),
    Entry(_("Key issues"), "public_key_issues", "doc"),
    Entry(_("Verify a notice"), "verify", "shield"),
    Entry(_("Ledger"), "public_ledger", "link"),
]
# Counts beside an entry, only where the number asks for action.
_counts: dict[str, Callable[..., Any]] = {
    "exchange:duty": board.count_new,
    "approvals": approvals.count,
    "notices:review_queue": lambda officer: (
        my_work.to_review(officer) + request_reviews.count(officer)
    ),
}


def for_officer(officer: Officer, path: str) -> list[tuple[object, list[dict[str, Any]]]]:
    held = officer.roles_held()
    groups = []
    for name, entries in ENTRIES:
        shown = [_shown(e, officer) for e in entries if not e.roles or held & set(e.roles)]
        if shown := [entry for entry in shown if entry]:
            groups.append((name, shown))
    _mark_here([entry for _name, shown in groups for entry in shown], path)
    return groups


def for_public(path: str) -> list[dict[str, Any]]:
    shown = [entry for e in PUBLIC if (entry := _shown(e, None))]
    _mark_here(shown, path)
    return shown


def _mark_here(shown: list[dict[str, Any]], path: str) -> None:
    """Only the entry whose address goes furthest: /offices/clients/ is not also /offices/."""
    above = [e for e in shown if path == e["url"] or e["url"] != "/" and path.startswith(e["url"])]
    if above:
        max(above, key=lambda entry: len(entry["url"]))["here"] = True


def _shown(entry: Entry, officer: Officer | None) -> dict[str, Any] | None:
    try:
        url = reverse(entry.page)
    except NoReverseMatch:
        return None
    count = _counts.get(entry.page)
    return {
        "label": entry.label,
        "url": url,
        "icon": entry.icon,
        "key": entry.key,
        "here": False,
        "count": count(officer) if count and officer else 0,
    }
