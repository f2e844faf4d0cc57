"""Case files, the persons in them with all their identities, and the keys of their names."""

from cases.models.case import Case, CaseEntry, CaseFile, CaseInvitation, CaseShare, Offence
from cases.models.name_key import KeyFrequency, NameKey
from cases.models.person import (
    CaseSubject,
    IdDocument,
    Identity,
    Nationality,
    Photo,
    Sex,
    Subject,
)

__all__ = [
    "Case",
    "CaseEntry",
    "CaseFile",
    "CaseInvitation",
    "CaseShare",
    "CaseSubject",
    "IdDocument",
    "Identity",
    "KeyFrequency",
    "NameKey",
    "Nationality",
    "Offence",
    "Photo",
    "Sex",
    "Subject",
]
