"""What the API's schema says about offices, their keys and their agreements."""

OFFICE = {
    "code": "The code of the office, by which every record names it, for good: ISO 3166-1 alpha-3 "
    "of the country for which it began, or the agency's own (AGY, CCF).",
    "kind": "Whether it is a national office, the General Secretariat, the Commission or a "
    "partner.",
    "names": "The names of the office by language (ISO 639-1); `en` is always there.",
    "dated_names": "Its names from a day to a day, with the country of that time, if it was ever "
    "renamed or followed, or will be; empty otherwise.",
    "country": "The country for which it acts, ISO 3166-1 alpha-3; null for the agency's own "
    "offices.",
    "city": "The city where the office is reached, usually the capital; it is no view on status.",
    "region": "The code of the sub-region by UN M49, such as 202; empty where there is none.",
    "languages": "The languages in which the office can be written to, as codes such as `pt`.",
    "time_zone": "The time zone of the office (IANA), such as Africa/Nairobi; every time of this "
    "API is in UTC all the same.",
    "joined_on": "The first day on which it takes part; null where it has not joined.",
    "live_on": "The first day on which it can be asked: two persons found it ready. Null, or a day "
    "to come: nobody is asked there yet, and a request to it is refused with a sentence.",
    "left_on": "The first day on which it no longer takes part; null while it does.",
    "contact_point": "How its duty desk is reached, in free words; may be empty.",
    "emergency_phone": "The telephone for what cannot wait, such as a FLASH request that did not "
    "arrive; empty where it is not known.",
    "hours": "When the office is staffed, in free words and local time; empty where it is not "
    "known.",
    "red_notice_effect": "What a red notice alone leads to by the law of its country.",
    "receives_by": "How messages reach it: BROWSER, MAILBOX (its system asks for them) or WEBHOOK "
    "(they are sent to it); null where it gets none.",
    "last_seen_at": "When its system was last heard of, by mailbox or webhook, in UTC; null where "
    "it never was.",
}

DATED_NAME = {
    "names": "The names by language (ISO 639-1); `en` is always there.",
    "country": "The country for which the office acted, ISO 3166-1 alpha-3; null where there is "
    "none.",
    "valid_from": "The first day of the names; null for those with which the office began.",
    "valid_to": "The first day on which they no longer hold; null for the last ones.",
}

OFFICE_PARAMETERS = {
    "code": "The code of the office, such as KEN.",
    "language": "Only offices that can be written to in this language, by its ISO 639 code (`pt`).",
    "takes_part": "True: only offices that have joined and not left. False: only the others.",
    "kind": "Only offices of this kind.",
    "region": "Only offices of this sub-region, by its UN M49 code.",
}

OFFICE_OPERATIONS = {
    "list": "The central offices, the Secretariat and the Commission, by code.",
    "retrieve": "One office: how it is reached, and what a red notice leads to there.",
}

TRIAL_INPUT = {
    "trial": "The `trial` of the message `office.test`: the one in the address, so that your "
    "signature stands under it.",
}

TRIAL = {
    "trial": "The test message that was answered.",
    "answered_at": "When it was answered, in UTC.",
    "answer": "The id of the message `office.test_answered`, by which your office told the General "
    "Secretariat.",
}

KEY = {
    "kty": "The type of the key (RFC 8037): always OKP.",
    "crv": "The curve of the key (RFC 8037): always Ed25519.",
    "x": "The public key itself, 32 bytes in base64url without padding (RFC 8037).",
    "kid": "The name of the key: its thumbprint (RFC 7638), as in the head of every signature.",
    "alg": "The algorithm (RFC 9864): always Ed25519.",
    "use": "What the key is for: always `sig`, signatures.",
    "office": "The code of the office whose key it is.",
    "held_by": "Whether this system signs with it for the office, or the office's own system does.",
    "not_before": "From when it signs, in UTC.",
    "not_after": "Until when it signs, in UTC; what it signed before goes on counting.",
    "revoked_at": "When it was revoked, in UTC; null where it was not.",
    "revoked_reason": "Why it was revoked; null where it was not.",
    "compromised_from": "Since when somebody else may have had it, in UTC: what it signed from "
    "then on does not count. Null where that is not so.",
}

KEY_SET = {
    "keys": "The keys, those that ended or were revoked among them: they are needed to check what "
    "was signed before.",
}

INSTRUMENT = {
    "id": "The number of the agreement, a UUID given by the system, which never changes.",
    "kind": "What kind of agreement it is.",
    "title": "What the agreement is called.",
    "citation": "Where it is published, such as a treaty series; may be empty.",
    "parties": "The codes of the countries that are parties to it, ISO 3166-1 alpha-3.",
    "scope": "The codes of the types of request that it covers; empty: every type.",
    "signed_on": "The day on which it was signed; null where it is not known or it was not.",
    "in_force_from": "The first day on which it is in force; null where it is not yet.",
    "suspended_from": "The first day on which it is suspended; null where it is not.",
    "in_force_to": "The first day on which it is no longer in force; null where it has no end.",
    "in_force": "Whether it is in force today (UTC).",
    "reply_days": "How many days an office has to reply between the parties; goes before the "
    "general time limit. Null: it names none.",
    "custody_days": "How many days of 24 hours a person may be held from a provisional arrest "
    "until the papers must have arrived. Null: it names none.",
    "channel": "By which way requests are sent, in free words; may be empty.",
    "languages": "In which languages requests are written, in free words; may be empty.",
    "contact": "Whom to turn to, in free words; may be empty.",
    "conditions": "What else the parties agreed on, in free words; may be empty.",
    "version": "Counts the changes from 1.",
}

INSTRUMENT_PARAMETERS = {
    "country": "Only agreements to which this country is a party, by its code or a name.",
    "type": "Only agreements that cover this type of request, by its code, such as INFO; those "
    "without scope cover all.",
    "kind": "Only agreements of this kind.",
}

INSTRUMENT_OPERATIONS = {
    "list": "Treaties, memoranda and hotlines between countries, ended and suspended ones too.",
    "retrieve": "One agreement between countries: what it covers, and from when to when.",
}

AUTHORITY = {
    "id": "The number of the authority, a UUID given by the system, which never changes.",
    "office": "The code of the office behind which it stands.",
    "kind": "What kind of authority it is.",
    "name": "The name of the authority, as its office writes it.",
    "scope": "The codes of the types of request that it handles; empty: every type.",
    "languages": "In which languages it can be written to, in free words; may be empty.",
    "note": "What to know about it, in free words; may be empty.",
    "valid_from": "The first day on which it is competent.",
    "valid_to": "The first day on which it is no longer competent; null where it has no end.",
    "version": "Counts the changes from 1.",
}

AUTHORITY_PARAMETERS = {
    "office": "Only authorities of this office, by its code, city or country.",
    "type": "Only authorities that handle this type of request, by its code, such as INFO; those "
    "without scope handle all.",
    "kind": "Only authorities of this kind.",
}

AUTHORITY_OPERATIONS = {
    "list": "The authorities behind the offices, former ones too.",
    "retrieve": "One authority behind an office: what it handles, and from when to when.",
}

DATED_RULE = {
    "valid_from": "The first day on which it holds.",
    "valid_to": "The first day on which it no longer holds; null where it has no end.",
}

DATED_RULE_PARAMETERS = {
    "on": "The day on which the rules shall hold, also one to come: what will be changed is known "
    "before. Today (UTC) unless you say otherwise.",
}
