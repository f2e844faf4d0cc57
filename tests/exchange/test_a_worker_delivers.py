"""A real Celery worker delivers, over a real broker, in a database where commits are real."""

import time

import pytest

from exchange.conversation import answering
from exchange.conversation.contributions import ContributionDraft
from exchange.models import Contribution, Request
from tests.exchange.conftest import cast, recipient, sent

PATIENCE = 20.0


def eventually(said) -> None:
    """Wait until `said()` is true; the worker is another process."""
    deadline = time.monotonic() + PATIENCE
    while not said():
        if time.monotonic() > deadline:
            pytest.fail("The worker did not deliver.")
        time.sleep(0.02)


def test_a_request_reaches_a_browser_and_a_mailbox_office_and_is_answered(celery_worker):
    amina, pierre, joana = cast("amina"), cast("pierre"), cast("joana")

    request = sent(amina, "PRT", "BRA")
    eventually(lambda: Request.objects.visible_to(pierre).exists())
    eventually(lambda: Request.objects.visible_to(joana).exists())

    answering.acknowledge(recipient(request, "PRT"), by=pierre)
    answering.answer(
        recipient(request, "PRT"), ContributionDraft("It is Lda Maré.", "A", "1"), by=pierre
    )
    eventually(lambda: Contribution.objects.visible_to(amina).exists())
    assert Contribution.objects.visible_to(amina).get().text == "It is Lda Maré."
    assert not Contribution.objects.visible_to(joana).exists()


def test_the_log_of_the_worker_tells_how_a_message_went(celery_worker):
    request = sent(cast("amina"), "PRT")

    def stored() -> list[str]:
        said = celery_worker.said().splitlines()
        return [line for line in said if '"message": "Message stored."' in line]

    eventually(lambda: any(str(request.pk) in line for line in stored()))
