"""Cases and persons for tests, filed the way officers file them."""

from cases import filing, persons
from cases.drafts import CaseDraft, IdentityDraft, PartDraft, PersonDraft
from policies.models import Portfolio


def case(by, title="Lantern Quay", people=(), **fields):
    """A case of `by`'s office; `people` are names, or PersonDrafts."""
    fields.setdefault("portfolios", [Portfolio.objects.get(pk="FRAUD")])
    fields.setdefault("classification", 1)
    parts = [PartDraft("SUSPECT", person(one)) for one in people]
    return filing.open_case(CaseDraft(title=title, parts=parts, **fields), by=by)


def person(name, **fields):
    """A draft of a person with one identity; a draft is passed through."""
    if isinstance(name, PersonDraft):
        return name
    identity = {
        key: fields.pop(key)
        for key in ("birth", "romanised", "birth_calendar", "birth_country")
        if key in fields
    }
    return PersonDraft([IdentityDraft(name, **identity)], **fields)


def add(case, name, by, status="SUSPECT", **fields):
    return persons.add(case, PartDraft(status, person(name, **fields)), by=by)
