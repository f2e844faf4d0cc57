"""What leaves the system says nothing of protection: messages, papers, ledger, lists, copies.

Exits are taken from the URLconf: a new address with a parameter has to be entered in EXITS, or in
NO_PERSON where no content of a case, a person, a notice or a request is below it.
"""

import json
import re
from functools import partial

import pytest
from django.apps import apps
from django.urls import URLResolver, get_resolver
from rest_framework.serializers import ModelSerializer

from cases import filing, sharing
from cases.drafts import CaseDraft, PartDraft
from cases.models import (
    TYPED_CODES,
    CommissionFinding,
    Nationality,
    ProtectedAct,
    ProtectedStatus,
    ProtectionQuestion,
)
from cases.safeguards import decisions, protected_status
from central_offices.models import CentralOffice, Jurisdiction
from exchange.requests import sending
from kernel import acting
from kernel.jobs import running
from ledger.models import Event, EventDetail, Message
from notices.papers import content
from policies.models import Portfolio
from tests.exchange.conftest import deliver_all, draft
from tests.notices import drafts

pytestmark = pytest.mark.django_db
SECRET = "Told by her sister, camp file 7714"
TELLING = [*TYPED_CODES, SECRET, "camp file"]
CLOSED = (ProtectedStatus, ProtectionQuestion, ProtectedAct, CommissionFinding)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()\[\]]|\[[^\]]*\]|\([^()]*\))*\)")
# What addresses begin with, and what stands for their parameters in this world.
EXITS = {
    "cases": {"reference": "case", "pk": "case_pk", "name": "close", "document": "case_pk",
              "rest": "x"},
    "persons": {"pk": "person", "photo": "person", "photo_pk": "person", "link": "number"},
    "notices": {"address": "notice", "pk": "notice_pk", "paper": "paper", "name": "identity",
                "outcome": "publish", "slug": "notice", "kind": "persons", "picture_id": "number"},
    "requests": {"reference": "request", "pk": "request_pk", "code": "PRT", "step": "offer",
                 "id": "request_pk", "name": "end", "rest": "x"},
    "request-reviews": {"pk": "request_pk"},
    "bulk-results": {"id": "request_pk"},
    "deputy-requests": {"pk": "request_pk"},
    "public": {"slug": "notice", "language": "en"},
    "verify": {"code": "PRT"},
}  # fmt: skip
# Nothing of a case, a person, a notice or a request is below these, or only by a key of its own.
NO_PERSON = {
    "access-changes", "accounts", "arrests", "attachments", "authorities", "clients",
    "commissioning", "consents", "custody", "dead-letters", "duty", "escalation",
    "grounds-of-refusal", "instruments", "invitation", "jobs", "key-issues", "mailbox",
    "offences", "officers", "offices",
    "permissions", "portfolios", "problems", "request-types", "rule-changes", "rules", "settings",
    "tags", "time-limits",
}  # fmt: skip
SLOW = ("api/v1/schema", "api/v1/docs", "metrics", "livez", "readyz")  # the same for everybody


def carry_out() -> None:
    """Do the workers' part: papers, and deliveries."""
    for job in running.due():
        running.run(job)
    deliver_all()


@pytest.fixture
def world(amina, wanjiku, sato):
    """A person of Nairobi in a shared case, in a request to Lisbon, in a notice to everybody."""
    notice = drafts.published(
        amina,
        wanjiku,
        sato,
        case=drafts.person(amina, name="KERN Ilse"),
        not_for=list(CentralOffice.objects.filter(code="QMA")),
    )
    case, subject = notice.case, notice.subject
    Nationality.objects.create(subject=subject, jurisdiction_id="QMB")
    for code in ("PRT", "AGY"):
        sharing.share(case, CentralOffice.objects.get(code=code), by=amina, role="CONTRIBUTOR")
    request = draft(amina, "PRT", case=case, subject_ids=[subject.pk])
    sending.send(request, by=amina)
    carry_out()
    return {
        "case": case.reference, "case_pk": case.pk, "person": subject.pk, "number": 1,
        "notice": notice.slug, "notice_pk": notice.pk, "request": str(request),
        "request_pk": request.pk, "row": notice, "subject": subject,
        "paper": notice.papers.first().pk,
    }  # fmt: skip


def patterns(found, prefix=""):
    for one in found:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route.replace("^", "").replace("$", "").replace("\\Z", "")


