"""Requests, answers and notes that an officer may see. The only place that decides it."""

from collections.abc import Iterable
from typing import Any, Self, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual

from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices.models import Officer
from kernel.values.folding import searchable

Row = TypeVar("Row", bound=models.Model)  # the model: its module imports this one

READERS = ("view_office_cases", "answer_request", "send_request")


def may_read(officer: Officer) -> bool:
    """Whether the officer works with requests at all, in the own office."""
    if not officer.is_authenticated or not officer.is_active:
        return False
    return any(officer.may(permission, officer.office) for permission in READERS)


def one_of(rows: Any, name: str) -> Q:
    """The condition that a key names one of the rows: looked up, where `in` would read them all."""
    return Q(Exists(rows.filter(pk=OuterRef(name))))


class SeenByOffice(models.QuerySet[Row]):
    """Rows that carry `seen_by` and `classification`."""

    def visible_to(self, officer: Officer) -> Self:
        """Visible if, and only if, the officer is active, works with requests in an office of
        `seen_by`, and is cleared for the level. The requesting office is in `seen_by` from the
        start; a requested office from the moment at which the request is delivered to it.
        """
        if not may_read(officer):
            return self.none()
        return self.filter(
            seen_by__overlap=[officer.office_number], classification__lte=officer.clearance
        )


