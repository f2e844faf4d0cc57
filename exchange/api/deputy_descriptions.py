"""What the API's schema says about requests that a deputy office was asked to approve."""

from exchange.api.request_descriptions import REQUEST, ROW

ASKED_ROW = ("reference", "sender", "type", "urgency", "title", "classification", "handling")
ASKED = ("ask", "legal_basis", "purpose", "necessity", "portfolios", "tags", "facts")
ASKED_LAST = ("persons", "reply_due", "evaluation", "handling_note", "conversation")

DEPUTY_ROW = {name: ROW[name] for name in ASKED_ROW} | {
    "id": "The number of the request, a UUID given by the system, which never changes.",
    "approval_due": REQUEST["approval_due"],
}

DEPUTY_WHOLE = {name: REQUEST[name] for name in (*ASKED, *ASKED_LAST)} | {
    "offices": "The codes of all offices that are asked.",
    "files": "The names of the files that go with it.",
    "content_digest": REQUEST["content_digest"],
}

DEPUTY_OPERATIONS = {
    "list": "Requests of other offices that you may approve now, since your office is their deputy "
    "and was asked; the oldest first. For everybody else empty.",
}
