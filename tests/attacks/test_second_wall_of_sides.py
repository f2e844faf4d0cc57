"""Requests, and what hangs on them, are kept by the policies of rows alone.

Each reader is led by every address below requests to one that he may not read; words of it, of the
sides of others, and of files, consents, transfers and bulks stand in no answer to him.
"""

import pytest

from exchange.models import Arrest, Attachment, BulkRow, Consent, RequestReview
from tests import world as cast
from tests.attacks import test_every_exit_is_silent as exits
from tests.attacks.test_second_wall import exits_text
from tests.attacks.test_second_wall_of_requests import NEAR
from tests.exchange import walls

pytestmark = pytest.mark.django_db
BOTH = {"amina", "pierre"}
AGENCY = {"sato", "adler"}  # policies know offices, and not who reviews in one
WORDS = {
    "Ferry of Kisumu": BOTH | {"joana"},
    "Kisumu map": BOTH | {"joana"},
    "Sines quay": BOTH,
    "Handed over at Belem": {"pierre"},
    "For the court of Faro": {"amina", "joana"},
    "Filed at Malindi": {"amina"},
    "Unsent.txt": {"amina"},
    "Signed at Lamu": BOTH,  # pierre's office is asked to approve it
    "Weighed at Praslin": {"arun"} | AGENCY,
    "Rowed to Ukerewe": BOTH | {"joana"},
    "Never sent": {"amina"},
    "Met at Tavira": BOTH,
}
# One reader in each relation that lets nobody read, and the request to which every exit leads.
UNSEEN = [
    ("okello", "common"),  # of the office that asks, not cleared
    ("bela", "plain"),  # of an office that it has not reached
    ("joana", "at_deputy"),  # of an office that it is meant for, before it is approved
    ("pierre", "reviewed"),  # of an office that it is meant for, before it is released
    ("arun", "common"),  # of an office that was never asked
    ("sato", "plain"),  # of the Secretariat
    ("adler", "held"),  # an administrator
    ("auditor", "plain"),  # of the Commission
    (None, "plain"),  # the public
]


@pytest.fixture
def requests(db):
    return walls.made()


def addresses(request) -> list[str]:
    world = {
        "case": "KEN-2026-000001", "case_pk": request.pk, "person": request.pk, "number": 1,
        "notice": "2026-1", "notice_pk": request.pk, "request": request.reference,
        "request_pk": request.pk, "paper": request.pk,
    }  # fmt: skip
    led = [address for address in exits.addresses(world) if NEAR.match(address)]
    files = Attachment.objects.values_list("pk", flat=True)
    rows = {
        "/api/v1/attachments/%s/": files,
        "/requests/attachments/%s": files,
        "/api/v1/consents/%s/": Consent.objects.values_list("pk", flat=True),
        "/api/v1/arrests/%s/": Arrest.objects.values_list("pk", flat=True),
        "/api/v1/bulk-results/%s/": BulkRow.objects.values_list("job", flat=True),
        "/requests/reviews/%s/": RequestReview.objects.values_list("pk", flat=True),
        "/api/v1/request-reviews/%s/": RequestReview.objects.values_list("pk", flat=True),
    }
    found = [way % key for way, keys in rows.items() for key in keys]
    return sorted({*led, *found, "/api/v1/consents/", "/api/v1/arrests/", "/search?q=Kisumu"})


def read(requests, signed_in, client, name, led_to) -> set[str]:
    """The words that the reader finds at any of the addresses."""
    browser = signed_in(cast.officer(name)) if name else client
    browser.raise_request_exception = False  # a page that finds too little shows nothing
    found = set()
    for address in addresses(getattr(requests, led_to)):
        answer = browser.get(address, headers={"X-Purpose": "INFORMATION"})
        assert answer.status_code != 429, address  # it would hide what leaks
        body = exits_text(answer)
        found |= {words for words in WORDS if words in body}
    return found


def hidden(name) -> set[str]:
    return {words for words, readers in WORDS.items() if name not in readers}


def leaks(requests, signed_in, client):
    return {
        (name, words)
        for name, led_to in UNSEEN
        for words in read(requests, signed_in, client, name, led_to) & hidden(name)
    }


def test_nothing_leaks_where_every_query_forgot_the_rule(
    requests, signed_in, client, first_wall_off
):
    assert leaks(requests, signed_in, client) == set()


def test_nothing_leaks_where_the_policies_are_off(requests, signed_in, client, second_wall_off):
    by_role = {("pierre", "Signed at Lamu"), *((name, "Weighed at Praslin") for name in AGENCY)}

    assert leaks(requests, signed_in, client) <= by_role


def test_the_words_are_found_where_both_walls_are_off(
    requests, signed_in, client, first_wall_off, second_wall_off
):
    """Else the first test could not fail."""
    found = read(requests, signed_in, client, "arun", "common")

    assert found >= {"Ferry of Kisumu", "Rowed to Ukerewe", "For the court of Faro"}
