"""Pages on which every officer reads the rules: tables, the rows of one, and the past of a rule."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from central_offices.access.officer_request import OfficerRequest
from central_offices.dated_rules import plans, tables
from central_offices.dated_rules.lifecycle import may_propose
from central_offices.dated_rules.plans import Kept
from central_offices.dated_rules.tables import DatedTable, Values
from central_offices.dated_rules.wording import shown
from central_offices.models import RuleChange
from kernel.pages import keyset

VIEWS = ("now", "later", "ended")
NEWEST = keyset.Order("proposed_at")


def every_table(request: OfficerRequest) -> HttpResponse:
    """Page of all tables of rules, with the changes so far, the newest first."""
    rows = RuleChange.objects.visible_to(request.user).select_related("proposed_by", "decided_by")
    shown_now = keyset.asked(rows, request.GET, NEWEST)
    context = {
        "tables": tables.every(),
        "page": shown_now,
        "changes": [(row, titled(row)) for row in shown_now.rows],
        "pager": keyset.links(shown_now, request.GET),
        "page_level": 0,
    }
    return render(request, "central_offices/rule_tables.html", context)


def one_table(request: OfficerRequest, slug: str) -> HttpResponse:
    """The rules of one table: those in force, to come, or ended."""
    table = table_of(slug)
    view = request.GET.get("view", "now")
    day = plans.today()
    rows = [
        (table.key_of(row), Kept(row.pk, table.content_of(row), row.valid_from, row.valid_to))
        for row in _seen(request, table)
    ]
    kept = [(key, row) for key, row in rows if _in_view(row, view, day)]
    context = {
        "table": table,
        "view": view,
        "rows": [shown(table, key, row) for key, row in kept],
        "may_propose": may_propose(request.user),
        "waiting": [(row, titled(row)) for row in _waiting(request, table)],
        "page_level": 0,
    }
    return render(request, "central_offices/rule_table.html", context)


def rule(request: OfficerRequest, slug: str, pk: str) -> HttpResponse:
    """One rule: every row that it has had, and every change with its reason."""
    table = table_of(slug)
    key, row = rule_of(request, table, pk)
    rows = plans.rows_of(table, key)
    held = plans.holding(rows, plans.today())
    changes = RuleChange.objects.visible_to(request.user).filter(table=table.db_table, key=key)
    context = {
        "table": table,
        "name": table.named(key, (held or row).content),
        "pk": pk,
        "key_facts": [(table.key[name], table.in_words(name, key[name])) for name in key],
        "now": held.pk if held else None,
        "rows": [shown(table, key, one) for one in reversed(rows)],
        "changes": changes.select_related("proposed_by", "decided_by").order_by("-proposed_at")[
            :50
        ],
        "may_propose": may_propose(request.user),
        "kept": table.kept(key),
        "today": plans.today(),
        "page_level": 0,
    }
    return render(request, "central_offices/rule.html", context)


def table_of(slug: str) -> DatedTable:
    """The table at this address. Raises Http404."""
    if table := tables.by_slug(slug):
        return table
    raise Http404


def rule_of(request: OfficerRequest, table: DatedTable, pk: str) -> tuple[Values, Kept]:
    """The rule that a row is about, and that row. Raises Http404."""
    for row in _seen(request, table):
        if str(row.pk) == pk:
            content = table.content_of(row)
            return table.key_of(row), Kept(row.pk, content, row.valid_from, row.valid_to)
    raise Http404


def titled(change: RuleChange) -> str:
    """Table and rule of a change, in words."""
    table = tables.by_name(change.table)
    return f"{table.title}: {table.named(change.key, change.content or change.before)}"


def _seen(request: OfficerRequest, table: DatedTable) -> Any:
    allowed = table.model.objects.visible_to(request.user)
    return table.rows().filter(pk__in=allowed.values("pk"))


def _waiting(request: OfficerRequest, table: DatedTable) -> Any:
    rows = RuleChange.objects.visible_to(request.user).pending().filter(table=table.db_table)
    return rows.select_related("proposed_by").order_by("proposed_at")


def _in_view(row: Kept, view: str, day: date) -> bool:
    if view == "later":
        return row.valid_from > day
    if view == "ended":
        return row.valid_to is not None and row.valid_to <= day
    return row.holds_on(day)
