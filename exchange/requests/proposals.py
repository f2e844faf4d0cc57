"""Proposals for a request: offices and legal bases from the agreements in force and the
authorities, conditions, portfolios and tags from its case.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cases.models import Case
from central_offices.agreements import instruments
from central_offices.models import (
    CentralOffice,
    CompetentAuthority,
    CooperationInstrument,
)
from exchange.models import Request, RequestType
from policies import tags

MAX_OFFICES_PROPOSED = 8


class Cover(NamedTuple):
    """An office, what covers this type of request with it, and who handles it there."""

    office: CentralOffice
    instruments: list[CooperationInstrument]
    authorities: list[CompetentAuthority]

    @property
    def bare(self) -> bool:
        """Whether nothing on record covers it."""
        return not self.instruments


def from_case(case: Case | None) -> dict[str, Any]:
    """The words with which a new request of the case begins; its writer sees and changes them."""
    if case is None:
        return {"handling_codes": []}
    return {
        "handling_codes": case.handling_codes,
        "handling_note": case.handling_note,
        "portfolios": [row.code for row in case.portfolios.all()],
        "tags": tags.in_force(case.tags),
    }


def scopes(ended: bool) -> list[tuple[str, str]]:
    """The scopes that an agreement can have: the types of request in force, code and name.

    With `ended` those of other days too, by the name that stands last.
    """
    rows = RequestType.objects.order_by("code", "valid_from")
    return list({row.code: str(row) for row in (rows if ended else rows.in_force())}.items())


def cover(asking: CentralOffice, asked: Iterable[CentralOffice], kind: RequestType) -> list[Cover]:
    """For each office that is asked: what covers this type between the two countries today."""
    return [
        Cover(
            office,
            sorted(instruments.covering(asking, office, kind.code), key=lambda row: not row.scope),
            instruments.authorities(office, kind.code),
        )
        for office in asked
    ]


def covers_of(request: Request) -> list[Cover]:
    """The same for a request as it stands."""
    recipients = request.recipients.select_related("office__jurisdiction").order_by(
        "office__sort_key"
    )
    return cover(request.owner_office, [recipient.office for recipient in recipients], request.type)


def offices(asking: CentralOffice, kind: RequestType) -> list[Cover]:
    """Offices to propose: the closest agreements first, few parties before many."""
    known = CooperationInstrument.objects.filter(parties=asking.jurisdiction_id)
    found: dict[int, CentralOffice] = {}
    for row in known.in_force().covering(kind.code).by_parties():
        near = CentralOffice.objects.live().filter(jurisdiction__in=row.parties.all())
        for office in near.exclude(pk=asking.pk).select_related("jurisdiction")[
            :MAX_OFFICES_PROPOSED
        ]:
            found.setdefault(office.pk, office)
        if len(found) >= MAX_OFFICES_PROPOSED:
            break
    return cover(asking, list(found.values())[:MAX_OFFICES_PROPOSED], kind)
