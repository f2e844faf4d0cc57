"""Somebody holds the proof of an event, and guesses the words whose digest stands in it.

Addresses and reasons are few enough to be tried out, also after they were purged.
"""

import hashlib
from collections import Counter

from kernel import acting
from ledger import events
from ledger.models import Event, EventDetail
from ledger.verification import chains

DETAIL = {"ip": "127.0.0.1"}


def test_no_digest_can_be_guessed_and_each_is_still_checked(db, amina):
    with acting.acting_as(amina):
        for _ in range(5):
            events.record("case.note", by=amina, detail=DETAIL, step=True)
    digests = set(Event.objects.filter(verb="case.note").values_list("detail_digest", flat=True))
    assert len(digests) == 5, "the same words have another digest each time"

    guesses = [f"127.0.0.{n}" for n in range(256)]
    tried = {hashlib.sha256(events.canonical({"ip": ip}).encode()).hexdigest() for ip in guesses}
    tried |= {events.digest({"ip": ip}, "") for ip in guesses}
    assert not tried & digests
    assert chains.verify()[1] == []
    salts = Counter(EventDetail.objects.values_list("salt", flat=True))
    assert {len(salt) for salt in salts} == {32} and max(salts.values()) == 1


def test_the_salt_goes_with_the_words(db, amina):
    """It stands in the same row: whoever deletes one deletes both."""
    with acting.acting_as(amina):
        events.record("case.note", by=amina, detail=DETAIL, step=True)
    (row,) = EventDetail.objects.filter(event__verb="case.note")
    text = Event.objects.filter(verb="case.note").values().get()
    assert row.salt not in str(text)
