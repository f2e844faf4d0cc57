"""What happened just now, beside the duty board; and the strips that follow its content."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.conversation import answering
from exchange.desk import board_news
from exchange.models import RequestRecipient
from exchange.requests import sending
from tests.exchange.conftest import deliver_all, recipient, sent

pytestmark = pytest.mark.django_db


def told(officer, now=None) -> list[tuple[str, str]]:
    rows = board_news.read(officer, now or timezone.now())
    return [(row.words, row.recipient.request.title) for row in rows]


def test_what_came_went_on_and_was_recalled_is_told_the_newest_first(amina, pierre):
    canoe = sent(amina, "PRT", title="A canoe")
    sent(amina, "PRT", title="A raft", urgency="FLASH", necessity="A life is at risk.")
    deliver_all()
    assert set(told(pierre)) == {("New request", "A canoe"), ("New flash request", "A raft")}

    answering.acknowledge(recipient(canoe, "PRT"), by=pierre)
    sending.recall(canoe, by=amina, reason="The wrong boat.")

    assert told(pierre)[:2] == [("Recalled", "A canoe"), ("Pierre acknowledged", "A canoe")]
    assert "Recalled" in str(told(pierre))


def test_a_clock_that_has_run_out_is_told_until_a_day_later(amina, pierre):
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    over = timezone.now() + timedelta(hours=1)
    RequestRecipient.objects.filter(request=request).update(next_due=over)

    assert told(pierre) == [("New request", "A canoe")]
    later = over + timedelta(minutes=5)
    assert told(pierre, later)[0] == ("Time has run out", "A canoe")
    assert told(pierre, over + timedelta(hours=25)) == []


def test_it_tells_nothing_of_others_nor_above_the_clearance(amina, pierre, joana):
    sent(amina, "PRT", title="A canoe", classification=2)
    deliver_all()
    assert told(pierre) and told(joana) == [] and told(amina) == []

    pierre.clearance = 1
    assert told(pierre) == []


def test_the_strips_follow_when_the_board_renews_itself(amina, pierre, signed_in):
    browser = signed_in(pierre)
    page = browser.get("/duty").content.decode()
    assert page.count('data-level="official"') == 2
    assert "Nothing in the last 24 hours." in page

    sent(amina, "PRT", title="A canoe", classification=2)
    deliver_all()
    part = " ".join(browser.get("/duty/news?known=old").content.decode().split())

    assert part.count('hx-swap-oob="true" class="marking') == 2
    assert part.count('data-level="confidential"') == 2


def test_an_empty_board_says_what_came_last(amina, pierre, signed_in):
    request = sent(amina, "PRT", title="A canoe")
    deliver_all()
    words = answering.ContributionDraft(
        text="A bakery.", source_evaluation="A", information_evaluation="2"
    )
    answering.answer(recipient(request, "PRT"), words, by=pierre)

    page = signed_in(pierre).get("/duty").content.decode()

    assert "All clear" in page and "Last request" in page and "Answered" in page
