"""The shape of a notice's frozen version (`NoticeVersion.payload`): plain JSON, written once.

It repeats the columns of the draft under their own names; names that INTERPOL's public service
also has (`sex_id`, `eyes_colors_id` …) are kept as there. Countries and offices are alpha-3 codes,
days ISO dates. A key that is missing or null means "not known": whoever judges a notice never reads
it as "no". The printed document (`notices.papers.model`) is made from this and adds nothing to it.
"""

from typing import Any, Literal, TypedDict


class Text(TypedDict, total=False):
    """One text in English and in the notice's second language."""

    en: str
    second: str


class Day(TypedDict, total=False):
    """A day as far as it is known: the interval that it surely lies in, and how it was written."""

    earliest: str | None
    latest: str | None
    written: str
    calendar: str
    approximate: bool
    note: str


class Identity(TypedDict, total=False):
    """One identity of the person; the first in the list is the main one.

    A person with a single name has it in `family_name` or `forename` and `single_name` true.
    """

    label: Literal["CONFIRMED", "CLAIMED", "ALIAS", "ASSUMED", "MISUSED"]
    as_written: str
    script: str
    romanised: str
    family_name: str
    forename: str
    single_name: bool
    born: Day | None
    place_of_birth: str
    country_of_birth: str | None
    quality: str
    note: str
    also_born: list[Day]
    also_born_at: list[str]


class Nationality(TypedDict, total=False):
    """A nationality, or XXA for a stateless person; only as written where no code is known."""

    code: str
    written: str
    status: Literal["CONFIRMED", "CLAIMED", "FORMER", "ACQUIRED"]


class Document(TypedDict, total=False):
    """A document of the person: identity-document data in the sense of RPD art. 83(2)(a)."""

    kind: str
    number: str
    issuer: str | None
    issued_on: str | None
    expires_on: str | None
    status: str
    remark: str


class Photo(TypedDict, total=False):
    """A photograph; `good` says whether somebody found that the person can be known by it."""

    file: str
    sha256: str
    good: bool | None
    taken: str
    source: str


class Subject(TypedDict, total=False):
    """The person whom the notice is about, as the owner's record stood on the day."""

    id: str
    kind: Literal["PERSON", "UNKNOWN_PERSON", "ORGANIZATION"]
    status_of_person: str | None
    identities: list[Identity]
    sex_id: Literal["M", "F", "U"]
    nationalities: list[Nationality]
    documents: list[Document]
    photos: list[Photo]
    biometrics: list[Literal["FINGERPRINTS", "DNA", "DENTAL"]]
    father: str
    mother: str
    height_cm: int | None
    weight_kg: int | None
    build: str
    eyes_colors_id: list[str]
    hairs_id: list[str]
    distinguishing_marks: str
    languages_spoken_ids: list[str]
    warnings: list[str]
    addresses: list[str]
    designations: list[str]
    deceased: bool
    minor_at_event: bool


class Charge(TypedDict, total=False):
    """One offence with its law and penalty (RPD art. 83(2)(b)).

    `offence` is the code of the catalogue; `excluded_for_red` what the catalogue said that day: a
    category, an empty text for "not excluded", null when the charge names no entry.
    """

    offence: str | None
    excluded_for_red: str | None
    title: Text
    law: str
    article: str
    law_text: str
    max_penalty: Literal["MONTHS", "LIFE", "DEATH"]
    max_penalty_months: int | None
    sentence_months: int | None
    remaining_months: int | None


class Warrant(TypedDict, total=False):
    """The arrest warrant or the decision that has its effect."""

    reference: str
    issuer: str
    issuer_is_judicial: bool | None
    appeal_possible: bool | None
    issued_on: str | None
    copy_sha256: str | None


class Facts(TypedDict, total=False):
    """The facts: what happened, where and when."""

    text: Text
    place: str
    began: Day | None
    ended: Day | None


class Assurances(TypedDict, total=False):
    """The assurances of the office (RPD art. 84)."""

    extradition_will_be_sought: bool
    coordinated_with_extradition_authority: bool
    authority_is_competent: bool


class Proceeding(TypedDict, total=False):
    """The judicial data of a red notice."""

    kind: Literal["PROSECUTION", "SENTENCE"]
    jurisdiction: str | None
    charges: list[Charge]
    warrant: Warrant
    facts: Facts
    in_absentia: bool | None
    limitation_date: str | None
    international_interest: str
    assurances: Assurances


class Listing(TypedDict, total=False):
    """The data of the Security Council's list beside the person (UN notices only)."""

    un_reference: str
    un_resolution: int | None
    list_name: str
    listed_on: str
    updated_on: list[str]
    resolutions: list[int]
    remarks: str
    digest: str
    record: dict[str, Any]


class Payload(TypedDict, total=False):
    """A whole notice."""

    format: Literal[1]
    colour: str
    owner_office: str
    case: str | None
    portfolios: list[str]
    purpose: str
    classification: int
    handling_codes: list[str]
    second_language: str
    subject: Subject | None
    proceeding: Proceeding | None
    listing: Listing | None
    caution: Text
    action: Text
    not_for: list[str] | None
    public_extract: Literal["", "NONE", "REQUESTED"]
    extract_fields: list[str]
    valid_until: str | None
