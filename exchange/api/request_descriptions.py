"""What the API's schema says about requests, their recipients, and what is said about them."""

ATTACHMENT = {
    "id": "The number of the file, a UUID given by the system: name it in `attachments` of what it "
    "belongs to.",
    "name": "The name that the file had when it was uploaded.",
    "media_type": "The type of the content (RFC 6838), such as `application/pdf`, as found out "
    "from the content.",
    "size": "The length of the content in bytes.",
    "sha256": "The SHA-256 of the content in hex, to check what you fetched.",
    "scanned": "Whether a virus scanner called it clean; false where no scanner looked at it.",
    "href": "The path at which the content is fetched; each reading is recorded.",
}

SIDE = {
    "office": "The code of the office that is asked.",
    "status": "How far the request is with this office; changed by steps, delivery and time only.",
    "delivered_at": "When the request was delivered to the office, in UTC; null while it is on its "
    "way.",
    "ack_due": "Until when the office has to acknowledge, in UTC, counted from `clock_from`; null "
    "until the clocks start.",
    "reply_due": "Until when the office has to reply, in UTC; pauses and a judge's authorisation "
    "move it. Null until the clocks start.",
    "next_due": "The end of the clock that runs now, in UTC: to acknowledge, to reply, of a "
    "deferral or to confirm destruction. Null while none runs.",
    "acknowledged_at": "When the office acknowledged, in UTC; any answer acknowledges too. Null "
    "until then.",
    "assigned_to": "The name of the officer who has it in hand, shown to that officer's own "
    "office; for every other office null.",
    "clock_from": "From when the clocks count, in UTC: from delivery, or from the first attempt "
    "where the office was out of reach. Null until then.",
    "authorisation_until": "Until when the office expects a judge's authorisation, in UTC (Dir. "
    "(EU) 2023/977 art. 5(3)); null where none is needed.",
    "paused_at": "Since when the reply clock stands still for a question, in UTC; null while it "
    "runs.",
    "pauses": "How often the office has asked back; twice at most.",
    "answered_at": "When the office answered for good, refused or referred, in UTC; null until "
    "then and after a further question.",
    "refusal_ground": "The code of the ground on which it was refused, such as DUAL_CRIMINALITY or "
    "NOT_COMPETENT; null where it is not refused, or was asked about again.",
    "refusal_contact": "Whom to contact about the last refusal, as the office wrote it; empty "
    "where it never refused.",
    "deferred_until": "Until when the office last put it off, in UTC; null where it never did.",
    "recalled_at": "When the request was recalled from this office, in UTC; null where it was not.",
    "closed_at": "When it was closed for this office, in UTC, by the asking office or 30 days "
    "after an answer; null while it is open.",
    "version": "Counts the changes for this office from 1.",
    "actions": "The names of the steps that you may take now with this office; most are a POST of "
    "the request, some are open in the browser only.",
}

ROW = {
    "id": "The number of the request, a UUID given by the system; it is the `thread` of every "
    "message about it.",
    "reference": "The reference that people use: R, office, year (UTC) and number, such as "
    "R-KEN-2026-001203. Given once, by the system.",
    "sender": "The code of the office that asks.",
    "type": "The code of the type of request, such as INFO or ARREST_PROVISIONAL; fixed once it is "
    "sent.",
    "urgency": "How fast it is to be answered; it decides the time limits and the lane (FLASH goes "
    "in the urgent one).",
    "title": "The subject in a few words.",
    "status": "How far the request is with the office that asks. A recipient reads CLOSED as soon "
    "as its own side is closed.",
    "classification": "How closely the request is held: officers and systems with a lower "
    "clearance do not see it. Once sent never below the level of its case.",
    "handling": "The asking office's conditions of use, any of H0 to H3; empty: none. They never "
    "decide who sees it, but what it may be used for.",
    "created_at": "When it was drafted, in UTC; set by the system.",
    "sent_at": "When it left, in UTC; null until then.",
    "version": "Counts the changes from 1: of the request for the office that asks, of its own "
    "side for a recipient. The ETag follows it.",
}

