"""What the API's schema says about notices, their papers and their review."""

ROW = {
    "id": "The number of the notice, a UUID given by the system; it is the `thread` of every "
    "message about it.",
    "reference": "The reference that people use: year and number, such as 2026/30493. Given at the "
    "first publication; null until then, and of UN notices.",
    "un_reference": "The permanent reference number of the UN's list, such as QDi.432; null for "
    "all but UN special notices.",
    "colour": "What kind of notice it is; fixed when it is drafted.",
    "owner": "The code of the office that asks for it; of UN special notices `AGY`, the General "
    "Secretariat of the agency itself, which takes them over from the Security Council's list.",
    "about": "The main name of the person or body, for lists; empty where nobody is named.",
    "status": "How far the notice is; changed by steps and time only.",
    "classification": "How closely it is held: officers and systems with a lower clearance do not "
    "see it.",
    "handling": "The owner's conditions of use, any of H0 to H3; empty: none. They never decide "
    "who sees it, but what it may be used for.",
    "published_at": "When it was last published, in UTC; null until then.",
    "valid_until": "The last day (UTC) on which it holds, five years after publication at most "
    "(RPD art. 49); null for UN notices, and in drafts that leave it open.",
    "ended_at": "When it was refused, withdrawn, cancelled, ran out or was thrown away, in UTC; "
    "null until then.",
    "end_reason": "Why it ended, as a code of refusal (`RefusalReason`) or of cancellation "
    "(`CancelReason`); empty where it did not, or was thrown away.",
    "created_at": "When it was drafted or taken over from the UN's list, in UTC; set by the "
    "system.",
    "version": "Counts the changes of the notice from 1; the ETag, which a PATCH sends as "
    "If-Match, follows it.",
}

FOUND = {
    "score": "How alike the name is to what was searched with `q`, from 0 to 1; 1 for a number or "
    "reference; null without `q`.",
    "matched": "The name, number or reference under which the notice was found; null without `q`.",
}

NOTICE = {
    "in_force": "Whether it may be acted on now: published, not suspended, and not past "
    "`valid_until`.",
    "control_number": "The number that the paper shows: letter of the colour, number, month of "
    "publication, such as A-30493/11-2026. Empty until it is published.",
    "suspended_until": "The day until which nobody may act on it, six months ahead at most (RPD "
    "art. 81): the later one where two sides suspend it; null where it is not suspended.",
    "owner_suspends_until": "The day until which its own office suspends it; null where that "
    "office doesn't, and for offices other than its own and the General Secretariat.",
    "secretariat_suspends_until": "The day until which the General Secretariat suspends it; null "
    "where it doesn't, and for offices other than its own and the General Secretariat.",
    "copy_version": "The number of the frozen version that you read in `content`, from 1; null "
    "where it is a draft.",
    "sha256": "The SHA-256 of the owner's whole frozen version in canonical JSON, in hex: what a "
    "release or confirmation names. Null in a draft.",
    "content": "The notice itself: for its owner the draft as it stands or the whole frozen "
    "version, for other offices the frozen copy without the owner's case, the key of its record "
    "and whom it left out. What is missing or null is not known.",
    "actions": "The names of the steps that you may take now; each is a POST of the notice, or "
    "open in the browser only.",
}

PAPER = {
    "id": "The number of the paper, a UUID given by the system, which never changes.",
    "code": "The code printed on it, which `/verify/` answers for; null on a proof of a draft.",
    "copy_number": "The number of the copy, counted for the notice from 1; null on a proof of a "
    "draft.",
    "recipient": "The officer and office to whom it is made out.",
    "language": "The second language of the paper; the first is English.",
    "status": "Whether it is being made, ready, void because the notice ended or was suspended, or "
    "could not be made.",
    "asked_at": "When it was asked for, in UTC.",
    "made_at": "When the PDF was made, in UTC; null until then.",
    "void_at": "When it became void, in UTC; null while it holds.",
    "href": "The path at which the PDF is fetched, which is recorded; null unless the paper is "
    "READY.",
}

ITEM = {
    "condition": "The code of the condition of publication that the item is about.",
    "wording": "What the condition demands, in the caller's language.",
    "article": "Where the condition comes from, such as RPD art. 83.",
    "severity": "BLOCK: must be met. ASK: must be answered. INFO: for information.",
    "automatic": "What the rule found by itself: PASS, ASK or FAIL; empty for a condition that "
    "people judge.",
    "automatic_reason": "Why the rule found so, in the language of the reviewer who claimed it; "
    "may be empty.",
    "result": "What the reviewer answered: PASS, ASK or FAIL; empty until then.",
    "comment": "Why the reviewer answered so; demanded for a PASS where the rule found otherwise.",
    "stated": "What the office states on the condition, as in `content`, in the caller's language.",
}
STATEMENT = {
    "path": "Where the statement stands in the notice's `content`, with dots between its keys.",
    "words": "The name of what is stated, in the caller's language.",
    "lines": "The statement in words, one line for each value; none where nothing is stated.",
}

NOTICE_PARAMETERS = {
    "paper": "The `id` of a paper of the notice, a UUID.",
    "colour": "Only notices of these kinds; repeat it for several.",
    "status": "Only notices in these states; repeat it for several.",
    "portfolio": "Only notices under one of these portfolios; repeat it for several.",
    "office": "Only notices that this office asked for, by its code, city or country.",
    "reference": "Only the notice with exactly this reference, as 2026/30493 or 2026-30493.",
    "in_force": "True: only notices that may be acted on now. False narrows nothing.",
    "un_reference": "Only the notice with this reference number of the UN's list, in capitals or "
    "not.",
    "q": "A name in any script, the number of a document, or a reference; 200 characters are read. "
    "The likest come first, each with its `score`. A person's search by anything but a reference "
    "needs a purpose (X-Purpose).",
}

NOTICE_OPERATIONS = {
    "list": "Notices that your office may see: its own, and those in circulation. The newest "
    "first; with `q` the likest.",
}