def addresses(world) -> list[str]:
    """Every address of the URLconf that may lead to the person; fails on one nobody entered."""
    ways = []
    for route in patterns(get_resolver().url_patterns):
        names = [first or second for first, second in PARAMETER.findall(route)]
        if "format" in names or route.startswith(("static", "accounts", *SLOW)):
            continue
        plain = route.removeprefix("api/v1/")
        root = plain.split("/")[0].split("(")[0]
        if not names or root in NO_PERSON:
            ways += [] if names else ["/" + route.replace("\\.", ".").replace("?", "")]
            continue
        assert root in EXITS, f"{route}: enter the exit in EXITS, or say why not in NO_PERSON"
        known, api = EXITS[root], route.startswith("api/v1/")
        assert set(names) <= set(known), f"{route}: say what stands for {set(names) - set(known)}"
        filled = PARAMETER.sub(partial(_value, world, known, api), route)
        ways.append("/" + filled.replace("\\.", ".").replace("?", ""))
    return sorted(set(ways))


def _value(world, known, api, found) -> str:
    name = found[1] or found[2]
    value = known[name]
    if api and name == "pk":
        value = {"case": "case_pk", "notice": "notice_pk"}.get(value, value)
    return str(world.get(value, value))


def test_every_exit_that_may_lead_to_a_person_is_entered(world):
    assert len(addresses(world)) > 150


def test_no_message_paper_or_entry_of_a_ledger_says_it(world, amina, auditor):
    with acting.acting_as(amina):
        protected_status.claim(world["subject"], by=amina, source=SECRET)
    with acting.acting_as(auditor):
        (status,) = decisions.statuses()
        decisions.decide(status, by=auditor, kind="CONFIRMED", source=SECRET)
    carry_out()

    sheet = content.sheet(
        world["row"], world["row"].current_version.payload, second_language="fr", control=None
    )
    told = [sheet, *Message.objects.values_list("data", flat=True)]
    told += [*Event.objects.values_list("data", flat=True)]
    told += [*EventDetail.objects.values_list("body", flat=True)]
    for text in map(str, told):
        assert not [word for word in (*TELLING, "CONFIRMED_STATUS") if word in text], text


def test_no_serializer_is_made_of_what_is_closed():
    def below(kind):
        return {kind, *(one for direct in kind.__subclasses__() for one in below(direct))}

    for serializer in below(ModelSerializer):
        model = getattr(getattr(serializer, "Meta", None), "model", None)
        assert model not in CLOSED, serializer


def test_no_model_leads_to_what_is_closed():
    for model in apps.get_models():
        for field in model._meta.get_fields(include_hidden=False):
            assert field.related_model not in CLOSED or model in CLOSED, (model, field)


def test_a_copy_frozen_before_with_a_code_goes_out_without_it(world, amina, pierre, over_api):
    from notices.payload import freeze

    payload = world["row"].current_version.payload
    payload["subject"]["nationalities"].append({"code": "XXB", "status": "CONFIRMED"})
    payload["subject"]["documents"] = [{"kind": "OTHER", "number": "R-1", "issuer": "XXC"}]
    told = json.dumps(freeze.for_others(payload))
    assert "XXB" not in told and "XXC" not in told and "R-1" in told


def test_no_list_offers_the_codes(pierre, signed_in):
    page = signed_in(pierre).get("/cases/new").content.decode()
    assert "QMA" in page and not [code for code in TYPED_CODES if code in page]


def test_no_filter_finds_whoever_is_protected(world, amina, pierre, over_api):
    with acting.acting_as(amina):
        protected_status.claim(world["subject"], by=amina, source=SECRET)
    for who in (amina, pierre):
        for code in TYPED_CODES:
            found = over_api(who).get(f"/api/v1/persons/?nationality={code}")
            assert found.status_code == 200 and found.json()["results"] == [], (who, code)


def test_a_case_filed_with_a_code_reads_like_one_without(amina, pierre, over_api):
    from cases.drafts import IdentityDraft, NationalityDraft, PersonDraft, ShareDraft

    said = []
    for codes in (["QMB"], ["QMB", "XXB"]):
        held = [NationalityDraft(Jurisdiction.objects.get(pk=code)) for code in codes]
        part = PartDraft("SUSPECT", PersonDraft([IdentityDraft("KERN Ilse")], held))
        share = ShareDraft(CentralOffice.objects.get(code="PRT"))
        portfolios = [Portfolio.objects.get(pk="FRAUD")]
        case = filing.open_case(
            CaseDraft("Ships", portfolios, parts=[part], shares=[share]), by=amina
        )
        subject = case.case_subjects.get().subject
        read = over_api(pierre).get(f"/api/v1/persons/{subject.pk}/").json()
        said.append({k: v for k, v in read.items() if k in {"nationalities", "documents", "sex"}})
    assert said[0] == said[1]
