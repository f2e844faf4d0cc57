"""What the API's schema says about consents to use another office's data."""

ASK = {
    "request": "The `id` of the request in which the data reached you. Name either this, `note`, "
    "`document` or `person`.",
    "contribution": "The `id` of what was said about the request, where that is meant; left out: "
    "the request's own words.",
    "note": "The `id` of a note of a case that you see.",
    "document": "The `id` of a document of a case that you see.",
    "person": "The `id` of a person whom another office put into a case that you see.",
    "case": "The `id` of that case; demanded with `person`, and not read with anything else.",
    "use": "What you want to do with the data: SHARE is demanded by H2, EVIDENCE by H1.",
    "reason": "Why you ask, in words that the owner reads.",
    "offices": "The codes of the offices to which you want to pass the data on; demanded with "
    "SHARE.",
}

DECIDE = {
    "conditions": "On which conditions it is permitted, or why it is not, in words for the office "
    "that asks; may be empty.",
}

CONSENT = {
    "id": "The number of the question, a UUID given by the system, which never changes.",
    "request": "The `id` of the request in which the data reached the asking office; null where "
    "they came with a case.",
    "contribution": "The `id` of what was said about the request; null where its own words or a "
    "case are meant.",
    "case": "The `id` of the case that the note, document or person belongs to; null where it is "
    "about a request.",
    "note": "The `id` of the note of the case; null where it is about something else.",
    "document": "The `id` of the document of the case; null where it is about something else.",
    "person": "The `id` of the person of the case; null where it is about something else.",
    "office": "The code of the office that asks.",
    "owner": "The code of the office whose data they are, and which decides.",
    "use": "What the asking office wants to do with the data.",
    "offices": "The codes of the offices to which the data are to be passed on; for use in court "
    "usually empty.",
    "reason": "Why the office asks, in its own words.",
    "status": "ASKED, GRANTED, REFUSED or WITHDRAWN; for the asking office ASKED until the "
    "decision has arrived.",
    "conditions": "The owner's conditions, or why it refused; empty until the decision has "
    "arrived, and where nothing was said.",
    "asked_at": "When it was asked, in UTC; set by the system.",
    "version": "Counts the changes from 1.",
    "actions": "The names of the steps that you may take now: `grant`, `refuse` and `withdraw`, "
    "each a POST.",
}

CONSENT_PARAMETERS = {
    "request": "Only questions about this request, by its `id`.",
    "case": "Only questions about this case, by its `id`.",
    "use": "Only questions about this use.",
}

CONSENT_OPERATIONS = {
    "list": "Consents that your office asks of owners, and that others ask of your office, the "
    "newest first.",
    "retrieve": "One question about the use of data, with its decision once that has arrived.",
}
