"""Deputy offices of requests: one is asked where nobody of the own office is left to approve.

The deputy's approvers see the request that they were asked about, and nothing else of the office
(docs/laws.md T2, docs/decisions/0036).
"""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.safeguards import originator_control, protected_status, refugee_guard
from cases.safeguards.protected_status import Act
from central_offices.access import mail
from central_offices.agreements import deputy_offices
from central_offices.models import CentralOffice, Officer
from central_offices.two_persons.lifecycle import heads
from exchange.consents import contributed
from exchange.lifecycle import request_steps
from exchange.models import Request
from exchange.second_person import approvers, second_person
from kernel.errors import NotReady

ASKED = (
    gettext_lazy("A request of %(office)s waits for its deputy office"),
    gettext_lazy(
        "Nobody of %(office)s is left who may approve it: %(deputy)s was asked. See it: %(link)s"
    ),
)
APPROVED = (
    gettext_lazy("%(deputy)s approved a request of %(office)s"),
    gettext_lazy("As deputy office, since nobody of the own one was left. See it: %(link)s"),
)


def ask(request: Request, *, by: Officer, version: int | None = None) -> None:
    """Ask the deputy office to approve it; its approvers and the own heads are told.

    Raises NotPermitted while somebody of the own office may, NotReady where there is no deputy
    office, or it must not see the request.
    """
    with request_steps.take("ask_deputy", request, by=by, version=version) as locked:
        deputy = deputy_offices.of(locked.owner_office)
        if deputy is None:
            raise NotReady(_("Your office has agreed on no deputy office for today."))
        _demand(locked, deputy)
        able = approvers(deputy, locked)
        if not able:
            raise NotReady(_("Nobody of %(office)s may approve it.") % {"office": deputy})
        locked.deputy = deputy
        _mail(locked, ASKED, able, address(locked))
        _mail(locked, ASKED, list(heads(locked.owner_office)), locked.get_absolute_url())


def approved(locked: Request, by: Officer) -> None:
    """Note who approved a locked request, and as whom; of a deputy the own heads are told.

    Raises NotReady where the deputy office must not see the request by now.
    """
    locked.approved_by, locked.approved_at = by, timezone.now()
    locked.approved_as_deputy = by.office_id != locked.owner_office_id
    if locked.approved_as_deputy:
        _demand(locked, by.office)
        _mail(locked, APPROVED, list(heads(locked.owner_office)), locked.get_absolute_url())


def named(request: Request) -> dict[str, Any]:
    """The deputy office that approved it, as a member of a message; nothing where none did."""
    deputy = request.approving_deputy
    return {"deputy": deputy.code} if deputy else {}


def waiting_for(officer: Officer) -> list[Request]:
    """The requests of other offices that this officer may approve as deputy now."""
    rows = Request.objects.for_deputy(officer)
    rows = rows.select_related("type", "owner_office", "submitted_by", "deputy")
    return [row for row in rows.order_by("created_at")[:50] if may_see(row, officer)]


def may_see(request: Request, officer: Officer) -> bool:
    """Whether the officer may approve it as deputy, and so sees it."""
    if not second_person(officer, request):
        return False
    return not protected_status.refused(Act.REQUEST, request.pk, [officer.office])


def take_back(request: Request) -> None:
    """Ask nobody any more, where what became known stands against it; the request is locked."""
    deputy = request.deputy
    if deputy and protected_status.refused(Act.REQUEST, request.pk, [deputy]):
        Request._base_manager.filter(pk=request.pk).update(deputy=None)


def address(request: Request) -> str:
    """The deputy's page of a request."""
    return reverse("exchange:as_deputy", args=[request.pk])


def _demand(request: Request, deputy: CentralOffice) -> None:
    """Raise NotReady where the deputy office must not see what stands in the request."""
    owner, to = request.owner_office, [deputy]
    refugee_guard.demand(Act.REQUEST, request.pk, owner, request.subject_ids, to, "deputy")
    words = "\n".join([*contributed.words_of(request), *map(str, request.facts.values())])
    files = request.attachments.values_list("file__sha256", flat=True)
    held = originator_control.held_back(owner, to, words, files)
    if (case := request.told_case) and request.subject_ids:
        held += originator_control.persons_held_back(case, request.subject_ids, to)
    if held:
        raise NotReady(" ".join(held), [("deputy", sentence) for sentence in held])


def _mail(request: Request, words: tuple[Any, Any], to: list[Officer], page: str) -> None:
    subject, text = words
    for officer in to:
        with translation.override(officer.language):
            said = {
                "office": request.owner_office,
                "deputy": request.deputy,
                "link": f"{settings.PUBLIC_URL}{page}",
            }
            mail.send(officer.email, str(subject) % said, f"{text % said}\n")
