"""The review of a request: waiting ─propose▶ proposed ─refuse▶ refused; ─release▶ released.

A second reviewer who does not confirm the refusal leads it back (disagree); the office that asks
may take its request back meanwhile (withdraw). Time moves nothing: the head is told (tell_head).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from central_offices.models import Officer
from exchange import lifecycle
from exchange.models import RequestReview
from ledger.lifecycle import Lifecycle, Step

WAITING, PROPOSED, RELEASED, REFUSED, WITHDRAWN = RequestReview.Status


def reviews(officer: Officer, review: Any) -> bool:
    """The officer reviews for the General Secretariat, is cleared, and had no part in it."""
    return lifecycle.reviews(officer, review.request)


def confirms(officer: Officer, review: Any) -> bool:
    """The officer is a second reviewer, and not the one who proposed the refusal."""
    if officer.pk == review.first_reviewer_id or not reviews(officer, review):
        return False
    return officer.may("confirm_review", officer.office)


def takes_back(officer: Officer, review: Any) -> bool:
    """The officer may send for the requesting office, or is the system, which recalls it."""
    return lifecycle.asks(officer, review.request) or the_system(officer, review)


def the_system(officer: Officer, review: Any) -> bool:
    """The officer is the system itself."""
    return lifecycle.the_system(officer, review)


review_steps = Lifecycle(
    release=Step({WAITING}, RELEASED, reviews, _("release"), "review_notice", proof=True),
    propose=Step({WAITING}, PROPOSED, reviews, _("propose to refuse"), "review_notice"),
    disagree=Step({PROPOSED}, WAITING, confirms, _("refuse to confirm"), "confirm_review"),
    refuse=Step({PROPOSED}, REFUSED, confirms, _("refuse"), "confirm_review", proof=True),
    withdraw=Step(RequestReview.OPEN, WITHDRAWN, takes_back, _("withdraw")),
    tell_head=Step(RequestReview.OPEN, None, the_system, _("report")),
)
