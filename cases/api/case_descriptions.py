"""What the API's schema says about cases, their notes and their documents."""

# Conditions of use, where somebody sends them.
HANDLING = {
    "handling_codes": "The owner's conditions of use, any of H0 to H3; empty: none. "
    "They never decide who sees a record, but what it may be used for.",
    "handling_note": "The restrictions that H3 stands for, in words; demanded with H3, empty "
    "otherwise.",
}

# The same with the 4×4 evaluation, of a note or document that is being added.
MARKS = {
    **HANDLING,
    "source_evaluation": "How far the source can be relied on (Europol Regulation art. 29); X, "
    "cannot be assessed, unless you say otherwise.",
    "information_evaluation": "How far the information can be relied on (Europol Regulation art. "
    "29); 4, not corroborated, unless you say otherwise.",
}

NOTE_INPUT = {
    "text": "The note, in plain words; it is sent to no office, but whoever sees the case reads "
    "it.",
}

DOCUMENT_INPUT = {
    "file": "The document itself, as a file of a multipart body. Its type is found out from its "
    "content.",
    "description": "What the document is, in a few words; empty where its name says enough.",
}

# What notes and documents of a case have in common.
ADDED = {
    "id": "The number of the note or document, a UUID given by the system, which never changes.",
    "office": "The code of the office that added it, which owns its conditions of use.",
    "evaluation": "How far source and information can be relied on, both marks in one: A1 to X4, "
    "X4 where nobody could tell.",
    "handling_codes": "The conditions of use that the office set which added it, any of H0 to H3; "
    "empty: none. They cannot be changed.",
    "handling_note": "The restrictions that H3 stands for, in words; empty without H3.",
}

CHANGE = {
    "field": "The field that changed, in the caller's language.",
    "before": "Its value before; empty where there was none, or where its office alone reads it.",
    "after": "Its value after; empty as before.",
}
HAPPENED = {
    "id": "The id of the event in the ledger.",
    "at": "When it happened, UTC.",
    "verb": "What was done, as the ledger names it, such as case.share.",
    "words": "The same in the caller's language.",
    "about_type": "The kind of the object, such as cases.subject.",
    "about": "The object by name, such as the office with which the case was shared; empty where "
    "the caller may not see it.",
    "changes": "What stood before and after, field by field.",
    "reason": "Why, where a reason was given.",
    "by": "Who did it; of another office's own work its office only.",
}
NOTE = {
    "text": "The note in plain words, as it was written; a note is never changed.",
    "written_by": "The name of the officer, or of the office's system, that wrote it.",
    "written_at": "When it was written, in UTC; set by the system.",
}

DOCUMENT = {
    "name": "The name that the file had when it was uploaded.",
    "description": "What the document is, in the words of who added it; empty where nothing was "
    "said.",
    "media_type": "The type of the content (RFC 6838), such as `application/pdf`, as found out "
    "from the content.",
    "size": "The length of the content in bytes.",
    "sha256": "The SHA-256 of the content in hex, to check what you fetched.",
    "added_by": "The name of the officer, or of the office's system, that added it.",
    "added_at": "When it was added, in UTC; set by the system.",
    "href": "The path at which the content is fetched; each reading is recorded.",
}

SHARE = {
    "office": "The code of the office that sees the case besides its owner.",
    "role": "What the office may do: read, or also add persons, notes and documents.",
}

