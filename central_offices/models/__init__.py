"""Jurisdictions, offices, and the officers who work in them."""

from central_offices.models.access_changes import AccessChange, AccessObjection
from central_offices.models.agreements import CompetentAuthority, CooperationInstrument
from central_offices.models.clients import ApiClient
from central_offices.models.codes import (
    Classification,
    Evaluated,
    HandlingCode,
    InformationEvaluation,
    Purpose,
    SourceEvaluation,
    in_language,
)
from central_offices.models.deputies import Deputy
from central_offices.models.deputy_offices import DeputyOffice
from central_offices.models.duty import DutyShift
from central_offices.models.endpoints import EndpointChange
from central_offices.models.installation import Installation
from central_offices.models.keys import OfficeKey, SignedCall
from central_offices.models.names import OfficeName
from central_offices.models.officers import Invitation, Officer, RoleGrant
from central_offices.models.offices import CentralOffice, Jurisdiction, check_time_zone
from central_offices.models.rights import Role
from central_offices.models.rule_changes import RuleChange
from central_offices.models.trials import OfficeTrial
from central_offices.models.waiting import WaitingTime

__all__ = [
    "AccessChange",
    "AccessObjection",
    "ApiClient",
    "CentralOffice",
    "Classification",
    "Deputy",
    "DeputyOffice",
    "DutyShift",
    "CompetentAuthority",
    "CooperationInstrument",
    "EndpointChange",
    "Evaluated",
    "HandlingCode",
    "InformationEvaluation",
    "Installation",
    "Invitation",
    "Jurisdiction",
    "OfficeKey",
    "OfficeName",
    "OfficeTrial",
    "Officer",
    "Purpose",
    "Role",
    "RoleGrant",
    "RuleChange",
    "SignedCall",
    "SourceEvaluation",
    "WaitingTime",
    "check_time_zone",
    "in_language",
]
