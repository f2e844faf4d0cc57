"""A claim is entered in the moment in which an officer works on what it takes back."""

from django.db import transaction

from cases.models import Nationality
from exchange.models import Request
from exchange.requests import sending
from kernel import acting
from ledger.models import Destination
from tests.attacks.conftest import claim
from tests.attacks.test_asked_before_the_claim import asked
from tests.exchange.conftest import cast
from tests.kernel.racing import Lane, somebody_waits
from tests.notices import drafts


def feared(by):
    """A case with somebody who fled ALPHA."""
    case, subject = drafts.person(by, name="KERN Ilse")
    Nationality.objects.create(subject=subject, jurisdiction_id="QMA")
    return case, subject


def test_a_recall_meets_a_claim_on_a_person_of_a_notice(committed):
    amina = cast("amina")
    case, subject = feared(amina)
    request = asked(amina, case, subject, "QMA", "PRT")
    drafts.published(amina, cast("wanjiku"), cast("sato"), case=(case, subject))

    with acting.acting_as(amina):
        Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
        entered = Lane(lambda: claim(subject, amina))
        somebody_waits()
        sending.recall(request, by=amina, reason="She is in danger.")
    entered.result()

    request.refresh_from_db()
    assert request.recall_reason == "She is in danger."


def test_two_requests_are_taken_back_in_the_order_of_destinations(committed):
    amina = cast("amina")
    case, subject = feared(amina)
    rows = Destination.objects.filter(office__code__in=["QMA", "PRT"]).order_by("id")
    first, last = rows.select_related("office")
    for row in (last, first):
        asked(amina, case, subject, *{row.office.code, "QMA"})

    with transaction.atomic():
        Destination.objects.select_for_update().get(pk=first.pk)
        entered = Lane(lambda: claim(subject, amina))
        somebody_waits()
        Destination.objects.select_for_update().get(pk=last.pk)
    entered.result()

    assert {row.status for row in Request.objects.filter(case=case)} == {"RECALLED"}
