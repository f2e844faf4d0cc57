"""Visibility of cases, persons and catalogue entries: the only place that decides it."""

from typing import Any, Self, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from central_offices.models import Officer, Role
from central_offices.sign_in import who_acts
from kernel.who_reads import audiences

Row = TypeVar("Row", bound=models.Model)  # the model: its module imports this one


class CaseQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """A case is visible if, and only if, the officer is active and

        * it is within the officer's clearance, and
        * it is seen by the officer's office (owner, shares: `seen_by`), and the officer holds
          `view_office_cases` there, or the officer was invited to it by name.
        """
        if not officer.is_authenticated or not officer.is_active:
            return self.none()
        invited = invited_to(officer)
        cleared = self.filter(classification__lte=officer.clearance)
        if not officer.may("view_office_cases", officer.office):
            return cleared.filter(pk__in=invited)
        seen = Q(seen_by__overlap=[officer.office_number])
        # An OR that is always there would keep the indexes from answering alone.
        return cleared.filter(seen | Q(pk__in=invited) if invited else seen)

    def editable_by(self, officer: Officer) -> Self:
        """Cases of the own office, where the officer may file."""
        if not officer.may("file_case", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id)


def may_edit(officer: Officer, case: Any) -> bool:
    """Whether a case that the officer sees is among those of `editable_by`."""
    return case.owner_office_id == officer.office_id and officer.may("file_case", officer.office)


class SeenThroughCase(models.QuerySet[Row]):
    """Shares, notes, documents and persons of a case: seen with the case."""

    def visible_to(self, officer: Officer) -> Self:
        return self.filter(case__in=apps.get_model("cases.Case").objects.visible_to(officer))


class SubjectQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """A subject is seen through a case that the officer sees (`seen_at` repeats which)."""
        return self.filter(_through_a_case(officer, "pk"))

    def editable_by(self, officer: Officer) -> Self:
        """Only the office that keeps the record changes it (docs/laws.md F1)."""
        if not officer.may("file_case", officer.office):
            return self.none()
        return self.visible_to(officer).filter(owner_office=officer.office_id)


class SeenThroughSubject(models.QuerySet[Row]):
    """Identities, nationalities, documents, photographs: seen with their subject."""

    def visible_to(self, officer: Officer) -> Self:
        subjects = apps.get_model("cases.Subject").objects.visible_to(officer)
        return self.filter(subject__in=subjects)


class NameKeyQuerySet(models.QuerySet[Row]):
    def visible_to(self, officer: Officer) -> Self:
        """Names of subjects that the officer sees."""
        return self.filter(_through_a_case(officer, "subject_id"), subject__isnull=False)


def _through_a_case(officer: Officer, key: str) -> Q:
    """Of a subject that is in a case which the officer sees by the office or by an invitation.

    The rule of `CaseQuerySet.visible_to`, for rows that repeat it in `seen_at`.
    """
    if not officer.is_authenticated or not officer.is_active:
        return Q(pk__in=[])
    seen = Q(pk__in=[])
    if officer.may("view_office_cases", officer.office):
        seen = Q(seen_at__overlap=audiences.up_to(officer.office_number, officer.clearance))
    if invited := invited_to(officer):
        links = apps.get_model("cases.CaseSubject").objects.filter(
            case__in=invited, case__classification__lte=officer.clearance
        )
        seen |= Q(**{f"{key}__in": list(links.values_list("subject_id", flat=True))})
    return seen


def invited_to(officer: Officer) -> list[UUID]:
    """The cases to which the officer is invited by name (guardian's direct-FK table).

    An invitation rests on the officer's work: it is dead while the officer holds no role, or
    administers.
    Asked once and kept on the officer, as roles are; `forget_invitations` ends that.
    """
    # On the object and in no cache: it lives as long as the request or task that holds it.
    cached: list[UUID] | None = officer.kept.get("invited")
    if cached is not None:
        return cached
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_invitations_of(%s)", [officer.pk])
        return _keep_invited(officer, [case for (case,) in cursor.fetchall()])


# A function past the policies of rows: it tells who acts, before anybody does.
INVITED = "SELECT public.cases_invitations_of(o.id)"


def register() -> None:
    """Read invitations together with the officer; called once, when the app is ready."""
    who_acts.read_besides(INVITED, _keep_invited)


def _keep_invited(officer: Officer, found: list[UUID]) -> list[UUID]:
    if found and not reads_when_invited(officer):
        found = []
    officer.kept["invited"] = found
    return found


def reads_when_invited(officer: Officer) -> bool:
    """Whether the officer may read what somebody invites to: holds a role, does not administer."""
    return bool(officer.roles_held()) and not officer.has_role(Role.ADMINISTRATOR)


def forget_invitations(officer: Officer) -> None:
    """Ask anew to which cases the officer is invited, after an invitation began or ended."""
    officer.kept.pop("invited", None)
