"""Webhooks in the OpenAPI schema: one entry for each type of message that an office is sent.

A test compares the list with what the code posts.
"""

from typing import Any

from drf_spectacular.utils import OpenApiWebhook

TYPES = {
    "request.sent": "A request to your office, with persons and attachments",
    "request.approved": "A flash request that had left before its approval was approved",
    "request.unapproved": "A flash request was not approved in time; it stays in force",
    "request.review_ended": "The General Secretariat has reviewed a request; the asking office "
    "is told the outcome, and whoever has a flash request that its mark is gone",
    "request.acknowledged": "An office has acknowledged your request",
    "request.in_progress": "An office has begun to work on your request",
    "request.answered": "An answer, whole (`final`) or in part",
    "request.refused": "A refusal, with its ground and a contact",
    "request.referred": "Another office is competent: which one; your request was sent to nobody",
    "request.deferred": "Put off until a time that is named",
    "request.authorisation_needed": "A judge has to authorise it: why, and until when",
    "request.clarification_asked": "A question; the reply clock stands still",
    "request.clarified": "The reply to your question; the clock runs on",
    "request.asked_again": "A further question about what was answered",
    "request.arrest_reported": "Somebody is held for your office: since when, until when",
    "request.custody_alarm": "The papers for a person who is held have not arrived",
    "request.papers_received": "The papers for a person who is held have arrived",
    "request.released": "A person who was held for your office is free",
    "request.escalated": "A clock has run out: which request, which level",
    "request.recalled": "Stop work; what you do not know gets a tombstone",
    "request.destruction_confirmed": "What was gathered for a recalled request is destroyed",
    "request.closed": "The requesting office expects nothing more",
    "consent.asked": "An office asks to pass on what you gave it, or to use it in court",
    "consent.decided": "The owner of data has given or refused its consent, or withdrawn it",
    "notice.requested": "To the General Secretariat: a notice was released to it",
    "notice.returned": "To its owner: a notice needs changes",
    "notice.refused": "To its owner: a notice was refused",
    "notice.published": "A notice was published",
    "notice.suspended": "Do not act on the notice until it is resumed",
    "notice.resumed": "Act on the notice again",
    "notice.recalled": "The notice is no longer in force: purge, and confirm",
    "notice.cancelled": "To its owner: a notice was cancelled",
    "notice.un_list_updated": "The Security Council's list has changed",
    "office.changed": "An office goes live, has another name or country, or leaves: from which day",
    "rule.changed": "A dated rule says something else, from a day to come: which one, and what",
    "office.test": "A test before your office goes live: answer it at the address that it names",
    "office.test_answered": "To the General Secretariat: an office answered a test message",
    "office.key.revoked": "An office's signing key is revoked",
    "ledger.checkpoint": "Once a day the newest checkpoint of the ledger: keep it",
    "message.withheld": "A message waits in the browser: your system is not cleared for it",
    "ping": "A test that somebody asked for: without lane, number and thread",
}
ANSWERS = {
    "2XX": "Stored: counts as delivered. A web page does not",
    "400": "Refused for good, like 409, 413 and 422: a dead letter, sent again by hand only",
    "410": "Nobody receives here any more: the webhook is switched off",
    "429": "Sent again later; Retry-After is honoured up to an hour",
    "default": "Sent again later, under the same webhook-id",
}
HEADERS = {
    "webhook-id": "The message's id: the same however often it is sent. Keep it to see repeats.",
    "webhook-timestamp": "Seconds since 1970: refuse what is more than five minutes off.",
    "X-Checkpoint": "The newest checkpoint of the ledger, a JWS, as in `checkpoint` of the body.",
    "webhook-signature": "A v1 signature (HMAC-SHA256); two while the secret is renewed.",
}


def _call(type: str, summary: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Envelope"} if type != "ping" else {"type": "object"}
    headers = [
        {
            "in": "header",
            "name": name,
            "required": name.startswith("webhook-"),
            "schema": {"type": "string"},
            "description": words,
        }
        for name, words in HEADERS.items()
    ]
    return {
        "summary": summary,
        "description": f"{summary}.",
        "tags": ["webhooks"],
        "parameters": headers,
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {code: {"description": words} for code, words in ANSWERS.items()},
    }


WEBHOOKS = [OpenApiWebhook(type, {"post": _call(type, words)}) for type, words in TYPES.items()]
