"""Protection of a person of requests: what follows when a claim is entered after they have left.

A request that an office must not have by now is recalled from every office, by the system, with the
reason that the page of a recall offers to everybody: who reads it learns nothing of the person
(docs/laws.md F12). What had not left is stopped when it would leave (`leaving.still_allowed`).
"""

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from cases.models import Subject
from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices import roles
from central_offices.models import CentralOffice, Classification, Officer
from exchange.lifecycle import recipient_steps, request_steps
from exchange.models import Request, RequestRecipient
from exchange.requests import deputies, leaving, person_acts
from kernel import acting
from ledger.models import Event

STEP = "recall_by_system"
RECALLABLE = recipient_steps.steps["recall"].sources | recipient_steps.steps["recall_late"].sources


def register() -> None:
    """Called once, when the app is ready."""
    protected_status.follow(follow, lock)


def usual_reason() -> str:
    """The reason of a recall that says nothing: offered to officers, and used by the system."""
    return _("Withdrawn by the office.")


def lock(subjects: list[Subject]) -> set[int]:
    """Lock the requests with these persons and their sides; the offices that may be told."""
    named = Q(subject_ids__overlap=[subject.pk for subject in subjects])
    waiting = Q(approved_by=None) & ~Q(deputy=None)
    rows = Request._base_manager.filter(named & (Q(status=Request.Status.SENT) | waiting))
    rows = rows.select_for_update(of=("self",)).order_by("pk")
    held = dict(rows.values_list("pk", "owner_office"))
    sides = RequestRecipient._base_manager.filter(request__in=held).order_by("pk")
    return {*held.values(), *sides.select_for_update(of=("self",)).values_list("office", flat=True)}


def follow(subject: Subject, by: Officer) -> None:
    """Recall every request with this person from whom it reached and must not reach."""
    _ask_no_deputy(subject)
    rows = Request._base_manager.filter(
        subject_ids__contains=[subject.pk], status=Request.Status.SENT
    )
    for request in rows.order_by("pk"):
        sides = request.recipients.filter(status__in=RECALLABLE)
        reached = CentralOffice.objects.filter(pk__in=sides.values("office"))
        if protected_status.refused(Act.REQUEST, request.pk, reached):
            _recall(request)


def _ask_no_deputy(subject: Subject) -> None:
    """Take back what a deputy office was asked to approve, and must not see any more."""
    waiting = Request._base_manager.filter(subject_ids__contains=[subject.pk], approved_by=None)
    for request in waiting.exclude(deputy=None).select_related("owner_office", "deputy"):
        deputies.take_back(request)


def _recall(request: Request) -> None:
    """Recall it in the name of its office, whoever entered what stands against it."""
    system = roles.system(request.owner_office)
    system.clearance = max(Classification.values)  # of this object: the row keeps its own
    with acting.acting_as(system), translation.override(request.created_by.language):
        with request_steps.take(STEP, request, by=system) as locked:
            locked.recall_reason = usual_reason()
            person_acts.withdraw(locked, by=system)
            leaving.take_back(locked, system, locked.recall_reason)


def told(request: Request, officer: Officer) -> str:
    """Why the system recalled it, in a sentence for the office that asks; empty for every other.

    The office that keeps the person's record knows why. Another office reads what it would of any
    person that others contributed.
    """
    ours = request.owner_office_id == officer.office_id
    if not ours or request.status != Request.Status.RECALLED:
        return ""
    steps = Event.objects.filter(subject_id=request.pk, verb=f"request.{STEP}")
    with acting.by_a_rule("whether the system recalled it"):
        is_by_system = steps.exists()
    if not is_by_system:
        return ""
    others = Subject._base_manager.filter(pk__in=request.subject_ids)
    others = others.exclude(owner_office=officer.office_id).select_related("owner_office")
    with acting.by_a_rule("whose persons a request names"):
        keepers = sorted({str(row.owner_office) for row in others})
    if keepers:
        words = _("It names a person of %(offices)s, not to be passed on without its consent.")
        return words % {"offices": ", ".join(keepers)}
    return _("It had reached an office that must not have it by what your office has on record.")