class RequestQuerySet(SeenByOffice[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """As whatever an office sees; the Commission reads besides what stands against a person
        whom it watches over, once it was sent or waits for its review.
        """
        seen = super().visible_to(officer)
        if not (officer.is_authenticated and officer.is_active and officer.oversees):
            return seen
        noted = self.filter(pk__in=protected_status.noted(Act.REQUEST))
        noted = noted.filter(classification__lte=officer.clearance)
        return seen | noted.exclude(status__in=["DRAFT", "PENDING_APPROVAL", "DISCARDED"])

    def editable_by(self, officer: Officer) -> Self:
        """Drafts of the own office, where the officer may send."""
        if not officer.may("send_request", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id, status="DRAFT")

    def approvable_by(self, officer: Officer) -> Self:
        """Requests that wait for a second person, and may be decided by this one."""
        return self._for_second_person(officer).filter(status="PENDING_APPROVAL")

    def to_confirm(self, officer: Officer) -> Self:
        """Requests that left before their approval, which this officer may give afterwards."""
        left = {"status": "SENT", "approval_due__isnull": False, "approved_by": None}
        return self._for_second_person(officer).filter(**left)

    def for_deputy(self, officer: Officer) -> Self:
        """Requests that another office asked the officer's office to approve, and nothing else
        of that office; whether they may be approved now says the step.
        """
        waits = Q(status="PENDING_APPROVAL")
        waits |= Q(status="SENT", approval_due__isnull=False, approved_by=None)
        if not officer.is_authenticated or not officer.is_active or not officer.is_human:
            return self.none()
        rows = self.filter(
            waits, deputy=officer.office_id, classification__lte=officer.clearance
        ).exclude(owner_office=officer.office_id)
        return rows._with_right_of(officer)

    def _for_second_person(self, officer: Officer) -> Self:
        rows = self.visible_to(officer).filter(owner_office=officer.office_id)
        return rows._with_right_of(officer)

    def _with_right_of(self, officer: Officer) -> Self:
        """Those whose type takes a right of the officer's, who wrote nothing of them."""
        releases = []
        if officer.may("approve_request", officer.office):
            releases.append("SUPERVISOR")
        if officer.may("approve_coercive_request", officer.office):
            releases.append("HEAD")
        return self.filter(type__release__in=releases).exclude(
            Q(created_by=officer.pk)
            | Q(submitted_by=officer.pk)
            | Q(written_by__contains=[officer.pk])
        )

    def as_shown_to(self, officer: Officer) -> Self:
        """With `shown_status` and `shown_version`, from which a recipient learns of nobody else:
        whose own side is closed reads CLOSED, though the request may be under way with others; and
        the version is the one of the own side. Who is no side is told that of the request.
        """
        office = getattr(officer, "office_id", None)
        recipients = apps.get_model("exchange.RequestRecipient").objects
        own = recipients.filter(request=OuterRef("pk"), office=office)
        side = Coalesce(Subquery(own.values("version")[:1]), F("version"))
        version = Case(When(owner_office=office, then=F("version")), default=side)
        # Not whether there is a closed one: the planner would read all that the office was asked.
        rows = self.alias(own_status=Subquery(own.values("status")[:1]))
        closed = When(~Q(owner_office=office), own_status="CLOSED", then=Value("CLOSED"))
        return rows.annotate(shown_status=Case(closed, default=F("status")), shown_version=version)

    def from_us(self, officer: Officer) -> Self:
        return self.visible_to(officer).filter(owner_office=officer.office_id)

    def about(
        self, officer: Officer, *, portfolios: Iterable[str] = (), tags: Iterable[str] = ()
    ) -> Self:
        """Those under one of the portfolios, and with one of the tags, where such are named.

        Their own, or those of their case as far as the officer sees it: whoever is asked learns
        nothing of a case that is hidden.
        """
        rows, model = self, apps.get_model("cases.Case")
        cases: Any = model.objects.visible_to(officer)
        if codes := list(portfolios):
            under = model.portfolios.through.objects.filter(portfolio__in=codes).values("case_id")
            below = cases.filter(pk__in=under)
            rows = rows.filter(Q(portfolios__overlap=codes) | Q(case__in=below))
        if codes := list(tags):
            tagged = cases.filter(tags__overlap=codes)
            rows = rows.filter(Q(tags__overlap=codes) | Q(case__in=tagged))
        return rows

    def matching(self, text: str) -> Self:
        """Requests whose reference, subject or wording contains every word of `text`."""
        rows = self
        for word in searchable(text).split():
            rows = rows.filter(search_text__contains=word)
        return rows


class RecipientQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """The requesting office sees how it stands with everyone; a requested one with itself."""
        requests = apps.get_model("exchange.Request").objects.visible_to(officer)
        office = getattr(officer, "office_id", None)
        return self.filter(
            Q(office=office, delivered_at__isnull=False) | Q(request__owner_office=office),
            request__in=requests,
        )

    def to_us(self, officer: Officer) -> Self:
        """Rows that were delivered to the officer's office."""
        return self.visible_to(officer).filter(office=officer.office_id)

    def open(self) -> Self:
        model: Any = self.model
        return self.filter(status__in=model.OPEN)


class ContributionQuerySet(SeenByOffice[Row]):
    def in_request(self, officer: Officer, request_id: UUID) -> Self:
        return self.visible_to(officer).filter(request=request_id).order_by("written_at", "id")


class AttachmentQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """Seen with what it belongs to; while it belongs to nothing, by the uploader's office."""
        if not may_read(officer):
            return self.none()
        requests = apps.get_model("exchange.Request").objects.visible_to(officer)
        contributions = apps.get_model("exchange.Contribution").objects.visible_to(officer)
        seen = one_of(requests, "request") | one_of(contributions, "contribution")
        return self.filter(seen | Q(request=None, contribution=None, uploaded_by=officer.pk))


class ConsentQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """To the office that asks, and to the owner once it has arrived there; to nobody else.

        The owner of a note or document decides although the case is shown to it no longer.
        """
        if not may_read(officer):
            return self.none()
        requests = apps.get_model("exchange.Request").objects.visible_to(officer)
        cases = apps.get_model("cases.Case").objects.visible_to(officer)
        asked = Q(office=officer.office_id)
        owned = Q(owner=officer.office_id, arrived_at__isnull=False)
        number = models.IntegerField()
        level = Func(F("case"), function="exchange_level_of_case", output_field=number)
        cleared = Q(LessThanOrEqual(level, officer.clearance))  # also where the case isn't seen
        here, there = one_of(requests, "request"), one_of(cases, "case")
        return self.filter((asked | owned) & here | asked & there | owned & cleared)

    def waiting_for(self, officer: Officer) -> Self:
        """Consents that the officer's office is asked for and has not decided."""
        return self.visible_to(officer).filter(owner=officer.office_id, status="ASKED")

    def granted(self) -> Self:
        """Those that may be relied on: given, and the consent has arrived."""
        return self.filter(status="GRANTED", told_at__isnull=False)


class TextBlockQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """The texts of the own office."""
        if not may_read(officer):
            return self.none()
        return self.filter(office=officer.office_id)


class EscalationQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """Its own ladder to the office that is late; to the one that asks, the top of it."""
        recipients = apps.get_model("exchange.RequestRecipient").objects.visible_to(officer)
        office = getattr(officer, "office_id", None)
        return self.filter(
            Q(recipient__office=office) | Q(recipient__request__owner_office=office, level=3),
            recipient__in=recipients,
        )

    def live(self) -> Self:
        """Those whose clock still stands as it stood: nothing has happened since."""
        return self.filter(due=F("recipient__next_due"))


class ArrestQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """Seen with what reported it: by who holds the person, and by who asked for it."""
        said = apps.get_model("exchange.Contribution").objects.visible_to(officer)
        recipients = apps.get_model("exchange.RequestRecipient").objects.visible_to(officer)
        return self.filter(contribution__in=said, recipient__in=recipients)

    def waiting(self) -> Self:
        """Those for whom papers are awaited, and those who have to be released."""
        model: Any = self.model
        return self.filter(status__in=model.WAITING)


class AlarmQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        return self.filter(arrest__in=apps.get_model("exchange.Arrest").objects.visible_to(officer))


class NoteQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        requests = apps.get_model("exchange.Request").objects.visible_to(officer)
        return self.filter(office=getattr(officer, "office_id", None), request__in=requests)


class TransferQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """With the request, and by the office whose work it is; by no other."""
        recipients = apps.get_model("exchange.RequestRecipient").objects.to_us(officer)
        return self.filter(recipient__in=recipients)

    def undecided(self) -> Self:
        model: Any = self.model
        return self.filter(status__in=model.OPEN)

    def waiting_for(self, officer: Officer) -> Self:
        """Transfers that the officer is offered or asked for and has not decided; oldest first."""
        rows = self.visible_to(officer).undecided().filter(to=officer.pk)
        return rows.select_related("recipient__request", "made_by").order_by("made_at", "id")


class ShiftHandoverQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """The own office only, where the officer works with requests and is cleared."""
        if not may_read(officer):
            return self.none()
        return self.filter(office=officer.office_id, classification__lte=officer.clearance)


class RequestReviewQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """The Secretariat's reviewers, as far as they are cleared for the request."""
        if not officer.is_authenticated or not officer.is_active or not officer.reviews:
            return self.none()
        return self.filter(request__classification__lte=officer.clearance)

    def open(self) -> Self:
        model: Any = self.model
        return self.filter(status__in=model.OPEN)


class BulkRowQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """Rows of bulks that the caller itself sent."""
        return self.filter(created_by=officer.pk) if may_read(officer) else self.none()
