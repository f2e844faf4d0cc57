"""Drafts of cases, persons and notes: what officers and offices' systems fill in, in one shape."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from uuid import UUID

from cases.models import Offence
from central_offices.models import CentralOffice, Jurisdiction, Officer
from policies.models import Portfolio

MOST_MARKS_CHARACTERS = 2_000  # of a person's distinguishing marks


@dataclass(frozen=True, slots=True)
class IdentityDraft:
    """One identity; `birth` is a partial date as written (cases.dates)."""

    as_written: str
    label: str = "CLAIMED"
    romanised: str = ""
    family_name: str = ""
    forename: str = ""
    birth: str = ""
    birth_calendar: str = ""
    birth_place: str = ""
    birth_country: Jurisdiction | None = None
    quality: str = ""


@dataclass(frozen=True, slots=True)
class NationalityDraft:
    jurisdiction: Jurisdiction
    status: str = "CLAIMED"


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    kind: str
    number: str
    issuer: Jurisdiction | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    status: str = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person with all identities, the main one first; `facts` are further fields of Subject."""

    identities: list[IdentityDraft]
    nationalities: list[NationalityDraft] = field(default_factory=list)
    documents: list[DocumentDraft] = field(default_factory=list)
    kind: str = "PERSON"
    sex: str = "U"
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A person's part in a case: a new record, or one of the office's own that is there."""

    status_of_person: str
    person: PersonDraft | None = None
    existing: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShareDraft:
    office: CentralOffice
    role: str = "OBSERVER"


@dataclass(frozen=True, slots=True)
class Marks:
    """Conditions of use and 4×4 evaluation of a note or document.

    X4 says that nobody could tell: the source cannot be assessed, nothing is corroborated.
    """

    handling_codes: Sequence[str] = ()
    handling_note: str = ""
    source_evaluation: str = "X"
    information_evaluation: str = "4"


MARK_FIELDS = tuple(field.name for field in fields(Marks))
NOT_EVALUATED = Marks()


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A case to be filed; portfolios and offences are codes' rows, tags are codes."""

    title: str
    portfolios: list[Portfolio]
    offences: list[Offence] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    charge: str = ""
    summary: str = ""
    classification: int | None = None
    handling_codes: list[str] = field(default_factory=list)
    handling_note: str = ""
    lead_officer: Officer | None = None
    parts: list[PartDraft] = field(default_factory=list)
    shares: list[ShareDraft] = field(default_factory=list)
