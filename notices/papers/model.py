"""Printed notice as a value: plain values, which pass through JSON unchanged.

English is always there; `second` is the same in the second language, and may be empty. Codes are
the ones of the models (colour, sex, warning …), eyes, hair and spoken languages those of the
payload; their wordings are in `notices.papers.wording`. What people wrote stands as they wrote it.
"""

from dataclasses import dataclass
from typing import Any

from kernel.dataclass_json import from_plain, to_plain
from notices.payload.days import PartialDate
from notices.payload.un_record import Further


@dataclass(frozen=True)
class Text:
    """One text in English and in the second language of the document."""

    en: str = ""
    second: str = ""


@dataclass(frozen=True)
class Country:
    """A jurisdiction, or one of XXA and XXX, which bring their own wording."""

    code: str
    name: str = ""
    second: str = ""


@dataclass(frozen=True)
class Name:
    """A name as romanised and in its own script, with the BCP 47 tag of the original."""

    romanised: str
    original: str = ""
    language: str = ""
    quality: str = ""  # GOOD or LOW on United Nations lists, else empty
    note: str = ""
    former: bool = False


@dataclass(frozen=True)
class Document:
    """An identity document. `kind` and `status` are codes; `kind_written` is the source's."""

    number: str
    kind: str = "OTHER"
    kind_written: str = ""
    issuer: Country | None = None
    expires: PartialDate | None = None
    status: str = ""
    remark: str = ""
    issued: PartialDate | None = None


@dataclass(frozen=True)
class Identity:
    """One of the identities of a subject. `label` is empty on the main one."""

    label: str = ""
    names: tuple[Name, ...] = ()
    born: tuple[PartialDate, ...] = ()
    birth_places: tuple[Text, ...] = ()
    sex: str = ""
    nationalities: tuple[Country, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True)
class Subject:
    """The person or thing of the notice. The first name of the first identity is the heading."""

    identities: tuple[Identity, ...]
    parents: str = ""
    build: str = ""
    eyes: tuple[str, ...] = ()
    hair: tuple[str, ...] = ()
    marks: str = ""
    languages: tuple[str, ...] = ()
    on_file: tuple[str, ...] = ()
    last_seen: str = ""
    addresses: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    photo_caption: str = ""


@dataclass(frozen=True)
class Penalty:
    """A length in months, or LIFE or DEATH as `special`."""

    months: int | None = None
    special: str = ""


@dataclass(frozen=True)
class Charge:
    """An offence, its law, the most it can bring and what was given (RPD art. 83(2)(b))."""

    text: Text
    law: str = ""
    max_penalty: Penalty | None = None
    sentence: Penalty | None = None
    remaining: Penalty | None = None


@dataclass(frozen=True)
class Judicial:
    """The judicial data of a red notice: wanted for PROSECUTION or to serve a SENTENCE."""

    kind: str = "PROSECUTION"
    charges: tuple[Charge, ...] = ()
    in_absentia: bool | None = None
    warrant: str = ""
    warrant_issuer: str = ""
    warrant_on: PartialDate | None = None
    warrant_copy_held: bool = False
    time_bar: PartialDate | None = None
    time_bar_text: str = ""
    warrant_country: Text = Text()
    facts_place: str = ""
    facts_time: tuple[PartialDate, ...] = ()
    interest: str = ""
    extradition_sought: bool = False


@dataclass(frozen=True)
class Listing:
    """Where and since when a person or entity stands on a list of the Security Council."""

    list_name: str
    listed_on: PartialDate
    updated_on: tuple[PartialDate, ...] = ()
    resolutions: tuple[str, ...] = ()
    remarks: str = ""
    further: tuple[Further, ...] = ()


@dataclass(frozen=True)
class Section:
    """A text under a heading; `heading` is a name under [heading] of the wordings."""

    heading: str
    text: Text


@dataclass(frozen=True)
class Control:
    """The marks by which one printed copy is traced and checked."""

    code: str  # XXXX-XXXX-XXXX
    verify_at: str  # address without the code, ending in "/"
    text_sha256: str
    control_number: str
    version: int
    copy: str
    recipient: str
    made_at: str  # "22 Nov 2026 09:41 UTC"


@dataclass(frozen=True)
class Paper:
    """One printed notice. `control` is None on a proof, which has no code."""

    colour: str
    second_language: str
    reference: str
    asked_by: Text
    classification: str = "RESTRICTED"
    published_on: PartialDate | None = None
    valid_to: PartialDate | None = None
    warnings: tuple[str, ...] = ()
    warning_text: Text = Text()
    subject: Subject | None = None
    judicial: Judicial | None = None
    listing: Listing | None = None
    sections: tuple[Section, ...] = ()
    owner_leaves_on: PartialDate | None = None
    owner_has_left: bool = False
    state: str = "PUBLISHED"  # PROOF, PUBLISHED, SUSPENDED or CANCELLED
    state_on: PartialDate | None = None
    for_public: bool = False
    text_language: str = ""  # of `second` in its texts, where that isn't the paper's language
    control: Control | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the paper as plain JSON values."""
        return to_plain(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Paper":
        """Return the paper that `to_json` gave; ValueError names a key that doesn't belong."""
        return from_plain(cls, data)
