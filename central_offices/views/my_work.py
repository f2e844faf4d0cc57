"""Work on the offices that waits for an officer: webhooks that were switched off, on My work;
changes of delivery and moments of keys that need a second person, under Approvals.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.dated_rules import changes as rule_changes
from central_offices.keys_and_clients import endpoints, key_claims
from central_offices.models import AccessChange, Officer, RuleChange
from central_offices.two_persons import changes
from central_offices.views.rules.reading import titled
from kernel.pages.waiting import Item, Waiting
from ledger.models import Destination

MAX_ITEMS_SHOWN = 10
# Whether anything may wait for a second person: any office's, since some decide for all of them.
MAY_WAIT = """(EXISTS (
  SELECT FROM central_offices_accesschange WHERE status IN ('PENDING', 'AGREED', 'OBJECTED'))
OR EXISTS (SELECT FROM central_offices_rulechange WHERE status = 'PENDING')
OR EXISTS (SELECT FROM central_offices_endpointchange WHERE status = 'PENDING')
OR EXISTS (SELECT FROM central_offices_officekey WHERE claimed_from IS NOT NULL))"""
SHOWN_FOR = timedelta(hours=72)


def sections(officer: Officer) -> list[tuple[str, list[Item]]]:
    """For administrators every office, for a head the own one."""
    return [
        (_("Who acts for the office"), _told(officer)),
        (_("Delivery that was switched off"), _switched_off(officer)),
        (_("Rules that change"), _coming(officer)),
    ]


def waiting(officer: Officer) -> Iterator[Waiting]:
    """Changes that would be in force if this officer confirmed them."""
    yield from _moments(officer)
    yield from _access(officer)
    yield from _rules(officer)
    for change in endpoints.to_confirm(officer):
        code = change.office.code
        yield Waiting(
            kind=_("Change of delivery"),
            title=_("%(office)s: %(way)s") % {"office": change.office, "way": change},
            reference=code,
            url=reverse("central_offices:delivery", args=[code]) + "#change",
            by=str(change.proposed_by),
            since=change.proposed_at,
        )


def _access(officer: Officer) -> Iterator[Waiting]:
    for change in changes.to_decide(officer):
        yield Waiting(
            kind=_("Change of access"),
            title=f"{change.office}: {change}",
            reference=change.office.code,
            url=reverse("central_offices:access_change", args=[change.pk]),
            by=str(change.proposed_by),
            since=change.proposed_at,
        )


def _rules(officer: Officer) -> Iterator[Waiting]:
    for change in rule_changes.to_decide(officer):
        yield Waiting(
            kind=_("Change of a rule"),
            title=titled(change),
            reference=str(change.valid_from),
            url=reverse("central_offices:rule_change", args=[change.pk]),
            by=str(change.proposed_by),
            since=change.proposed_at,
        )


def _coming(officer: Officer) -> list[Item]:
    """Rules that change for everybody: from the decision until some days after their first day."""
    lately = timezone.now() - SHOWN_FOR
    rows = RuleChange.objects.visible_to(officer).filter(status="CONFIRMED")
    rows = rows.filter(Q(valid_from__gte=lately.date()) | Q(decided_at__gte=lately))
    return [
        Item(
            icon="clock",
            title=titled(change),
            url=reverse("central_offices:rule_change", args=[change.pk]),
            note=_("From %(day)s on") % {"day": change.valid_from},
            since=change.decided_at,
        )
        for change in rows.order_by("valid_from")[:MAX_ITEMS_SHOWN]
    ]


def _moments(officer: Officer) -> Iterator[Waiting]:
    """Keys that are said to have been in other hands earlier than they were revoked."""
    for key in key_claims.to_decide(officer):
        code = key.office.code
        yield Waiting(
            kind=_("Moment from which a key does not count"),
            title=str(key.office),
            reference=code,
            url=reverse("central_offices:detail", args=[code]) + f"#key-{key.kid}",
            by=str(key.claimed_by),
            since=key.revoked_at or key.not_before,  # a claim is about a revoked key only
        )


def _told(officer: Officer) -> list[Item]:
    """Items: what waits for the officer, what was decided lately, and what can be objected to."""
    waits = [
        Item(
            icon="shield",
            title=f"{change.office.code}: {change}",
            url=reverse("central_offices:access_change", args=[change.pk]),
            note=_("Waits for you as the second person"),
            since=change.proposed_at,
        )
        for change in changes.to_decide(officer)
    ]
    return (waits + _decided(officer))[:MAX_ITEMS_SHOWN]


def _decided(officer: Officer) -> list[Item]:
    lately = timezone.now() - SHOWN_FOR
    open_still = Q(status__in=AccessChange.OBJECTIONABLE)
    rows = AccessChange.objects.visible_to(officer)
    rows = rows.filter(open_still | Q(status="CONFIRMED", decided_at__gte=lately))
    if officer.administers:
        rows = rows.filter(open_still | Q(office=officer.office_id) | Q(person=officer.pk))
    return [
        Item(
            icon="user",
            title=f"{change.office.code}: {change}",
            url=reverse("central_offices:access_change", args=[change.pk]),
            note=change.get_status_display(),
            due=change.in_force_at if change.status == "AGREED" else None,
            since=change.decided_at,
        )
        for change in rows.select_related("office", "person", "client").order_by("-decided_at")[
            :MAX_ITEMS_SHOWN
        ]
    ]


def _switched_off(officer: Officer) -> list[Item]:
    rows = Destination.objects.exclude(disabled_at=None).select_related("office")
    if not officer.administers:
        if not officer.may("manage_office", officer.office):
            return []
        rows = rows.filter(office=officer.office_id)
    return [
        Item(
            icon="alert",
            title=_("%(office)s: the webhook is not called any more") % {"office": row.office},
            url=reverse("central_offices:delivery", args=[row.office.code]),
            note=row.get_disabled_why_display(),
            since=row.disabled_at,
        )
        for row in rows.order_by("disabled_at")[:MAX_ITEMS_SHOWN]
    ]
