"""What offices say in a request, and note for themselves, is kept by the policies of rows alone.

Every address below a request is led to one, by readers who may read it and by others. What is said
and noted in it carries words of its own, which stand in no answer to whoever is not named beside.
"""

import re

import pytest

from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from tests import world as cast
from tests.attacks import test_every_exit_is_silent as exits
from tests.attacks.test_second_wall import exits_text
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db
# Words, and who of READERS may read them: Kenya asks Lisbon and Brasília, and Lisbon answers.
SAID = {
    "Berthed at Sines": {"amina", "pierre"},
    "Noted in Nairobi": {"amina"},
    "Noted in Lisbon": {"pierre"},
}
READERS = ["amina", "pierre", "joana", "okello", "adler", "auditor", None]
NEAR = re.compile(r"/(api/v1/)?(requests|request-reviews|deputy-requests)/|/$|/duty")


@pytest.fixture
def request_(amina, pierre):
    request = sent(amina, "PRT", "BRA", classification=1)
    deliver_all()
    answer = ContributionDraft("Berthed at Sines", "A", "1")
    answering.answer(recipient(request, "PRT"), answer, by=pierre, partial=True)
    deliver_all()
    answering.note(request, "Noted in Nairobi", by=amina)
    answering.note(request, "Noted in Lisbon", by=pierre)
    return request


def addresses(request) -> list[str]:
    world = {
        "case": "KEN-2026-000001", "case_pk": request.pk, "person": request.pk, "number": 1,
        "notice": "2026-1", "notice_pk": request.pk, "request": request.reference,
        "request_pk": request.pk, "paper": request.pk,
    }  # fmt: skip
    return [address for address in exits.addresses(world) if NEAR.match(address)]


def read(request, signed_in, client, readers=READERS) -> set[tuple[str | None, str]]:
    """(reader, words) of all that one of them reads at any of the addresses."""
    found = set()
    for name in readers:
        browser = signed_in(cast.officer(name)) if name else client
        browser.raise_request_exception = False  # a page that finds too little shows nothing
        for address in addresses(request):
            answer = browser.get(address, headers={"X-Purpose": "INFORMATION"})
            assert answer.status_code != 429, address  # it would hide what leaks
            body = exits_text(answer)
            found |= {(name, words) for words in SAID if words in body}
    return found


ALLOWED = {(name, words) for words, readers in SAID.items() for name in readers}


def test_nothing_leaks_where_every_query_forgot_the_rule(
    request_, signed_in, client, first_wall_off
):
    assert read(request_, signed_in, client) <= ALLOWED


def test_who_may_read_it_does_where_the_policies_are_on(request_, signed_in, client):
    readers = sorted({name for name, _words in ALLOWED})
    assert read(request_, signed_in, client, readers) == ALLOWED


def test_the_words_are_found_where_both_walls_are_off(
    request_, signed_in, client, first_wall_off, second_wall_off
):
    """Else the first test could not fail."""
    found = read(request_, signed_in, client, ["joana"])

    assert {("joana", "Berthed at Sines"), ("joana", "Noted in Lisbon")} <= found
