"""Which cases, persons and catalogue entries an officer may see. The only place that decides it."""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from central_offices import roles


class CaseQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """A case is visible if, and only if, the officer is active and

        * it is seen by the officer's office (owner, shares: `seen_by`), within the officer's
          clearance, and the officer holds `view_office_cases` there, or
        * the officer was invited to it by name.
        """
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        invitations = apps.get_model("cases.CaseInvitation").objects.filter(
            user=officer, permission__codename="view_case"
        )
        invited = Q(pk__in=invitations.values("content_object_id"))
        if not roles.may(officer, "view_office_cases", officer.office):
            return self.filter(invited)
        cleared = Q(seen_by__overlap=[officer.office_number], classification__lte=officer.clearance)
        return self.filter(cleared | invited)

    def editable_by(self, officer):
        """Cases of the own office, where the officer may file."""
        if not roles.may(officer, "file_case", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id)


class SubjectQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """A subject is seen through a case that the officer sees."""
        cases = apps.get_model("cases.Case").objects.visible_to(officer)
        links = apps.get_model("cases.CaseSubject").objects.filter(case__in=cases)
        return self.filter(pk__in=links.values("subject_id"))

    def editable_by(self, officer):
        return self.visible_to(officer).filter(owner_office=officer.office_id)


class SeenThroughSubject(models.QuerySet):
    """Identities, nationalities, documents, photographs: seen with their subject."""

    def visible_to(self, officer):
        subjects = apps.get_model("cases.Subject").objects.visible_to(officer)
        return self.filter(subject__in=subjects)


class OffenceQuerySet(models.QuerySet):
    def visible_to(self, officer):
        return self if officer.is_authenticated and officer.is_active else self.none()

    def in_force(self, on=None):
        day = on or timezone.now().date()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
