"""Offices asked in which nobody works yet: every installation begins with almost two hundred."""

from central_offices.models import CentralOffice, RoleGrant, rights
from exchange.models import Request


def unstaffed(request: Request) -> list[CentralOffice]:
    """The offices asked in which neither a person nor a system could answer today."""
    answering = RoleGrant.objects.in_force().filter(
        role__in=rights.giving("answer_request"), officer__is_active=True
    )
    asked = CentralOffice.objects.filter(pk__in=request.recipients.values("office"))
    return list(asked.exclude(pk__in=answering.values("office")).order_by("sort_key"))
