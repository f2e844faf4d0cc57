"""Visibility of notices and of all that belongs to them: the only place that decides it."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.safeguards import protected_status
from cases.safeguards.protected_status import Act
from central_offices.models import Officer, Role
from central_offices.queries.dated import DatedQuerySet

# Conditions about what only the Commission knows, or reviewers find by fingerprint (docs/laws.md
# F12, F13): no office learns how they were answered.
TOLD_TO_NOBODY = frozenset({"NO_OBJECTION", "NO_SIGN_OF_OBJECTION", "NO_EARLIER_REFUSAL"})
Row = TypeVar("Row", bound=models.Model)  # the model: its module imports this one


class NoticeQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """A notice is visible if, and only if, the officer is active and cleared for it, and

        * it is in `seen_by` of the officer's office: its owner's at all times, the Secretariat's
          from the head's release on, the others' from publication on, and
        * the officer holds `view_office_cases` there, or reviews notices for the Secretariat.

        The Commission reads besides what stands against a person whom it watches over.
        """
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        seen = Q(pk__in=[])
        if officer.may("view_office_cases", officer.office) or officer.reviews:
            seen = Q(seen_by__overlap=[officer.office_number])
        elif not oversees(officer):
            return self.none()
        if oversees(officer):
            noted = Q(pk__in=protected_status.noted(Act.NOTICE))
            seen |= noted & ~Q(status__in=["DRAFT", "RETURNED", "NATIONAL_REVIEW", "DELETED"])
        return self.filter(seen, classification__lte=officer.clearance)

    def editable_by(self, officer: Officer) -> Self:
        if not officer.may("draft_notice", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id)

    def in_force(self) -> Self:
        """Published and neither suspended, ended nor expired."""
        return self.filter(_not_over(), status="PUBLISHED")

    def to_review(self, officer: Officer) -> Self:
        """Notices that wait for the Secretariat's reviewers, or were claimed by one."""
        return self.visible_to(officer).filter(status__in=["REQUESTED", "UNDER_REVIEW"])

    def released_for_offices(self, *, since: datetime) -> Self:
        """Notices that the Secretariat released for offices since then: their number is public."""
        rows = self.filter(released_by__isnull=False, requested_at__gte=since)
        return rows.exclude(release_asked_because="")

    def to_release(self, officer: Officer) -> Self:
        """Notices that wait for the officer's release: the own office's, written by somebody else.

        For the Secretariat's reviewers: what offices asked it to release for them.
        """
        waiting = self.visible_to(officer).filter(status="NATIONAL_REVIEW")
        if officer.may("release_notice", officer.office):
            waiting = waiting.filter(owner_office=officer.office_id)
        elif officer.reviews:
            waiting = waiting.exclude(release_asked_because="")
        else:
            return self.none()
        return waiting.exclude(written_by__contains=[officer.pk])


class DraftQuerySet(models.QuerySet[Row]):
    """Drafts in typed tables: only the owner sees them, everybody else the frozen copy."""

    def visible_to(self, officer: Officer) -> Self:
        mine = _notices().visible_to(officer).filter(owner_office=officer.office_id)
        return self.filter(**{f"{self._path()}__in": mine})

    def _path(self) -> str:
        return "notice" if hasattr(self.model, "notice") else "proceeding__notice"


class VersionQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """The version in force with its notice; earlier ones only to the owner and reviewers."""
        seen = self.filter(notice__in=_notices().visible_to(officer))
        return seen if officer.reviews else seen.filter(_current() | _owned(officer, "notice"))


class ReviewQuerySet(models.QuerySet[Row]):
    """Reviews: for the Secretariat; for the owner once it is told of a decision."""

    version = "notice_version"
    outcome = "outcome"

    def visible_to(self, officer: Officer) -> Self:
        """The owner sees what it was returned for, or refused for: no proposal, and no doubt."""
        notice = f"{self.version}__notice"
        seen = self.filter(**{f"{notice}__in": _notices().visible_to(officer)})
        if officer.reviews:
            return seen
        is_told = Q(**{self.outcome: "RETURN"}) | Q(**{f"{notice}__status": "REFUSED"})
        return seen.filter(_owned(officer, notice), is_told)


class ReviewItemQuerySet(ReviewQuerySet[Row]):
    version = "review__notice_version"
    outcome = "review__outcome"

    def visible_to(self, officer: Officer) -> Self:
        """As the review; the owner sees no item about what only the Commission knows."""
        seen = super().visible_to(officer)
        return seen if officer.reviews else seen.told()

    def told(self) -> Self:
        """Those that the owner may be told of."""
        return self.exclude(condition__code__in=TOLD_TO_NOBODY)


class CirculationQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """The owner and the Secretariat see every office; an office sees its own row."""
        seen = self.filter(notice__in=_notices().visible_to(officer))
        if officer.reviews:
            return seen
        return seen.filter(Q(office=officer.office_id) | _owned(officer, "notice"))


class PaperQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """The own office's papers, and for the owner every paper of its notice but the proofs."""
        seen = self.filter(notice__in=_notices().visible_to(officer))
        own = Q(office=officer.office_id)
        return seen.filter(own | Q(proof=False) & _owned(officer, "notice"))


class ExtractQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer | None = None) -> Self:
        """Anybody may read an extract while its notice is in force.

        It is there no longer than the notice is published: the database takes it away at the commit
        (`extract_goes`), so that no list need look at the notices.
        """
        return self.filter(_not_over())


class ConditionQuerySet(DatedQuerySet[Row]):
    def of_colour(self, colour: str) -> Self:
        """The conditions of a kind of notice; a notice is judged by those of its submission."""
        return self.filter(colour=colour)


class RefusalQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """That somebody was refused is for the Secretariat's reviewers and the Commission alone."""
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        return self if officer.reviews or oversees(officer) else self.none()

    def kept(self) -> Self:
        """Those by which persons are found."""
        return self.filter(status="KEPT", kept_until__gt=timezone.now())


def oversees(officer: Officer) -> bool:
    """Whether the officer is a person of the Commission."""
    return officer.is_human and officer.oversees


UN_LIST_ROLES = (Role.ADMINISTRATOR, Role.REVIEWER)


def keeps_un_list(officer: Officer) -> bool:
    """The officer is a person: an administrator or a reviewer of the General Secretariat."""
    ours = officer.is_active and officer.is_human and officer.office.is_secretariat
    return ours and officer.has_role(*UN_LIST_ROLES)


class UnListEditionQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """Editions of the UN list are seen by those who may bring or confirm one."""
        may = officer.is_authenticated and keeps_un_list(officer)
        return self.all() if may else self.none()


def _not_over() -> Q:
    """Rows whose last day, if they have one, is not past."""
    return Q(valid_until=None) | Q(valid_until__gte=timezone.now().date())


def _owned(officer: Officer, path: str) -> Q:
    return Q(**{f"{path}__owner_office": officer.office_id})


def _current() -> Q:
    return Q(notice__current_version=F("pk"))


def _notices() -> NoticeQuerySet[Any]:
    found: NoticeQuerySet[Any] = apps.get_model("notices.Notice").objects.all()
    return found
