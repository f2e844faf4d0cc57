"""What the API's schema says about requests under review, for the Secretariat's reviewers."""

from exchange.api.request_descriptions import REQUEST, ROW

HELD = ("case", "ask", "legal_basis", "purpose", "necessity", "portfolios", "tags", "facts")
HELD_LAST = ("persons", "reply_due", "evaluation", "handling_note", "conversation")
HELD_ROW = ("reference", "sender", "type", "urgency", "title", "classification", "handling")

REVIEW_ROW = {name: ROW[name] for name in HELD_ROW} | {
    "id": "The number of the review, a UUID given by the system, which never changes.",
    "request": "The `id` of the request that is reviewed.",
    "status": "Whether it waits for a reviewer or for the second one, or what came of it.",
    "left_before": "Whether it has left: flash, marked as under review; or `unannounced`.",
    "unannounced": "Whether the objection came after it had left: no office knows of the review.",
    "began_at": "Since when it is under review, in UTC.",
    "due": "Until when it is to be reviewed, in UTC; then the head of the Secretariat has it.",
    "version": "Counts the changes of the review from 1: a decision names the one that you read.",
    "actions": "The names of the steps that you may take now; each is a POST of the review.",
}

REVIEW_WHOLE = {name: REQUEST[name] for name in (*HELD, *HELD_LAST)} | {
    "offices": "The codes of all offices that are asked.",
    "files": "The names of the files that go with it.",
    "because": "Why it is reviewed; for reviewers alone.",
    "offices_asked": "How many offices are asked for the person within the days of the rule, by "
    "whomever, this request included.",
    "offices_without_review": "How many may be asked without a review, by the rule of today.",
    "refusals": "What was refused or ended before and fits one of its persons; reviewers alone are "
    "told.",
    "first_reviewer": "The name of the reviewer who proposed to refuse it; empty where nobody did.",
    "reasons": "The codes of the grounds on which it was proposed to refuse it; else empty.",
    "explanation": "The explanation of that for the office that asks; else empty.",
    "decided_by": "The name of whoever released it, or confirmed the refusal; else empty.",
    "decided_at": "When the review ended, in UTC; null while it is open.",
}

REFUSAL_ON_RECORD = {
    "same_document": "Whether a document fits; else a name and the year of birth do, which holds "
    "nothing by itself.",
    "source": "Whether a notice or a request was refused.",
    "refused_on": "The day on which it was refused or ended, in UTC.",
    "reference": "Its reference and office; empty where you are not cleared for it.",
    "grounds": "Its grounds, in words; empty where you are not cleared for it.",
}

VERSION = {
    "version": "The `version` of the review that you read; another one is refused with 412.",
}

PROPOSE = {
    "reasons": "The grounds of the refusal.",
    "explanation": "Why it is refused, in words that the office that asks reads.",
}

DISAGREE = {
    "explanation": "Why you do not confirm the refusal, in words that reviewers read.",
}

REVIEW_PARAMETERS = {
    "status": "Only reviews in this state.",
}

REVIEW_OPERATIONS = {
    "list": "Requests under review and reviewed ones, for the Secretariat's reviewers as far as "
    "they are cleared; whose time ends first comes first. For everybody else empty.",
}
