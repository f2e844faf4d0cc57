"""Notices are kept by the policies of rows alone, where every query forgot the rule.

Every address of a notice is led to one, by readers in each relation to it. What its office and its
reviewers write in it carries words of its own, which stand in no answer to whoever is not named
beside.
"""

import re

import pytest

from notices.models import Notice
from notices.papers import printing
from notices.workflow import drafting, releasing, reviewing
from policies import writing
from tests import world as cast
from tests.attacks import test_every_exit_is_silent as exits
from tests.attacks.test_second_wall import exits_text
from tests.notices import drafts

pytestmark = pytest.mark.django_db
KENYA, REVIEWERS = {"amina", "wanjiku"}, {"sato", "lindqvist"}
# Words, and who may read them.
SAID = {
    "Beware of QUILLON": KENYA,  # of a draft
    "Beware of BRAMBLE": KENYA | REVIEWERS,  # of one under review
    "Say where THISTLE": KENYA | REVIEWERS,  # why it was returned
    "Beware of FENNELS": KENYA | REVIEWERS | {"joana"},  # not for Lisbon, and confidential
    "Key issues of SORRELS": {"adler"},  # of a draft of an edition
}
# Of the owner's office and not cleared; left out; an administrator; the Commission; the public.
UNSEEN = ["okello", "pierre", "adler", "auditor", None]
# Policies know offices, and not who reviews in one, or edits.
BY_ROLE = {
    ("adler", words) for words, readers in SAID.items() if "sato" in readers
} | {("sato", "Key issues of SORRELS")}  # fmt: skip
NEAR = re.compile(r"/(api/v1/)?notices/|/verify|/key-issues/|/public/")


def noted(amina, word: str, **changes) -> Notice:
    made = drafts.red(amina, **changes)
    drafting.action(made, by=amina, action="Locate.", caution=f"Beware of {word}")
    return made


@pytest.fixture
def notices(amina, wanjiku, sato, adler, joana):
    lisbon = cast.officer("pierre").office
    draft = noted(amina, "QUILLON")
    under_review = noted(amina, "BRAMBLE")
    drafting.submit(under_review, by=amina)
    releasing.release(under_review, by=wanjiku)
    reviewing.claim(under_review, by=sato)
    returned = drafts.claimed(amina, wanjiku, sato)
    reviewing.return_to_owner(returned, by=sato, explanation="Say where THISTLE")
    published = noted(amina, "FENNELS")
    drafting.restrictions(
        published, by=amina, classification=2, handling_codes=[], not_for=[lisbon]
    )
    drafting.public_extract(published, by=amina, choice="NONE")
    drafts.send_through(published, amina, wanjiku, sato)
    printing.ask(published, by=joana)
    edition = writing.begin(2028, by=adler, languages=["en"])
    writing.write_texts(
        edition, "en", by=adler, version=1, title="Key issues of SORRELS", foreword=""
    )
    exits.carry_out()
    return [draft, under_review, returned, published]


def addresses(notices) -> list[str]:
    found = {"/notices/?view=all", "/notices/review/", "/api/v1/notices/"}
    found |= {"/key-issues/2028-1/", "/key-issues/2028-1/preview/en", "/portfolios/FRAUD/"}
    for notice in notices:
        notice.refresh_from_db()
        paper = notice.papers.first()
        world = {
            "case": "KEN-2026-000001", "case_pk": notice.pk, "person": notice.pk, "number": 1,
            "notice": notice.address, "notice_pk": notice.pk, "request": "R-KEN-2026-000001",
            "request_pk": notice.pk, "paper": paper.pk if paper else notice.pk,
        }  # fmt: skip
        found |= {address for address in exits.addresses(world) if NEAR.match(address)}
    return sorted(found)


def read(notices, signed_in, client, readers) -> set[tuple[str | None, str]]:
    """(reader, words) of all that one of them reads at any of the addresses."""
    found = set()
    for name in readers:
        browser = signed_in(cast.officer(name)) if name else client
        browser.raise_request_exception = False  # a page that finds too little shows nothing
        for address in addresses(notices):
            reasoned = {"X-Purpose": "INFORMATION", "X-Reason": "An enquiry"}
            answer = browser.get(address, headers=reasoned)
            assert answer.status_code != 429, address  # it would hide what leaks
            body = exits_text(answer)
            found |= {(name, words) for words in SAID if words in body}
    return found


ALLOWED = {(name, words) for words, readers in SAID.items() for name in readers}


def test_nothing_leaks_where_every_query_forgot_the_rule(
    notices, signed_in, client, first_wall_off
):
    assert read(notices, signed_in, client, UNSEEN) - BY_ROLE <= ALLOWED


def test_nothing_leaks_where_the_policies_are_off(notices, signed_in, client, second_wall_off):
    assert read(notices, signed_in, client, UNSEEN) <= ALLOWED


def test_who_may_read_it_does_where_the_policies_are_on(notices, signed_in, client):
    assert read(notices, signed_in, client, ["amina", "sato"]) == {
        (name, words) for name, words in ALLOWED if name in {"amina", "sato"}
    }


def test_the_words_are_found_where_both_walls_are_off(
    notices, signed_in, client, first_wall_off, second_wall_off
):
    """Else the first test could not fail."""
    found = {words for _name, words in read(notices, signed_in, client, ["okello"])}

    assert found >= {"Beware of FENNELS", "Beware of BRAMBLE"}
