"""Every office, through every exit, gets the requests that it may read: all of them, no other."""

import json
import random
from collections import Counter

import pytest

from central_offices import seed
from central_offices.models import CentralOffice
from exchange.models import Contribution, Request
from tests.exchange.oracle import Exits, oracle, populate, said_to
from tests.plumbing.by_the_owner import by_the_owner

NOWHERE = "0190a0a0-0000-7000-8000-000000000000"
FEW = 6
SETTLED = {"request_id", "instance"}


@pytest.mark.django_db
def test_five_offices_get_exactly_what_they_may_read(signed_in, over_api):
    codes = [office.code for office in CentralOffice.objects.joined()]
    assert len(codes) == 5

    compare(codes, 30, 100, signed_in, over_api)


@pytest.mark.drill
@pytest.mark.django_db
def test_twelve_offices_get_exactly_what_they_may_read(signed_in, over_api):
    with by_the_owner():
        seed.seed(only=["ARG", "CHE", "EGY", "FRA", "IND", "JPN", "NOR"], live=True)
    codes = [office.code for office in CentralOffice.objects.joined()]
    assert len(codes) == 12

    compare(codes, 60, 500, signed_in, over_api)


@pytest.mark.drill
@pytest.mark.django_db
def test_all_offices_get_exactly_what_they_may_read(signed_in, over_api):
    with by_the_owner():
        seed.seed(live=True)
    codes = [office.code for office in CentralOffice.objects.joined()]
    assert len(codes) >= 196

    compare(codes, 1500, 500, signed_in, over_api)


def compare(codes, requests, pairs, signed_in, over_api) -> None:
    readers = populate(codes, requests, seed=2026)
    known = {request.reference: request for request in Request.objects.all()}
    may = {code: oracle(officer) for code, officer in readers.items()}
    assert sum(map(len, may.values())) > requests, "there is something to see"
    common = Contribution.objects.filter(request__conversation="COMMON", private=False)
    assert common.filter(seen_by__len__gte=3).exists(), "there is something to read in common"
    exits = {
        code: Exits(officer, signed_in(officer), over_api(officer))
        for code, officer in readers.items()
    }

    wrong: Counter[str] = Counter()
    for code, officer in readers.items():
        rows = Request.objects.visible_to(officer).values_list("reference", flat=True)
        wrong["visible_to"] += len(set(rows) ^ may[code])
        _compare_exits(wrong, exits[code], may[code], known)
        _compare_words(wrong, exits[code], may[code], known)
    chance = random.Random(7)
    for number in range(pairs):
        code, reference = chance.choice(sorted(readers)), chance.choice(sorted(known))
        expected = 200 if reference in may[code] else 404
        wrong["pairs"] += exits[code].reads(known[reference], number) != expected
        if expected == 404 and number % 10 == 0:
            wrong["404"] += _told(exits[code], known[reference])

    assert +wrong == {}, wrong


def _compare_exits(wrong, exits: Exits, may: set[str], known) -> None:
    # A draft that was given up stays to be read, and leaves the lists of pages.
    listed = {reference for reference in may if known[reference].status != "DISCARDED"}
    for name, shown in exits.whole():
        wrong[name] += len(shown ^ (may if name.startswith("API") else listed))
    for name, shown in exits.parts():
        wrong[name] += len(shown - may)
    wrong["count"] += exits.counted() != len(listed)
    ours = exits.officer.office_id
    delivered = {reference for reference in may if known[reference].owner_office_id != ours}
    told = exits.mailbox()
    wrong["mailbox"] += len(delivered - told) + len(told - may)


def _compare_words(wrong, exits: Exits, may: set[str], known) -> None:
    """Compare texts: of a few requests through the pages, of all of them in the mailbox."""
    officer = exits.officer
    heard = said_to(officer)
    rows = Contribution.objects.visible_to(officer)
    wrong["words"] += len(set(rows.values_list("text", flat=True)) ^ heard)
    own = rows.filter(office=officer.office_id).values_list("text", flat=True)
    wrong["words in the mailbox"] += len(exits.mailbox_words() ^ (heard - set(own)))
    for reference in sorted(may)[:FEW]:
        about = Contribution.objects.filter(request=known[reference], text__in=heard)
        expected = set(about.values_list("text", flat=True))
        for name, shown in exits.words(known[reference]):
            wrong[f"words on the {name}"] += len(shown ^ expected)


def _told(exits: Exits, request: Request) -> bool:
    """Whether an answer about an unseen request differs from one about a missing request."""
    there = exits.caller.get(f"/api/v1/requests/{request.pk}/")
    nowhere = exits.caller.get(f"/api/v1/requests/{NOWHERE}/")
    bodies = [
        {name: value for name, value in json.loads(answer.content).items() if name not in SETTLED}
        for answer in (there, nowhere)
    ]
    return bodies[0] != bodies[1] or set(there.headers) != set(nowhere.headers)
