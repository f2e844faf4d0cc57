"""Which cases, persons and catalogue entries an officer may see. The only place that decides it."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils import timezone

from central_offices import roles

if TYPE_CHECKING:
    from datetime import date

    from central_offices.models import Officer

    Rows = models.QuerySet[Any]
else:
    Rows = models.QuerySet


class IsAnyOf(Func):
    """`column = ANY (array)`: the array is asked once, so that indexes can answer an OR with it."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = models.BooleanField()


class CaseQuerySet(Rows):
    def visible_to(self, officer: "Officer") -> "CaseQuerySet":
        """A case is visible if, and only if, the officer is active and

        * it is seen by the officer's office (owner, shares: `seen_by`), within the officer's
          clearance, and the officer holds `view_office_cases` there, or
        * the officer was invited to it by name.
        """
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        invited = IsAnyOf(F("pk"), ArraySubquery(_invitations(officer).values("content_object_id")))
        if not roles.may(officer, "view_office_cases", officer.office):
            return self.filter(invited)
        cleared = Q(seen_by__overlap=[officer.office_number], classification__lte=officer.clearance)
        return self.filter(cleared | Q(invited))

    def editable_by(self, officer: "Officer") -> "CaseQuerySet":
        """Cases of the own office, where the officer may file."""
        if not roles.may(officer, "file_case", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id)


class SeenThroughCase(Rows):
    """Shares, notes, documents and persons of a case: seen with the case."""

    def visible_to(self, officer: "Officer") -> "SeenThroughCase":
        return self.filter(case__in=apps.get_model("cases.Case").objects.visible_to(officer))


class SubjectQuerySet(Rows):
    def visible_to(self, officer: "Officer") -> "SubjectQuerySet":
        """A subject is seen through a case that the officer sees."""
        links = apps.get_model("cases.CaseSubject").objects.visible_to(officer)
        return self.filter(pk__in=links.values("subject_id"))

    def editable_by(self, officer: "Officer") -> "SubjectQuerySet":
        """Only the office that keeps the record changes it (domain.md C4 item 1)."""
        if not roles.may(officer, "file_case", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id)


class SeenThroughSubject(Rows):
    """Identities, nationalities, documents, photographs: seen with their subject."""

    def visible_to(self, officer: "Officer") -> "SeenThroughSubject":
        subjects = apps.get_model("cases.Subject").objects.visible_to(officer)
        return self.filter(subject__in=subjects)


class NameKeyQuerySet(Rows):
    def visible_to(self, officer: "Officer") -> "NameKeyQuerySet":
        """Names of subjects that the officer sees; `seen_by` spares most rows that question."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        links = apps.get_model("cases.CaseSubject").objects.visible_to(officer)
        invited = apps.get_model("cases.CaseSubject").objects.filter(
            case__in=_invitations(officer).values("content_object_id")
        )
        near = Q(seen_by__overlap=[officer.office_number]) | Q(
            IsAnyOf(F("subject_id"), ArraySubquery(invited.values("subject_id")))
        )
        return self.filter(near, Exists(links.filter(subject=OuterRef("subject_id"))))


class OffenceQuerySet(Rows):
    def visible_to(self, officer: "Officer") -> "OffenceQuerySet":
        return self if officer.is_authenticated and officer.is_active else self.none()

    def in_force(self, on: "date | None" = None) -> "OffenceQuerySet":
        day = on or timezone.now().date()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def _invitations(officer: "Officer") -> "models.QuerySet[Any]":
    """The named invitations of the officer, in guardian's direct-FK table."""
    table = apps.get_model("cases.CaseInvitation").objects
    return table.filter(user=officer, permission__codename="view_case")
