"""Changes of the way in which an office receives: by two persons, one of them of the office.

pending ──confirm──▶ confirmed, and only then in force
        ──decline──▶ declined      ──withdraw──▶ withdrawn      ──lapse──▶ lapsed after 7 days

A head proposes and another head or an administrator confirms; an administrator proposes and a head
confirms. An office without a head gets one first (`two_persons`). Reasons: ADR 12, 29.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices import roles
from central_offices.access import mail
from central_offices.directory.entries import destination
from central_offices.models import CentralOffice, EndpointChange, Officer, Role
from central_offices.two_persons import counting
from central_offices.two_persons.lifecycle import heads, manages, right_as, speaks_for
from kernel import acting, batches
from kernel.errors import NotReady, WrongState
from kernel.outbound import client
from kernel.periodic import UNLIMITED, Budget
from ledger import events
from ledger.delivery import standard_webhooks
from ledger.delivery.backoff import AFRESH
from ledger.lifecycle import Lifecycle, Step
from ledger.models import Destination

PENDING, CONFIRMED, DECLINED, WITHDRAWN, LAPSED = EndpointChange.Status
Mode = Destination.Mode


def proposer(officer: Officer, change: EndpointChange) -> bool:
    """The officer proposed the change, and still manages the office."""
    return officer.pk == change.proposed_by_id and manages(officer, change.office)


def another_manager(officer: Officer, change: EndpointChange) -> bool:
    """The officer is head of the office or administers, and did not propose it."""
    return officer.pk != change.proposed_by_id and manages(officer, change.office)


def second_person(officer: Officer, change: EndpointChange) -> bool:
    """The officer is `another_manager`, and this one or the proposer is a head of the office."""
    both = (officer, change.proposed_by)
    return another_manager(officer, change) and any(speaks_for(one, change.office) for one in both)


def run_out(officer: Officer, change: EndpointChange) -> bool:
    """The officer is the system itself, and nobody has decided for 7 days."""
    return officer.pk == roles.system().pk and change.lapses_at <= timezone.now()


def right_used(officer: Any, change: Any) -> str:
    """The right by which the officer decides: as head of the office, or as administrator."""
    return right_as(officer, change.office)


endpoint_change_steps = Lifecycle(
    confirm=Step(
        {PENDING}, CONFIRMED, second_person, gettext_lazy("confirm"), right_used, proof=True
    ),
    decline=Step({PENDING}, DECLINED, another_manager, gettext_lazy("decline")),
    withdraw=Step({PENDING}, WITHDRAWN, proposer, gettext_lazy("withdraw")),
    lapse=Step({PENDING}, LAPSED, run_out, gettext_lazy("let lapse")),
)


def propose(
    office: CentralOffice, mode: str, url: str = "", *, by: Officer
) -> tuple[EndpointChange, str]:
    """A change that waits for its second person; with the webhook's first secret for a head.

    Raises NotReady for an address that is never called, WrongState while another change waits.
    """
    _demand_way(office, mode, url)
    with acting.acting_as(by):
        row = destination(office, by)
        counting.demand(by, right_as(by, office))
        if not heads(office).exists():
            raise NotReady(
                _("%(office)s has no head who could confirm it. Make somebody its head first.")
                % {"office": office}
            )
        _let_lapse(EndpointChange.objects.filter(office=office))
        if EndpointChange.objects.filter(office=office, status=PENDING).exists():
            raise WrongState(_("Another change waits already: decide on that one first."))
        if (row.mode, row.url if mode == Mode.WEBHOOK else "") == (mode, url):
            raise WrongState(_("The office receives in this way already."))
        change = EndpointChange(office=office, mode=mode, url=url, proposed_by=by)
        change.full_clean()
        change.save(force_insert=True)
        told = {"office": office.code, "before": row.mode, "after": mode}
        events.record(
            "endpointchange.propose",
            by=by,
            subject=change,
            after=PENDING.value,
            data=told,
            detail={"before": row.url, "after": url},
            step=True,
        )
        _end_unused_secrets(office)
        secret = _first_secret(row, mode) if speaks_for(by, office) else ""
        _ask(change)
    return change, secret


def confirm(change: EndpointChange, *, by: Officer) -> str:
    """Put it in force: what is on its way arrives in the new way. The webhook's first secret,
    or "" when there is one. Raises WrongState when it has lapsed meanwhile.
    """
    with acting.acting_as(by):
        with endpoint_change_steps.take("confirm", change, by=by, **_named(change)) as locked:
            if locked.lapses_at <= timezone.now():
                raise WrongState(_("This change has lapsed. Propose it anew."))
            _demand_way(locked.office, locked.mode, locked.url)
            locked.decided_by, locked.decided_at = by, timezone.now()
            row = destination(locked.office, by)
            given = {"mode": locked.mode, "url": locked.url or row.url}
            Destination.objects.filter(pk=row.pk).update(**given, **AFRESH)
            if locked.mode != Mode.WEBHOOK:
                _end_unused_secrets(locked.office)
            secret = _first_secret(row, locked.mode) if speaks_for(by, locked.office) else ""
        _tell(change)
    return secret


def decline(change: EndpointChange, *, by: Officer, reason: str = "") -> None:
    """The office goes on receiving as before; a secret that came with the proposal ends with it."""
    told = _named(change)
    with endpoint_change_steps.take(
        "decline", change, by=by, detail={"reason": reason}, **told
    ) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        _end_unused_secrets(locked.office)


def withdraw(change: EndpointChange, *, by: Officer) -> None:
    """As `decline`, by who proposed it."""
    with endpoint_change_steps.take("withdraw", change, by=by, **_named(change)) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        _end_unused_secrets(locked.office)


def lapse_due(budget: Budget = UNLIMITED) -> int:
    """End what nobody decided in time; beat runs this every hour."""
    due, system = _due(EndpointChange.objects.all()), roles.system()
    return batches.each(due, _lapse, by=system, budget=budget, oldest="lapses_at")


def waiting(office: CentralOffice) -> EndpointChange | None:
    """The change that can still be confirmed."""
    rows = EndpointChange.objects.filter(status=PENDING, lapses_at__gt=timezone.now())
    return rows.filter(office=office).select_related("proposed_by__office", "office").first()


def to_confirm(officer: Officer) -> Iterator[EndpointChange]:
    """The changes that wait for this officer as their second person."""
    rows = EndpointChange.objects.visible_to(officer).filter(status=PENDING)
    rows = rows.filter(lapses_at__gt=timezone.now()).exclude(proposed_by=officer.pk)
    for change in rows.select_related("office", "proposed_by__office").order_by("proposed_at"):
        if second_person(officer, change):
            yield change


def _let_lapse(rows: Any) -> None:
    for change in _due(rows).order_by("pk"):
        _lapse(change, by=roles.system())


def _due(rows: Any) -> Any:
    return rows.filter(status=PENDING, lapses_at__lte=timezone.now()).select_related("office")


def _lapse(change: EndpointChange, *, by: Officer) -> None:
    with endpoint_change_steps.take("lapse", change, by=by, **_named(change)) as locked:
        locked.decided_at = timezone.now()
        _end_unused_secrets(locked.office)


def _end_unused_secrets(office: CentralOffice) -> None:
    """End what was shown for a webhook that is not in force, and not proposed any more."""
    row = Destination.objects.select_for_update().get(office=office)
    if row.mode != Mode.WEBHOOK:
        standard_webhooks.end_secrets(row)


def _named(change: EndpointChange) -> dict[str, Any]:
    return {"office": change.office.code, "mode": change.mode}


def _demand_way(office: CentralOffice, mode: str, url: str) -> None:
    if mode not in Mode.values or bool(url) != (mode == Mode.WEBHOOK):
        raise WrongState(_("An office receives in the browser, by its mailbox or by webhook."))
    if url and (why := client.why_not(url, office.code)):
        raise NotReady(why, [("url", why)])


def _first_secret(row: Destination, mode: str) -> str:
    if mode != Mode.WEBHOOK or row.secrets.filter(ends_at=None).exists():
        return ""
    return standard_webhooks.new_secret(row)


def _ask(change: EndpointChange) -> None:
    """Whoever can be the second person hears of it; where it would lead is on the page only."""
    proposed = change.proposed_by
    wanted = [one for one in heads(change.office) if one.pk != proposed.pk]
    if heads(change.office).filter(pk=proposed.pk).exists() or not wanted:
        agency = CentralOffice.objects.secretariat()
        administrators = roles.with_role(agency, Role.ADMINISTRATOR).exclude(pk=proposed.pk)
        wanted += [one for one in administrators if one not in wanted]
    _mail(
        change,
        wanted,
        gettext_lazy("A change of the delivery to %(office)s waits for you"),
        gettext_lazy(
            "Somebody proposes another way or address for the messages of %(office)s. Until a "
            "second person confirms it, nothing changes; without an answer it lapses after 7 days. "
            "See who proposes what, and confirm or decline: %(link)s"
        ),
    )


def _tell(change: EndpointChange) -> None:
    _mail(
        change,
        [one for one in heads(change.office) if one.pk != change.decided_by_id],
        gettext_lazy("The delivery to %(office)s was changed"),
        gettext_lazy(
            "Two persons have changed how %(office)s receives its messages. If your office did "
            "not ask for it, change it back on its delivery page, and tell the General "
            "Secretariat: %(link)s"
        ),
    )


def _mail(change: EndpointChange, to: list[Officer], subject: Any, text: Any) -> None:
    page = reverse("central_offices:delivery", args=[change.office.code])
    for officer in to:
        with translation.override(officer.language):
            words = {"office": change.office, "link": f"{settings.PUBLIC_URL}{page}"}
            mail.send(officer.email, str(subject) % words, f"{text % words}\n")
