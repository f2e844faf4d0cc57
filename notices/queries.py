"""Which notices an officer may see. The only place that decides it."""

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from central_offices import roles


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, officer):
        """A notice is visible if, and only if, the officer is active and cleared for it, and

        * it is in `seen_by` of the officer's office: its owner's at all times, the others'
          from circulation on, and
        * the officer holds `view_office_cases` there, or reviews notices for the Secretariat.
        """
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        office = officer.office
        works = roles.may(officer, "view_office_cases", office)
        if not works and not roles.may(officer, "review_notice", office):
            return self.none()
        return self.filter(
            seen_by__overlap=[officer.office_number], classification__lte=officer.clearance
        )

    def editable_by(self, officer):
        if not roles.may(officer, "draft_notice", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id)

    def in_force(self):
        """Published and neither suspended, ended nor expired."""
        today = timezone.now().date()
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=today), status="PUBLISHED")

    def public(self):
        """What anybody may read: UN special notices, and others whose owner asked for an extract."""
        return self.in_force().filter(Q(colour="UN") | Q(public_extract="REQUESTED"))


class SeenThroughNotice(models.QuerySet):
    """Versions, reviews, circulations, papers: seen with their notice."""

    path = "notice"

    @classmethod
    def through(cls, path: str):
        return type(cls.__name__, (cls,), {"path": path})

    def visible_to(self, officer):
        notices = apps.get_model("notices.Notice").objects.visible_to(officer)
        return self.filter(**{f"{self.path}__in": notices})


class ConditionQuerySet(models.QuerySet):
    def in_force(self, colour: str, on=None):
        """The conditions of a colour on a day: a notice is judged by those of its submission."""
        day = on or timezone.now().date()
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gt=day), colour=colour, valid_from__lte=day
        )
