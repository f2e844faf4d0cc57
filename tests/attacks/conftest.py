"""Somebody fled ALPHA, Nairobi protects them: what the attacks on that begin with."""

import re

import pytest

from cases.drafts import IdentityDraft, PersonDraft
from cases.models import IdDocument, Nationality
from cases.safeguards import decisions, protected_status
from central_offices.models import CentralOffice, Jurisdiction
from kernel import acting
from notices.workflow import reviewing
from tests.attacks import acts
from tests.notices import drafts

TELLING = ("XXB", "XXC", "refug", "asyl", "protect", "persecut")


def country(code: str) -> Jurisdiction:
    return Jurisdiction.objects.get(pk=code)


def office(code: str) -> CentralOffice:
    return CentralOffice.objects.get(code=code)


def claim(subject, by) -> None:
    with acting.acting_as(by):
        protected_status.claim(subject, by=by, source="Her own words")


def known(subject, by) -> int:
    """How many claims the officer's office has entered of its own person."""
    with acting.acting_as(by):
        return len(protected_status.entered(subject))


def decided(by, **words) -> None:
    """A member of the Commission decides about the person entered last."""
    with acting.acting_as(by):
        decisions.decide(decisions.statuses()[0], by=by, **words)


def confirmed(by) -> None:
    """Another member confirms what waits about the person entered last."""
    with acting.acting_as(by):
        decisions.confirm(decisions.statuses()[0], by=by)


CHANCE = re.compile(r"""(csrfmiddlewaretoken" value=|X-CSRFToken"?: ?)["'][^"']+""")


def says_nothing(text: str) -> None:
    """Fails where the text holds a telling word; the letters of a form's token are chance."""
    text = CHANCE.sub("", text).casefold()
    for word in TELLING:
        assert word.casefold() not in text, word


@pytest.fixture
def ilse(amina):
    """(case, person): from ALPHA, charged in Nairobi, protected there; passport A-4411908."""
    case, subject = drafts.person(amina, name="KERN Ilse")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    IdDocument.objects.create(subject=subject, kind="PASSPORT", number="A-4411908")
    claim(subject, amina)
    return case, subject


@pytest.fixture
def wanted_by_alpha(arun):
    """ALPHA's own record of the same person: another name, the same passport."""
    case, subject = drafts.person(arun, name="KERNE Elsa")
    IdDocument.objects.create(subject=subject, kind="PASSPORT", number="A 4411908")
    return case, subject


def typed(**fields) -> PersonDraft:
    return PersonDraft([IdentityDraft("KERN Ilse", birth="1981-04-12")], **fields)


@pytest.fixture
def refused(arun, anika, sato, lindqvist):
    """ALPHA's red notice on a journalist: refused as political by both reviewers."""
    notice = acts.asked_for(arun, anika)
    reviewing.claim(notice, by=sato)
    reviewing.refuse(notice, by=sato, reasons=["ART3_POLITICAL"], explanation="A journalist.")
    reviewing.confirm(notice, by=lindqvist, sha256=notice.current_version.sha256)
    notice.refresh_from_db()
    assert notice.status == "REFUSED"
    return notice
