"""What the API's schema says about persons."""

IDENTITY = {
    "label": "How sure it is that this identity is the person's own; CLAIMED unless you say "
    "otherwise.",
    "as_written": "The whole name as it stands in the source, in its own script. It is demanded.",
    "script": "The script of `as_written` by ISO 15924, such as Latn or Cyrl; found out by the "
    "system.",
    "romanised": "The name in Latin letters, as the owner or a document spells it; empty where "
    "that is not known.",
    "family_name": "The family name, in any script; empty where it is not known or the person has "
    "none.",
    "forename": "The forenames, in any script; empty where they are not known or the person has "
    "none.",
    "birth": "The date of birth as far as it is known: a year, month, day or range, about, before, "
    "after, one or the other, or in another calendar (1979, 1979-07, 1950..1955, circa 1979, "
    "before 1980, 1970 or 1985, 1400 AH). Empty: unknown.",
    "birth_earliest": "The first day on which the person may have been born, reckoned from `birth` "
    "in the Gregorian calendar; 1800-01-01, the first day that is kept, where `birth` is before "
    "something; null where it is unknown.",
    "birth_latest": "The last day on which the person may have been born, reckoned from `birth` in "
    "the Gregorian calendar; 2199-12-31, the last day that is kept, where `birth` is after "
    "something; null where it is unknown.",
    "birth_certainty": "How exact `birth` is: EXACT (one year, month or day), RANGE, APPROX "
    "(about), BEFORE, AFTER, EITHER (one or the other) or UNKNOWN; found out by the system.",
    "birth_place": "The town or place of birth, as the source writes it; empty where it is not "
    "known.",
    "birth_country": "The country of birth: ISO 3166-1 alpha-3, ICAO Doc 9303, or ISO 3166-3 for a "
    "state that is gone (SUHH). Null where it is not known.",
    "quality": "Of an alias on the UN's list, how good it is for telling a person apart: GOOD or "
    "LOW; empty for all else.",
}

NATIONALITY = {
    "country": "The country, by ISO 3166-1 alpha-3, ICAO Doc 9303 (XXA: stateless) or ISO 3166-3. "
    "Each country counts once.",
    "status": "Whether the nationality is confirmed, claimed or a former one; CLAIMED unless you "
    "say otherwise.",
}

ID_DOCUMENT = {
    "kind": "What document it is: PASSPORT, ID_CARD, DRIVING_LICENCE, RESIDENCE_PERMIT, "
    "BIRTH_CERTIFICATE, TAX_NUMBER or OTHER; a list that was taken over may name others in its "
    "own words.",
    "number": "The number of the document as it is printed on it.",
    "issuer": "The state or body that issued it: ISO 3166-1 alpha-3, ICAO Doc 9303 or ISO 3166-3. "
    "Null where it is not known.",
    "issued_on": "The day on which it was issued; null where it is not known.",
    "expires_on": "The last day of its validity; null where it is not known.",
    "status": "Whether it is valid, lost, stolen and so on, as the owner of the record knows; "
    "UNKNOWN unless you say otherwise.",
}

PHOTO = {
    "id": "The number of the photograph, a UUID given by the system, which never changes.",
    "taken": "When it was taken, as far as that is known, in free words; empty where it is not.",
    "source": "Where the photograph comes from, such as a passport; empty where that was not said.",
    "added_at": "When it was added, in UTC; set by the system.",
    "url": "The path at which a clean rendition of it is fetched; each reading is recorded.",
}

PHOTO_INPUT = {
    "file": "The photograph (JPEG, PNG or WebP), as a file of a multipart body. The original is "
    "kept sealed; a clean rendition is shown.",
    "taken": "When it was taken, as far as that is known, in free words.",
    "source": "Where the photograph comes from, such as a passport.",
}

STATUS_OF_PERSON = {
    "status_of_person": "What the person is in this case (RPD art. 44). The status belongs to the "
    "case: in another one it may be another.",
}