CASE = {
    "id": "The number of the case, a UUID given by the system, which never changes.",
    "reference": "The reference that people use: office, year (UTC) and number, such as "
    "KEN-2026-000481. Given once, by the system.",
    "title": "What the case is called, in a few words.",
    "status": "How far the case is; changed by the steps (`activate`, `close` …), never by a "
    "PATCH.",
    "summary": "What the case is about, in free words; may be empty.",
    "charge": "What the persons are charged with, in free words, besides `offences`; may be empty.",
    "portfolios": "The policy portfolios that the case belongs to, at least one.",
    "tags": "The codes of tags, in order: what the case is about across portfolios. What they mean "
    "stands under `/api/v1/tags/`. May be empty.",
    "offences": "The codes of offences in the agency's catalogue; may be empty.",
    "classification": "How closely the case is held: officers and systems with a lower clearance "
    "do not see it. The usual level of your office unless you say otherwise; never above your "
    "own clearance.",
    "handling_codes": "The owner's conditions of use for the case, any of H0 to H3; empty: none.",
    "handling_note": "The restrictions that H3 stands for, in words; empty without H3.",
    "owner_office": "The code of the office that owns the case and alone changes it; set by the "
    "system.",
    "lead_officer": "The e-mail address of the officer who leads the case, of the owner's office; "
    "whoever files it unless you say otherwise.",
    "shares": "The offices that see the case besides its owner, each with what it may do there; "
    "ended shares are left out.",
    "persons": "Who is in the case, and as what.",
    "actions": "The names of the steps that you may take now; each is a POST of the case, or open "
    "in the browser only.",
    "opened_at": "When the case was opened, in UTC; set by the system.",
    "closed_at": "When the case was closed, in UTC; null while it is not.",
    "created_at": "When the case was filed here, in UTC; set by the system.",
    "updated_at": "When the case was last changed, in UTC; set by the system.",
    "version": "Counts the changes of the case from 1; the ETag, which a PATCH sends as If-Match, "
    "follows it.",
}

CASE_INPUT = {
    **CASE,
    **HANDLING,
    "title": "What the case is called, in a few words; never empty.",
    "portfolios": "The codes of the policy portfolios that the case belongs to, at least one. In a "
    "PATCH the list replaces the old one.",
    "tags": "The codes of tags that are in the list today, or that the case carries already. In a "
    "PATCH the list replaces the old one.",
    "offences": "The codes of offences that are in the agency's catalogue today. In a PATCH the "
    "list replaces the old one.",
    "lead_officer": "The e-mail address of an active officer of your office who leads the case; "
    "when it is filed you, unless you name somebody.",
}

FILING_INPUT = {
    "persons": "The persons of the case, each with what it is there.",
    "shares": "The offices that shall see the case from the start; your own sees it anyway.",
}

REASON = {
    "reason": "Why the step is taken, in your own words; kept in the case's history.",
}

LOWER_LEVEL = REASON | {
    "classification": "How closely the case is held from now on: below its present level.",
}

OFFICE_INPUT = {
    "office": "The code of the office that shall see the case no more.",
}

CASE_PATHS = {
    "document": "The `id` of a document of the case, a UUID.",
}

CASE_FILTER = {
    "status": "Only cases in these states; repeat it for several.",
    "portfolio": "Only cases under one of these portfolios; repeat it for several.",
    "tag": "Only cases with one of these tags, by their codes; repeat it for several.",
    "level": "Only cases of these levels, as numbers: 0 official, 1 restricted, 2 confidential; "
    "repeat it for several.",
    "office": "Only cases that this office owns, by its code, city or country.",
    "offence": "Only cases with this offence, by its code in the catalogue.",
    "opened_from": "Only cases opened on this day, where your office is, or later.",
    "opened_to": "Only cases opened on this day, where your office is, or earlier.",
    "reference": "Only the case with exactly this reference.",
}

# Headers and words of a search.
SEARCH = {
    "X-Purpose": "Why the data are used (RPD art. 10(2)): ARREST, LOCATE, INFORMATION, WARN, "
    "IDENTIFY, FORENSIC, SECURITY_CHECK or THREAT_ANALYSIS. A person's search needs it; a "
    "system may leave it out, its registered purpose counts then.",
}

CASE_OPERATIONS = {
    "list": "Case files that you may see, the newest first, or with `q` the best matches first; "
    "what was listed is recorded.",
    "retrieve": "One case file; reading it is recorded.",
}

OFFENCE = {
    "code": "The code of the offence, as `offences` of a case names it.",
    "names": "The name of the offence by language (ISO 639-1); `en` is always there.",
    "portfolios": "The codes of the portfolios under which it stands, one at least.",
    "excluded_for_red": "Why no red notice is published for it (RPD art. 3 and 83); null where one "
    "may be.",
    "exclusion_note": "That reason in words, by language (ISO 639-1); empty where there is none.",
}

OFFENCE_OPERATIONS = {
    "list": "The offences that a case or a charge can name on a day, by code; a case keeps the "
    "entries that it carries.",
}
