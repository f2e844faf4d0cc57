"""Under the policies of rows alone an officer reads what `visible_to` says, and nothing vanishes.

A small world holds notices in each state; each officer of the cast reads every table of it, once
by a rule and once as an act of his own.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from central_offices.models import CentralOffice, Officer
from kernel import acting
from kernel.errors import NotPermitted
from notices.models import (
    Circulation,
    Notice,
    NoticeVersion,
    Paper,
    Refusal,
    Review,
    ReviewItem,
    UnListEdition,
)
from notices.papers import printing
from notices.workflow import circulating, drafting, reviewing, visibility
from policies import lifecycle, writing
from policies.models import Edition
from tests import world as cast
from tests.notices import drafts, un_files

pytestmark = pytest.mark.django_db
RULED = [
    Notice, NoticeVersion, Circulation, Paper, Review, ReviewItem, Refusal, UnListEdition, Edition,
]  # fmt: skip
# The policies know offices and not roles: whoever holds the roles that open the most in each.
FULL = {
    "wanjiku": RULED, "okello": RULED, "pierre": RULED, "joana": RULED, "bela": RULED,
    "sato": [kind for kind in RULED if kind is not Edition],
    "adler": [UnListEdition],  # who tries a step on what was discarded is told of its state
    "auditor": RULED,
}  # fmt: skip


@pytest.fixture
def notices(amina, wanjiku, sato, joana, carried):
    """Notices of Kenya in each state, one of them confidential, one not for Lisbon."""
    lisbon = CentralOffice.objects.get(code="PRT")
    drafts.red(amina)
    drafts.submitted(amina)
    drafts.requested(amina, wanjiku)
    returned = drafts.claimed(amina, wanjiku, sato)
    reviewing.return_to_owner(returned, by=sato, explanation="Say where.")
    refused = drafts.claimed(amina, wanjiku, sato)
    reviewing.refuse(refused, by=sato, reasons=["ADMINISTRATIVE_PRIVATE_DISPUTE"], explanation="-")
    drafting.discard(drafts.red(amina), by=amina)
    drafts.published(amina, wanjiku, sato, not_for=[lisbon])
    confidential = drafts.red(amina)
    drafting.restrictions(
        confidential, by=amina, classification=2, handling_codes=[], not_for=[lisbon]
    )
    drafting.public_extract(confidential, by=amina, choice="NONE")
    drafts.send_through(confidential, amina, wanjiku, sato)
    drafts.withdrawn(drafts.published(amina, wanjiku, sato), wanjiku)
    carried()
    printing.ask(drafts.published(amina, wanjiku, sato), by=joana)
    carried()


@pytest.fixture
def editions(adler, benes):
    """Editions of the key issues and of the UN list, discarded, begun and brought."""
    lifecycle.discard(writing.begin(2028, by=adler, languages=["en"]), by=adler)
    writing.begin(2029, by=adler, languages=["en"])
    un_files.brought()


def seen(kind, officer: Officer) -> set:
    return set(kind.objects.visible_to(officer).values_list("pk", flat=True))


def test_nothing_vanishes_and_nothing_is_seen_besides(notices, editions):
    for name, *_rest in cast.CAST:
        officer = cast.officer(name)
        for kind in RULED:
            ruled = seen(kind, officer)
            with acting.acting_as(officer):
                assert seen(kind, officer) == ruled, (name, kind)
                if kind in FULL.get(name, []):
                    rows = set(kind.objects.values_list("pk", flat=True))
                    assert rows == ruled, (name, kind)


def test_what_hangs_on_a_notice_is_seen_with_it(notices, amina, pierre, sato):
    left_out, about = Notice.not_for.through, Notice.portfolios.through
    found = {}
    for officer in (amina, pierre, sato):
        with acting.acting_as(officer):
            found[officer] = (left_out.objects.count(), about.objects.count())

    assert found[amina] == (2, 10)
    assert found[pierre] == (0, 2)  # of what is not for Lisbon: nothing
    assert found[sato] == (0, 7)  # whom the owner leaves out stands in the frozen copy


def test_whom_a_notice_reaches_does_not_depend_on_who_asks(notices, joana, pierre):
    notice = Notice.objects.get(not_for=pierre.office, classification=1)
    with acting.acting_as(joana):
        assert pierre.office not in visibility.reached(Notice.objects.get(pk=notice.pk))


def test_the_public_reads_extracts_and_published_editions_alone(notices, editions):
    with acting.acting_as(acting.PUBLIC):
        assert {kind for kind in RULED if kind.objects.exists()} == set()


def test_a_suspension_is_lifted_by_whom_the_step_lets(amina, wanjiku, sato, pierre):
    notice = drafts.published(amina, wanjiku, sato, not_for=[pierre.office])
    until = timezone.now().date() + timedelta(days=9)
    circulating.suspend(notice, by=sato, reason="An appeal.", until=until)

    with pytest.raises(NotPermitted):
        circulating.lift(notice, by=pierre)
