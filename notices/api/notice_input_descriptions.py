"""What the API's schema says about what is sent about notices."""

CHARGE = {
    "title": "What the person is charged with, in English; it is demanded.",
    "title_second": "The same in the notice's second language.",
    "offence": "The code of an offence that is in the agency's catalogue today; some are excluded "
    "for red notices (RPD art. 83). Null: none fits.",
    "law": "The name of the law that makes it an offence.",
    "article": "The article of that law.",
    "law_text": "The wording of the law.",
    "max_penalty": "Whether the maximum penalty is counted in months, or is for life or death; "
    "MONTHS unless you say otherwise.",
    "max_penalty_months": "The maximum penalty in months; for a prosecution 24 are needed (RPD "
    "art. 83). Null: not stated.",
    "sentence_months": "The sentence that was passed, in months; 6 are needed, or 6 still to serve "
    "(RPD art. 83). Null: none was passed.",
    "remaining_months": "The months still to serve; null where none was passed.",
}

JUDICIAL = {
    "kind": "Whether the person is wanted for prosecution or to serve a sentence; PROSECUTION "
    "unless you say otherwise.",
    "jurisdiction": "The country of the warrant, ISO 3166-1 alpha-3; your own unless you say "
    "otherwise, and no other can be released.",
    "warrant_reference": "The number of the warrant or judgment, as its issuer writes it.",
    "warrant_issuer": "The court or authority that issued the warrant.",
    "warrant_issued_on": "The day on which the warrant was issued; null where it is not known.",
    "issuer_is_judicial": "Whether the issuer is a judge or court (RPD art. 84).",
    "appeal_possible": "Whether a court can be appealed to against a warrant that no court issued "
    "(RPD art. 84).",
    "in_absentia": "Whether the person was tried in absence; counts for a sentence only.",
    "limitation_date": "The day on which prosecution or sentence is barred by time; null where it "
    "is not known.",
    "extradition_will_be_sought": "Whether extradition will be sought when the person is arrested; "
    "it must be (RPD art. 84).",
    "coordinated_with_extradition_authority": "Whether the authority responsible for extradition "
    "has agreed; it must have (RPD art. 84).",
    "authority_is_competent": "Whether the authority that issued the warrant is competent for it; "
    "it must be (RPD art. 84).",
    "charges": "The charges; a list that is given replaces the old one. A red notice needs one at "
    "least.",
}

FACTS = {
    "facts": "What happened, in English: a summary with place and time (RPD art. 83).",
    "facts_second": "The same in the notice's second language.",
    "facts_place": "Where it happened.",
    "facts_from": "When it began, as far as it is known: 1979, 1979-07 or 1979-07-21.",
    "facts_to": "When it ended, as far as it is known: 1979, 1979-07 or 1979-07-21.",
    "international_interest": "Why other countries are concerned (RPD art. 83).",
}

ACTION = {
    "action": "What other offices are asked to do, in English.",
    "action_second": "The same in the notice's second language.",
    "caution": "What officers have to beware of, in English; may be empty.",
    "caution_second": "The same in the notice's second language.",
    "valid_until": "The last day (UTC) on which it is wanted, five years after publication at most "
    "(RPD art. 49); null: a year from publication.",
}

RESTRICTIONS = {
    "classification": "How closely the notice is held; it is the case's level until this part is "
    "written.",
    "handling": "Your conditions of use, any of H0 to H3; an empty list: none.",
    "not_for": "The codes of the offices that must not see it; an empty list: none. Your own "
    "office, the General Secretariat and the Commission cannot be left out.",
}

EXTRACT = {
    "choice": "Whether the public may see an extract; only red and yellow notices can have one.",
    "fields_shown": "What the extract shows; left out or empty: all of these. It is not read where "
    "there is to be none.",
}

PARTS = {
    "judicial": "The warrant, the assurances and the charges; what is left out of it stays as it "
    "is.",
    "facts": "What happened; what is left out of it stays as it is.",
    "action": "What is asked of other offices; what is left out of it stays as it is.",
    "restrictions": "The level, the conditions of use, and the offices left out; all three are "
    "demanded together.",
    "public_extract": "Whether the public may see an extract; has to be decided before the draft "
    "is submitted.",
}

DRAFT = {
    "colour": "What kind of notice it is; only kinds that have conditions today can be drafted, "
    "and it cannot be changed.",
    "case": "The reference of a case of your office; level and portfolios are taken from it.",
    "person": "The `id` of a person of the case whose record your office keeps.",
    "second_language": "The language of the texts beside English, also on paper; French unless you "
    "say otherwise.",
}

REASON = {
    "reason": "Why you do it, in words; kept in the notice's history, and with a cancellation told "
    "to its owner.",
}

DIGEST = {
    "sha256": "The `sha256` of the version that you read, in hex; another one is refused with 412.",
}

RELEASE_FOR_OFFICE = DIGEST

ITEM_ANSWER = {
    "condition": "The code of the item's condition; one that is not in the check-list is passed "
    "over.",
    "result": "Your answer: it passes, the office has to add something, or it fails.",
    "comment": "Why you answer so; demanded for a PASS where the rule found otherwise.",
}

ANSWERS = {
    "answers": "Your answers; items that are left out stay as they are.",
}

PUBLISH = {
    "valid_until": "The last day (UTC) on which it holds, five years from now at most (RPD art. "
    "49); null: the owner's wish, or a year.",
}

RETURN = {
    "explanation": "What the office has to add, in words that it reads.",
}

REFUSE = {
    "reasons": "The grounds of the refusal; on those of articles 2 and 3 a second "
    "reviewer has to confirm.",
    "explanation": "Why it is refused, in words that the office reads.",
}

SUSPEND = {
    "until": "The day until which nobody may act on it: later than today, within 183 days (RPD "
    "art. 81).",
}

WITHDRAW = {
    "code": "Why it ends; WITHDRAWN_BY_OWNER unless you say otherwise.",
    "reason": "The same in words; may be empty.",
}

CANCEL = {
    "code": "Why it ends (RPD art. 81).",
}

PAPER_INPUT = {
    "language": "The second language of the paper; the notice's own unless you say otherwise.",
}
