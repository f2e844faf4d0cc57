"""Sentences about offices that can't be asked: not joined, not live yet, or gone."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from central_offices.models import AccessChange, CentralOffice

Standing = CentralOffice.Standing


def why_not_asked(office: CentralOffice) -> str:
    """Why nothing can be sent to the office today, and what to do instead; empty if it can."""
    standing = office.standing
    if standing == Standing.LEFT:
        return gone(office)
    if standing == Standing.NOT_JOINED:
        words = {"office": office}
        return _("%(office)s has not joined: it can't be asked here.") % words
    if standing == Standing.NOT_LIVE:
        return not_live(office)
    if office.kind == CentralOffice.Kind.COMMISSION:
        return _("%(office)s can't be asked. Take it off the list.") % {"office": office}
    return ""


def gone(office: CentralOffice) -> str:
    """That the office has left or leaves, and whom to ask instead; empty for all others."""
    if office.left_on is None:
        return ""
    words = {"office": office, "day": date_format(office.left_on, "j F Y")}
    if office.has_left:
        said = _("%(office)s left on %(day)s: nobody answers there any more.") % words
    else:
        said = _("%(office)s leaves on %(day)s: nobody answers there from then on.") % words
    if instead := _instead_of(office):
        said += " " + _("Ask instead: %(offices)s.") % {"offices": instead}
    return said


def _instead_of(office: CentralOffice) -> str:
    """The offices that were named when it was decided that this one leaves."""
    rows = AccessChange._base_manager.filter(office=office, kind="LEAVE", status="CONFIRMED")
    decided = rows.order_by("-decided_at").first()
    codes = decided.content.get("instead", []) if decided else []
    named = CentralOffice.objects.filter(code__in=codes).order_by("sort_key")
    return ", ".join(f"{row} ({row.code})" for row in named)


def not_live(office: CentralOffice) -> str:
    """That nobody reads there yet, from when on somebody does if that is known, and what to do."""
    words = {"office": str(office)}
    if office.live_on is None:
        return (
            _(
                "%(office)s is not live yet: nobody would read it there. Reach the office by "
                "telephone, or ask the General Secretariat."
            )
            % words
        )
    words["day"] = date_format(office.live_on, "j F Y")
    return (
        _(
            "%(office)s goes live on %(day)s: nobody would read it there before. Reach the office "
            "by telephone, or ask the General Secretariat."
        )
        % words
    )
