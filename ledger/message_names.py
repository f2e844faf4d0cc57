"""Names of messages for people, by their type."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "request.sent": _("Request"),
    "request.approved": _("Flash request approved"),
    "request.unapproved": _("Flash request not approved in time"),
    "request.review_ended": _("Review of a request ended"),
    "request.acknowledged": _("Acknowledgement"),
    "request.in_progress": _("Work has begun"),
    "request.answered": _("Answer"),
    "request.refused": _("Refusal"),
    "request.referred": _("Referred to another office"),
    "request.deferred": _("Put off"),
    "request.authorisation_needed": _("Judicial authorisation needed"),
    "request.clarification_asked": _("Question"),
    "request.clarified": _("Reply to a question"),
    "request.asked_again": _("Further question"),
    "request.escalated": _("Time limit has run out"),
    "request.recalled": _("Recall"),
    "request.destruction_confirmed": _("Destruction confirmed"),
    "request.closed": _("Request closed"),
    "request.arrest_reported": _("Arrest reported"),
    "request.papers_received": _("Papers for the extradition received"),
    "request.custody_alarm": _("Time in custody runs out"),
    "request.released": _("Person released"),
    "consent.asked": _("Question for a consent"),
    "consent.decided": _("Decision about a consent"),
    "notice.requested": _("Notice for review"),
    "notice.returned": _("Notice returned"),
    "notice.refused": _("Notice refused"),
    "notice.published": _("Notice published"),
    "notice.suspended": _("Notice suspended"),
    "notice.resumed": _("Notice in force again"),
    "notice.recalled": _("Notice recalled"),
    "notice.cancelled": _("Notice cancelled"),
    "notice.un_list_updated": _("United Nations list changed"),
    "message.withheld": _("Notice that a message waits in the browser"),
    "office.key.revoked": _("Signing key revoked"),
    "office.changed": _("Change of an office"),
    "rule.changed": _("Change of a rule"),
    "office.test": _("Test message"),
    "office.test_answered": _("Answer to a test message"),
    "ledger.checkpoint": _("Checkpoint of the ledger"),
}


def name_of(type: str) -> str:
    """The words for a type of message; a type without words is shown as it is."""
    return str(WORDS.get(type, type))
