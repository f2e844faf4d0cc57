"""What the API's schema says about the rules of requests."""

NAMES = "The name by language (ISO 639-1); `en` is always there."
BASIS = "Where it comes from in law, with the article; empty for a rule of the agency's own."
SOURCE = "Where the rule comes from in law, with the article; may be empty."

REQUEST_TYPE = {
    "code": "The code of the type, as `type` of a request names it.",
    "names": NAMES,
    "release": "The second person whom a request of this type needs before it leaves the office.",
    "coercive": "Whether it asks for a coercive measure: the head of office approves it then.",
    "custody": "Whether a person may be arrested for it and held until papers arrive: "
    "`report-arrest` takes requests of such types only.",
    "seeks": "The act that it asks for on the persons in it, which the General Secretariat may "
    "have to review first; null for none.",
    "refugee_guard": "Whether no answer may tell of asylum or protection: a refusal says nothing "
    "then that could.",
    "purpose": "The purpose that the form of the pages proposes; a call names its own.",
    "basis": BASIS,
    "required_facts": "What a request of this type says at least: it cannot be sent without.",
}

REQUEST_TYPE_OPERATIONS = {
    "list": "The types of request that can be asked for on a day, by code.",
}

TIME_LIMIT = {
    "urgency": "The urgency of the requests for which it holds.",
    "type": "The code of the type of request for which it holds; null: every type without a limit "
    "of its own.",
    "minutes_to_acknowledge": "The time to acknowledge, in minutes from the delivery.",
    "minutes_to_reply": "The time to reply, in minutes from the delivery; the `reply_days` of an "
    "agreement go before it.",
    "minutes_to_approve": "The time to approve what left before its approval, in minutes; null: "
    "nothing leaves before.",
    "source": SOURCE,
}

TIME_LIMIT_OPERATIONS = {
    "list": "The time limits that hold for what is delivered on a day, by urgency.",
}

GROUND = {
    "code": "The code of the ground, as `ground` of a refusal names it.",
    "names": NAMES,
    "basis": BASIS,
    "silent": "Whether a refusal on it says nothing else: no text goes with it.",
    "betrays": "Whether choosing it, or not choosing it, could tell of asylum or protection.",
}

GROUND_OPERATIONS = {
    "list": "The grounds on which a request may be refused on a day, by code.",
}

ESCALATION = {
    "urgency": "The urgency of the requests for which it holds.",
    "level": "Whom it tells: 1 the duty desk, 2 the head of office, 3 the General Secretariat; the "
    "`level` of `request.escalated`.",
    "after_minutes": "The minutes after the end of the clock.",
    "source": SOURCE,
}

ESCALATION_OPERATIONS = {
    "list": "The rules by which people are told of what is late on a day, by urgency.",
}

CUSTODY = {
    "effect": "What follows when the papers have not arrived by then.",
    "before_end": "Whether the days count back from the end of the time to hold the person, and "
    "not from the arrest.",
    "days": "The number of days of 24 hours.",
    "source": SOURCE,
}

CUSTODY_OPERATIONS = {
    "list": "The rules for persons who are arrested on a day; the `custody_days` of an agreement "
    "between the two countries go before the end that stands here.",
}
