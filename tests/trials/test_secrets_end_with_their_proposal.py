"""A secret that came with a proposal ends with it, and the next proposal shows one of its own."""

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from central_offices.keys_and_clients import endpoints
from central_offices.models import CentralOffice, EndpointChange
from ledger.delivery import delivering, standard_webhooks
from ledger.models import Destination
from tests.ledger.messages import post

pytestmark = pytest.mark.django_db
FIRST, SECOND = "https://first.example/in", "https://second.example/in"


@pytest.fixture
def lisbon(db):
    return CentralOffice.objects.get(code="PRT")


def signing(office) -> list[str]:
    return standard_webhooks.secrets_of(Destination.objects.get(office=office).pk)


@pytest.mark.parametrize("end", ["decline", "withdraw", "lapse"])
def test_a_proposal_that_comes_to_nothing_takes_its_secret_along(end, adler, beatriz, lisbon):
    change, secret = endpoints.propose(lisbon, "WEBHOOK", FIRST, by=beatriz)
    assert signing(lisbon) == [secret]

    if end == "lapse":
        EndpointChange.objects.update(lapses_at=timezone.now() - timedelta(seconds=1))
        assert endpoints.lapse_due() == 1
    elif end == "decline":
        endpoints.decline(change, by=adler)
    else:
        endpoints.withdraw(change, by=beatriz)

    assert signing(lisbon) == []
    _, next_secret = endpoints.propose(lisbon, "WEBHOOK", SECOND, by=beatriz)
    assert next_secret and next_secret != secret
    assert signing(lisbon) == [next_secret]


def test_what_an_older_proposal_left_behind_ends_with_the_next_one(adler, beatriz, lisbon):
    old = standard_webhooks.new_secret(Destination.objects.get(office=lisbon))

    change, secret = endpoints.propose(lisbon, "WEBHOOK", FIRST, by=adler)

    assert (secret, signing(lisbon)) == ("", [])
    shown = endpoints.confirm(change, by=beatriz)
    assert shown != old
    assert signing(lisbon) == [shown]


def test_the_secret_in_force_outlives_a_declined_change_of_address(
    adler, amina, beatriz, lisbon, receiver
):
    change, secret = endpoints.propose(lisbon, "WEBHOOK", receiver.url, by=beatriz)
    endpoints.confirm(change, by=adler)
    for end in (endpoints.decline, endpoints.withdraw):
        other, shown = endpoints.propose(lisbon, "WEBHOOK", SECOND, by=beatriz)
        assert shown == ""
        end(other, by=adler if end is endpoints.decline else beatriz)

    post(amina, "PRT")
    delivering.deliver(lisbon.destination.pk)

    assert signing(lisbon) == [secret]
    Webhook(secret).verify(receiver.got[0].body, receiver.got[0].headers)


def test_an_office_that_receives_otherwise_again_keeps_no_secret(adler, beatriz, lisbon):
    change, secret = endpoints.propose(lisbon, "WEBHOOK", FIRST, by=beatriz)
    endpoints.confirm(change, by=adler)
    assert signing(lisbon) == [secret]

    back, _ = endpoints.propose(lisbon, "MAILBOX", by=beatriz)
    assert signing(lisbon) == [secret]
    endpoints.confirm(back, by=adler)

    assert signing(lisbon) == []
    _, again = endpoints.propose(lisbon, "WEBHOOK", FIRST, by=beatriz)
    assert again and again != secret
