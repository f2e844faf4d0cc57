"""Rights that an officer holds: roles in force, and guardian's permissions that follow from them.

Asked once and kept on the officer's object, which lives as long as one request or task.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db import models
from django.db.models import Min, Q
from django.utils import timezone
from guardian.core import ObjectPermissionChecker

from central_offices.models import rights
from central_offices.models.offices import CentralOffice

# What is kept on an officer for the length of a request.
KEPT_ON_THE_OFFICER = ("_checker_kept", "_rights", "_roles")


class HoldsRights:
    """The part of an officer that answers what he may; the groups follow from the grants here."""

    pk: Any
    kind: str
    office: CentralOffice
    office_id: int
    grants: Any
    groups: Any
    is_active: bool
    rights_change_at: datetime | None

    @property
    def kept(self) -> dict[str, Any]:
        """Things that others keep on the officer for the length of a request.

        They are reached by this name also where a request's lazy object stands around it.
        """
        found: dict[str, Any] = self.__dict__.setdefault("_kept", {})
        return found

    @property
    def is_at_work(self) -> bool:
        """Whether the account is open, and its office has not left."""
        return self.is_active and not self.office.has_left

    def may(self, permission: str, obj: models.Model) -> bool:
        """Holds the object permission on an office or portfolio, today.

        Asked once per officer and request: guardian's answers are kept on the officer.
        """
        if not self.is_at_work:
            return False
        place, held = self.__dict__.get("_rights", (None, frozenset()))
        if place is not None and isinstance(obj, CentralOffice) and obj.pk == place:
            return permission in held
        return self._checker().has_perm(permission, obj)

    def permissions_here(self) -> frozenset[str]:
        """The permissions on the own office."""
        place, held = self.__dict__.get("_rights", (None, frozenset()))
        if place == self.office_id:
            return held if self.is_at_work else frozenset()
        here = self._checker().get_perms(self.office) if self.is_at_work else ()
        return frozenset(here)

    def may_all(self, permission: str, objs: Iterable[models.Model]) -> bool:
        """Holds the permission on every one of the objects, of which there is one; asks once."""
        objs = list(objs)
        if not objs or not self.is_at_work:
            return False
        checker = self._checker()
        checker.prefetch_perms(cast(Any, objs))  # a list will do, whatever its hint says
        return all(checker.has_perm(permission, obj) for obj in objs)

    def has_role(self, *roles: str) -> bool:
        """Holds one of the roles in the own office now (menus, landing pages)."""
        return bool(set(roles) & self.roles_held())

    def roles_held(self) -> set[str]:
        """The roles in force in the own office that the officer can hold there at all."""
        # In __dict__, as in `_checker`: asked for every entry of the menu, in one request.
        kept: set[str] | None = self.__dict__.get("_roles")
        if kept is None:
            rows = self.grants.in_force().filter(office=self.office_id)
            kept = self._fitting(rows.values_list("role", flat=True))
            self.__dict__["_roles"] = kept
        return kept

    def keep_rights(self, roles: Iterable[str], permissions: Iterable[str]) -> None:
        """Keep the roles in force and the permissions on the own office that were just read.

        Where a role began or ended meanwhile, the groups have to be refreshed first.
        """
        self.__dict__["_roles"] = self._fitting(roles)
        if not self._rights_are_due:
            self.__dict__["_rights"] = self.office_id, frozenset(permissions)

    def _fitting(self, roles: Iterable[str]) -> set[str]:
        return {role for role in roles if rights.fits(role, self.office, self.kind)}

    @property
    def _rights_are_due(self) -> bool:
        return self.rights_change_at is not None and self.rights_change_at <= timezone.now()

    def refresh_rights(self) -> None:
        """Derive the groups from the grants in force: the only writer of groups."""
        self.forget_rights()
        held = self.roles_held() if self.is_active else set()
        self.groups.set({rights.group_of(self.office, role) for role in held})
        self.rights_change_at = self._next_change()
        rows = cast(Any, type(self))._base_manager.filter(pk=self.pk)
        rows.update(rights_change_at=self.rights_change_at)
        self.forget_rights()

    def forget_rights(self) -> None:
        """Ask anew what the officer holds: something may have changed."""
        for kept in KEPT_ON_THE_OFFICER:
            self.__dict__.pop(kept, None)
        self.kept.pop("waits", None)

    def _checker(self) -> ObjectPermissionChecker:
        # In __dict__ and not in a field: it lives as long as this object, which is one request.
        if "_checker_kept" not in self.__dict__:
            # A role begins and ends at its moment, also while no worker runs.
            if self._rights_are_due:
                self.refresh_rights()
            self.__dict__["_checker_kept"] = ObjectPermissionChecker(cast(Any, self))
        checker: ObjectPermissionChecker = self.__dict__["_checker_kept"]
        return checker

    def _next_change(self) -> datetime | None:
        now = timezone.now()
        moments = self.grants.filter(office=self.office_id).aggregate(
            begins=Min("valid_from", filter=Q(valid_from__gt=now)),
            ends=Min("valid_to", filter=Q(valid_to__gt=now)),
        )
        return min((moment for moment in moments.values() if moment), default=None)
