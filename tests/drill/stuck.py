"""Whatever has a life and can go on, but nobody is there who may take it on."""

from django.apps import apps
from django.db.models import Q

from cases.models import Case
from central_offices import roles
from central_offices.models import CentralOffice, Officer
from exchange.models import Request
from kernel.models import Job
from ledger.models import Delivery
from tests.drill.office_life import Person
from tests.rules.test_every_lifecycle_has_a_matrix import lives

MODELS = {
    "case_steps": "cases.Case",
    "request_steps": "exchange.Request",
    "recipient_steps": "exchange.RequestRecipient",
    "new_transfer_steps": "exchange.RequestRecipient",
    "transfer_steps": "exchange.Transfer",
    "consent_steps": "exchange.Consent",
    "arrest_steps": "exchange.Arrest",
    "review_steps": "exchange.RequestReview",
    "handover_steps": "exchange.ShiftHandover",
    "installation_steps": "central_offices.Installation",
    "access_change_steps": "central_offices.AccessChange",
    "endpoint_change_steps": "central_offices.EndpointChange",
    "rule_change_steps": "central_offices.RuleChange",
    "deputy_office_steps": "central_offices.DeputyOffice",
    "notice_steps": "notices.Notice",
    "un_notice_steps": "notices.Notice",
    "refusal_steps": "notices.Refusal",
    "un_edition_steps": "notices.UnListEdition",
    "edition_steps": "policies.Edition",
}
# A second table of the same rows: that nobody may take these is no standstill.
BESIDES = {"new_transfer_steps", "un_notice_steps"}
# Who can only do this can get nothing done.
GIVING_UP = {"withdraw", "discard", "decline", "expire", "lapse", "send_back", "forbid"}
GIVING_UP |= {"recall", "take_back", "put_back", "disagree"}


def found() -> list[str]:
    """Each row in a state that steps lead from, where neither a person nor the system may take one.

    Whoever is too new yet counts: waiting ends by itself. Offices in which nobody works yet, of
    which a new installation has many, are left out.
    """
    known = {name.rsplit(".", 1)[1]: life for life, name in lives().items()}
    assert known.keys() == MODELS.keys(), "Name the model of each lifecycle in MODELS."
    people = list(Officer.objects.filter(Q(kind="HUMAN") | Q(pk=roles.system().pk), is_active=True))
    empty = CentralOffice.objects.exclude(pk__in={one.office_id for one in people})
    nobodys = set(empty.values_list("pk", flat=True))
    wrong = []
    for name in known.keys() - BESIDES:
        for row in apps.get_model(MODELS[name])._base_manager.all():
            if getattr(row, "office_id", None) in nobodys:
                continue
            ways = {at: way for at, way in known[name].steps.items() if row.status in way.sources}
            on = [way for at, way in ways.items() if at not in GIVING_UP]
            moving = [one for one in ways.values() if one.target is not None]
            if moving and not any(way.allowed(one, row) for way in on for one in people):
                wrong.append(f"{name}: {row.status} {row} {row.pk}")
    return wrong


def lost(people: list[Person]) -> list[str]:
    """Cases and requests that somebody filed, and that nobody of the office finds any more."""
    rows = [*Case.objects.all(), *Request.objects.all()]
    there = {row.reference: row for row in rows}
    filed = [(one.office, reference) for one in people for reference in one.filed]
    wrong = [reference for _, reference in filed if reference not in there]
    for office, reference in filed:
        row = there.get(reference)
        ours = Officer.objects.filter(office__code=office, is_active=True, kind="HUMAN")
        seen = row and [one for one in ours if type(row).objects.visible_to(one).filter(pk=row.pk)]
        wrong += [] if seen else [f"{office} no longer sees {reference}"]
    return wrong + [name for name in there if name not in {one for _, one in filed}]


def unfinished() -> list[str]:
    """Left by the workers: deliveries under way or given up, jobs that did not succeed."""
    wrong = [str(row) for row in Delivery.objects.filter(status__in=["QUEUED", "DEAD"])]
    return wrong + [f"{job.kind}: {job.error}" for job in Job.objects.exclude(status="DONE")]
