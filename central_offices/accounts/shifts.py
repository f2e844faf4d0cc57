"""The duty role for one shift, given by a head alone to somebody who is not new."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.accounts import agreed, staff
from central_offices.models import Officer, Role, RoleGrant
from central_offices.models.officers import ONE_SHIFT
from central_offices.two_persons import counting
from kernel.errors import NotPermitted, NotReady


def give_shift(officer: Officer, *, by: Officer, hours: int, reason: str = "") -> RoleGrant:
    """The head alone gives the duty role for one shift that begins now, to somebody not new.

    It counts at once: who takes a shift over at night can't wait for days. Raises NotPermitted,
    NotReady or WrongState.
    """
    told = {"role": Role.DUTY_OFFICER.value, "hours": hours}
    with staff.held(officer, "give_shift", by=by, data=told, detail={"reason": reason}) as locked:
        if not staff.leads(by, locked):
            raise NotPermitted(_("Only a head of the officer's office gives a shift."))
        counting.demand(by, "manage_office")
        staff.demand_active(locked)
        if not 0 < hours <= ONE_SHIFT.total_seconds() // 3600:
            raise NotReady(_("A shift has 1 to 24 hours."))
        if not counting.counts(locked, "answer_request"):
            raise NotReady(_("The account or the role of this officer is too new for it."))
        if not locked.may("answer_request", locked.office):
            raise NotReady(_("Only somebody who answers requests of the office takes a shift."))
        begins = timezone.now()
        ends = begins + timedelta(hours=hours)
        agreed.demand_fit(locked, Role.DUTY_OFFICER, begins, ends)
        grant = locked.grants.create(
            office=locked.office,
            role=Role.DUTY_OFFICER,
            valid_from=begins,
            valid_to=ends,
            granted_by=by,
            for_one_shift=True,
            reason=reason,
        )
        locked.refresh_rights()
    return grant
