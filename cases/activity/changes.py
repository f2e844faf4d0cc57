"""What an event changed: field by field before and after, as far as an officer may read it.

Old words of a case or a record are read by the office that keeps it; others learn which field.
"""

from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Case, CaseShare, CaseSubject, Subject
from central_offices.models import Officer
from ledger.models import Event
from policies import tags
from policies.models import Portfolio


class Change(NamedTuple):
    """A field with its value before and after; both empty where the officer reads its name only."""

    label: str
    before: str = ""
    after: str = ""


def of(event: Event, officer: Officer, case: Case, states: Any) -> list[Change]:
    """The changes of an event, the state first."""
    return [*_state(event, states), *_by_verb(event, officer, case)]


def _state(event: Event, states: Any) -> list[Change]:
    labels = dict(states.choices) if states else {}
    if event.before == event.after or event.after not in labels:
        return []
    before = str(labels.get(event.before, event.before))
    return [Change(_("State"), before, str(labels[event.after]))]


def _by_verb(event: Event, officer: Officer, case: Case) -> list[Change]:
    body = _body(event)
    keeps = officer.office_id == case.owner_office_id
    if event.verb == "case.edit":
        return [
            _field(Case, name, *pair, reads=keeps) for name, pair in body.items() if _pair(pair)
        ]
    if event.verb in {"case.share", "case.end_share"}:
        roles = _choices(CaseShare.Role)
        before, after = body.get("role") or ["", event.data.get("role", "")]
        return [Change(_("What it may do"), roles(before), roles(after))] if before or after else []
    if event.verb == "case.lower_level":
        return [_field(Case, "classification", body.get("from"), body.get("to"), reads=True)]
    if event.verb in {"case.add_person", "case.change_part"}:
        said = _choices(CaseSubject.Status)
        after = event.data.get("to") or event.data.get("status", "")
        return [Change(_("In this case"), said(event.data.get("from", "")), said(after))]
    if event.verb == "subject.edit":
        return _of_record(event, officer, body)
    return []


def _of_record(event: Event, officer: Officer, body: dict[str, Any]) -> list[Change]:
    """The fields of a person's record that differ; values for the office that keeps it."""
    before, after = body.get("before", {}), body.get("after", {})
    rows = Subject.objects.visible_to(officer).filter(owner_office=officer.office_id)
    reads = rows.filter(pk__in=[event.subject_id]).exists()
    return [
        _field(Subject, name, before.get(name), after.get(name), reads=reads)
        for name in after
        if before.get(name) != after.get(name)
    ]


def _field(model: type[models.Model], name: str, before: Any, after: Any, *, reads: bool) -> Change:
    field = model._meta.get_field(name)
    named = getattr(field, "verbose_name", "")
    if not named:  # what hangs on the row, such as its identities
        row: Any = field.related_model
        named = row._meta.verbose_name_plural
    label = str(capfirst(str(named)))
    if not reads:
        return Change(label)
    return Change(label, _words(field, before), _words(field, after))


def _words(field: Any, value: Any) -> str:
    """A stored value as it reads: labels of codes, names of officers, rows in one line each."""
    if field.name == "tags":
        return "; ".join(map(str, tags.named(value)))
    if isinstance(value, list):
        return "; ".join(_words(field, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one not in ("", None))
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if getattr(field, "related_model", None) is Officer:
        row = Officer.objects.filter(pk=value).first()
        return str(row or value)
    if getattr(field, "related_model", None) is Portfolio:
        field = Portfolio._meta.pk
    base = getattr(field, "base_field", field)
    labels = {str(key): str(label) for key, label in getattr(base, "flatchoices", None) or ()}
    return labels.get(str(value), str(value))


def _choices(choices: Any) -> Any:
    labels = dict(choices.choices)
    return lambda code: str(labels.get(code, code))


def _pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2


def _body(event: Event) -> dict[str, Any]:
    detail = getattr(event, "detail", None)
    return dict(detail.body or {}) if detail else {}
