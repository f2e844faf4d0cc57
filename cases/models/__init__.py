"""Case files, the persons in them with all their identities, and the keys of their names."""

from cases.models.case import (
    OPENED_WHEN_FILED,
    Case,
    CaseEntry,
    CaseFile,
    CaseInvitation,
    CaseShare,
    Offence,
)
from cases.models.name_key import KeyFrequency, NameKey
from cases.models.person import (
    TYPED_CODES,
    CaseSubject,
    IdDocument,
    Identity,
    Nationality,
    Photo,
    Sex,
    Subject,
)
from cases.models.protected_status import (
    CommissionFinding,
    ProtectedAct,
    ProtectedStatus,
    ProtectionQuestion,
)

__all__ = [
    "Case",
    "CaseEntry",
    "CaseFile",
    "CaseInvitation",
    "CaseShare",
    "CaseSubject",
    "CommissionFinding",
    "IdDocument",
    "Identity",
    "KeyFrequency",
    "NameKey",
    "OPENED_WHEN_FILED",
    "Nationality",
    "Offence",
    "Photo",
    "ProtectedAct",
    "ProtectedStatus",
    "ProtectionQuestion",
    "Sex",
    "Subject",
    "TYPED_CODES",
]