REQUEST = {
    "case": "The reference of the asking office's case that it belongs to; null where it belongs "
    "to none.",
    "ask": "What is asked, in the words of the office that asks; fixed once it is sent.",
    "legal_basis": "The law or agreement on which it is asked, in words; some types demand it.",
    "purpose": "Why the data are asked for (RPD art. 10(2)); they may be used for nothing else.",
    "necessity": "Why it is needed; demanded by some types, and of FLASH and URGENT requests (Dir. "
    "(EU) 2023/977 art. 4).",
    "portfolios": "The policy portfolios that the asking office put it under, in order; may be "
    "empty. They need not be those of its case.",
    "tags": "The codes of tags that the asking office gave it, in order: what it is about across "
    "portfolios (`/api/v1/tags/`). May be empty.",
    "facts": "What the type asks for besides, as text by code: OFFENCE, WARRANT, PLACE, PERIOD, "
    "DOCUMENT, ACCOUNT, AMOUNT, PROVIDER, IDENTIFIER, NOTICE or ARTICLES_2_3 (the statement on "
    "articles 2 and 3 of whoever asks to arrest or locate a person).",
    "persons": "The persons whom it is about, as they were when it was sent: `id`, `status`, "
    "`sex`, `identities`, `nationalities`, `documents` and `warnings`.",
    "reply_due": "Until when the asking office wants a reply, in UTC; null: as long as the time "
    "limit says.",
    "evaluation": "How far source and information can be relied on, both marks in one: A1 to X4; "
    "empty where it was not evaluated.",
    "handling_note": "The restrictions that H3 stands for, in words; empty without H3.",
    "approval_due": "Until when its approval is due, in UTC, where a FLASH request left before its "
    "second person saw it; else null.",
    "approved_at": "When the second person approved it, in UTC; null where nobody did or its type "
    "needs nobody.",
    "unapproved_at": "When everybody was told that nobody had approved a FLASH request in time, in "
    "UTC; it stays in force. Else null.",
    "approved_by_deputy": "The code of the deputy office that approved it, since nobody of the "
    "asking office was left who might; else null.",
    "review": "The review of a request to arrest or locate a person by the General Secretariat; "
    "null where there is none.",
    "recall_reason": "Why the asking office recalled it, in words; empty where it did not.",
    "content_digest": "The SHA-256 of what is asked of whom, in hex, to which an approval is "
    "bound; for the asking office once the draft is handed on, else empty.",
    "conversation": "Who reads what the offices say: the asking office alone, or every office that "
    "is asked. Fixed once it is sent.",
    "offices": "Of a common conversation the codes of all offices that are asked; of an individual "
    "one empty.",
    "recipients": "How far it is with each office: all of them for the office that asks, a "
    "recipient sees itself only.",
    "attachments": "The files of the request itself; those of answers are with the answers.",
    "actions": "The names of the steps that you may take on the request now; most are a POST of "
    "it, some are open in the browser only.",
}

REVIEW = {
    "under_review": "Whether it is still under review. No office has it meanwhile, but for flash, "
    "which leaves at once.",
    "coercive_measures": "Whether coercive measures may be taken on it; false while it is under "
    "review, and once it was refused.",
    "due": "Until when it is to be reviewed, in UTC.",
    "outcome": "What came of it; empty while it is under review.",
    "reasons": "The codes of the grounds of a refusal, for the office that asks; else empty.",
    "explanation": "The explanation of a refusal, for the office that asks; else empty.",
}

CONTRIBUTION = {
    "id": "The number of what was said, a UUID given by the system, which never changes.",
    "kind": "What it is: an answer, a question, a refusal and so on.",
    "office": "The code of the office that says it, which owns its conditions of use.",
    "with_office": "The code of the requested office that it is about.",
    "text": "What was said, in words; it is never changed.",
    "evaluation": "How far source and information can be relied on, both marks in one: A1 to X4; "
    "empty where nothing is evaluated, as in a question.",
    "classification": "How closely it is held; the level of the request unless its writer said "
    "otherwise.",
    "handling": "The writer's conditions of use, any of H0 to H3; empty: none.",
    "handling_note": "The restrictions that H3 stands for, in words; empty without H3.",
    "instead": "Of a referral, the code of the office that is competent; else null. Nothing was "
    "sent to it.",
    "private": "Whether it is between the two sides alone, though the conversation is a common "
    "one; an arrest always is.",
    "written_by": "The name of the officer, or of the office's system, that wrote it.",
    "written_at": "When it was written, in UTC; set by the system.",
    "arrived_at": "When it was delivered to the other side, in UTC; null while it is on its way.",
    "attachments": "The files that go with it.",
}

REQUEST_PARAMETERS = {
    "direction": "Whether your office is asked (`to_us`) or asks (`from_us`).",
    "reference": "Only the request with exactly this reference.",
    "type": "Only requests of this type, by its code, such as INFO.",
    "urgency": "Only requests of this urgency: FLASH, URGENT, NORMAL or ROUTINE.",
    "status": "Only requests in this state, as `status` shows it to you.",
    "recipient_status": "Only requests in this state with an office: any that you asked, or "
    "your own.",
    "case": "Only requests of your office that belong to the case with this reference.",
    "portfolio": "Only requests under one of these portfolios: their own, or those of a case that "
    "you see. Repeat it for several.",
    "tag": "Only requests with one of these tags, by their codes: their own, or those of a case "
    "that you see. Repeat it for several.",
    "q": "Words in reference, subject or ask, all of which must occur; accents and case do not "
    "count. A person's search needs a purpose (X-Purpose).",
}

REQUEST_OPERATIONS = {
    "list": "Requests that your office sent, and those delivered to it, the newest first.",
}
