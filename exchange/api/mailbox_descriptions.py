"""What the API's schema says about messages, the mailbox, and many requests at once."""

SIGNATURE = {
    "jws": "The signature as a compact JWS (RFC 7515) with its payload, by Ed25519.",
    "kid": "The thumbprint of the key that signed (RFC 7638), as in the sender's key set.",
    "held_by": "Whose hand it was: this system signed for the office, or the office's own system "
    "did.",
}

ENVELOPE = {
    "id": "The number of the message, a UUID, the same on every path and however often it comes: "
    "keep it to see repeats.",
    "type": "What happened, such as `request.sent`; the types are listed under `webhooks`, with "
    "docs/api.md saying what is in `data`.",
    "lane": "Which of the two lanes it comes in; the urgent one goes first.",
    "seq": "The number of the message in its lane, counted for your office from 1. A missing one "
    "was recalled before its delivery, or is held back.",
    "thread": "What the message is about, as a UUID: the request, notice or case. Within a thread "
    "messages come in the order in which they were sent.",
    "sender": "The code of the office that says it; the General Secretariat's for what the system "
    "itself tells.",
    "recipients": "The code of your office alone: it is not told who else gets the message.",
    "sent_at": "When it was sent, in UTC.",
    "classification": "How closely the content is held. Above the clearance of your system "
    "`message.withheld` comes in its place.",
    "handling": "The sender's conditions of use, any of H0 to H3; empty: none.",
    "data": "The content, which depends on `type`; ids as text, times in UTC.",
    "signature": "Who vouches for the message; null where no key was there to sign with.",
}

MAILBOX = {
    "messages": "The next messages, the urgent lane first; empty where there are none.",
    "receipts": "By the id of a message the Secretariat's receipt, a JWS on what was stored for "
    "you and when; of a withheld message there is none.",
    "cursor": "Where to go on: send it as `after` with the same `lane`. It is no `seq`.",
    "more": "Whether more messages wait: ask again at once.",
    "checkpoint": "The newest checkpoint of the ledger as a compact JWS, also in the header "
    "`X-Checkpoint`: keep it (docs/checkpoints.md). Null while there is none.",
}

MAILBOX_QUERY = {
    "lane": "Only messages of this lane; demanded with `after`.",
    "after": "Only messages of the lane that arrived after this `cursor`; without it those that "
    "you have not confirmed.",
    "limit": "How many messages you get at most: 1 to 500, and 100 unless you say otherwise.",
}

ACKS_INPUT = {
    "ids": "The ids of messages that your system has stored, 500 at most; of a withheld message "
    "the id of its notice.",
    "lane": "The lane for which `up_to` is meant.",
    "up_to": "Confirms whatever arrived in `lane` up to this `cursor`, and that you were given; "
    "above what you were given it is refused with 422.",
}

ACKS = {
    "confirmed": "How many messages were confirmed by this call; those that were confirmed before "
    "do not count.",
}

TAKE_BACK_ACKS_INPUT = {
    "ids": "The ids of messages that were confirmed wrongly, 500 at most.",
    "lane": "The lane for which `after` is meant.",
    "after": "Takes back whatever is confirmed in `lane` and arrived after this `cursor`.",
}

TAKEN_BACK_ACKS = {
    "taken_back": "How many messages come again; those that were not confirmed do not count.",
}

BULK_ROW_INPUT = {
    "client_id": "Your own id of the row, 1 to 80 printable characters: it files one request, "
    "however often you send it.",
}

BULK_INPUT = {
    "rows": "The requests, 1 to 1,000, each with another `client_id`; each row stands or falls by "
    "itself.",
}

BULK = {
    "job": "The number of the work, a UUID: `/api/v1/jobs/{id}/` says how far it is.",
    "rows": "How many rows were taken.",
    "results": "The path at which the results of the rows are read.",
}

BULK_RESULT = {
    "number": "The place of the row in the bulk, from 1.",
    "client_id": "Your own id of the row.",
    "status": "What came of the row: it waits, was filed, was filed before under this id, or was "
    "refused.",
    "request": "The `id` of the request that was filed, now or before; null while there is none.",
    "reference": "The reference of that request; null while there is none.",
    "problem": "What a single POST would have been answered, as problem details (RFC 9457); null "
    "where the row was not refused.",
}

BULK_PARAMETERS = {
    "id": "The number of the bulk, a UUID, as `job` named it; you see only those that you sent "
    "yourself.",
    "status": "Only rows in this state.",
}