IN_CASE = {
    **STATUS_OF_PERSON,
    "case": "The `id` of a case that the person is in, and that you see.",
    "reference": "The reference of that case, such as KEN-2026-000481.",
}

INVOLVED = {
    **STATUS_OF_PERSON,
    "person": "The `id` of the person; the record itself is under `/api/v1/persons/`.",
}

PERSON = {
    "id": "The number of the record, a UUID given by the system, which never changes.",
    "kind": "Whether it is a known person, somebody whose name is not known, or an organization; "
    "PERSON unless you say otherwise.",
    "owner_office": "The code of the office that keeps the record. It alone may change it; set by "
    "the system. `AGY` is the General Secretariat of the agency: it keeps the records of the "
    "Security Council's list.",
    "sex": "The sex of the person, as recorded; U unless you say otherwise.",
    "deceased": "Whether the person is known to be dead.",
    "minor_at_event": "Whether the person was a minor at the time of the facts, by the law of the "
    "office that says so (RPD art. 41).",
    "warnings": "What officers have to beware of: ARMED, VIOLENT, ESCAPE_RISK, SUICIDE_RISK, "
    "INFECTIOUS, MEDICAL_NEED, MINOR, VULNERABLE, EXPLOSIVES. Empty: nothing is known.",
    "height_cm": "The height in centimetres; null where it is not known.",
    "weight_kg": "The weight in kilograms; null where it is not known.",
    "distinguishing_marks": "Scars, tattoos and whatever else the person can be known by, in free "
    "words; empty: none are known.",
    "languages": "The languages that the person speaks, as codes of at most 8 characters; empty: "
    "not known.",
    "identities": "Every identity of the person, the main one first. At least one is demanded, "
    "except of an unknown person. In a PATCH the list replaces the old one.",
    "nationalities": "The nationalities of the person, former ones too; empty: not known. In a "
    "PATCH the list replaces the old one.",
    "documents": "The documents that the person holds, held or used. In a PATCH the list replaces "
    "the old one.",
    "photos": "The photographs of the person, the newest first.",
    "cases": "The cases that the person is in, as far as you see them.",
    "score": "How alike the name is to what was searched with `q`, from 0 to 1; null without `q`.",
    "matched": "The name, or the number of a document, under which the person was found; null "
    "without `q`.",
    "created_at": "When the record was made, in UTC; set by the system.",
    "updated_at": "When the record was last changed, in UTC; set by the system.",
    "version": "Counts the changes of the record from 1; the ETag, which a PATCH sends as "
    "If-Match, follows it.",
}

NEW_PERSON = {
    **STATUS_OF_PERSON,
    "case": "The reference of the case into which the person is put, such as KEN-2026-000481.",
}

PART = {
    **STATUS_OF_PERSON,
    "id": "The `id` of a record that your office keeps, for a person who is known already; without "
    "it `person` is demanded.",
    "person": "A new record of a person, for one who is not known yet; not read where `id` is "
    "given.",
}

PERSON_PARAMETERS = {
    "photo": "The `id` of a photograph of the person, a UUID.",
    "nationality": "Only persons with this nationality, by its code or a name; claimed and "
    "former ones count.",
    "office": "Only records that this office keeps, by its code, city or country.",
    "sex": "Only persons of these sexes; repeat it for several.",
    "born": "Only persons who may have been born then: a date as far as it is known, in the forms "
    "of `birth` (1979, about 1979, 1970..1975, 1400 AH).",
    "born_from": "Only persons who may have been born on the first day of this date or later; in "
    "the forms of `birth`.",
    "born_to": "Only persons who may have been born on the last day of this date or earlier; in "
    "the forms of `birth`.",
    "case": "Only persons in this case, by its reference.",
}

PERSON_OPERATIONS = {
    "list": "Persons in cases that you may see, the newest first, or with `q` the best matches "
    "first; what was listed is recorded.",
    "retrieve": "One person with every identity, as far as your cases show it; reading it is "
    "recorded.",
}
