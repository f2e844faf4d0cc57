"""For which purpose, and for which case, a call of the API is made (RPD art. 10; docs/laws.md T4).

An office's system has a usual purpose; the headers X-Purpose and X-Case say another one, within
the set that it was registered with. Events of reads and searches carry both.
"""

from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from central_offices.access.officer_request import OfficerCall
from central_offices.models import Purpose
from kernel import acting
from kernel.errors import NotPermitted


class Use(NamedTuple):
    """The purpose and reason that the caller gave; events of the call carry them."""

    purpose: str
    case_id: UUID | None


def use_of(request: OfficerCall) -> Use:
    """The purpose and the case of a call; raises NotPermitted or ValidationError."""
    call: Any = request._request  # the one object that lasts as long as the call
    if getattr(call, "use", None) is None:
        call.use = Use(_purpose(request), _case(request))
    use: Use = call.use
    return use


def note(request: OfficerCall) -> None:
    """Let every event of this call carry the purpose and the case that the caller said."""
    use, act = use_of(request), acting.current()
    act.purpose, act.case_id = use.purpose, use.case_id


def _purpose(request: OfficerCall) -> str:
    client = getattr(request.user, "api_client", None) if request.auth else None
    usual = client.default_purpose if client else Purpose.INFORMATION
    allowed = {usual, *client.purposes} if client else set(Purpose.values)
    given = request.headers.get("X-Purpose", "").strip() or usual
    if given not in Purpose.values:
        raise ValidationError({"X-Purpose": [_("Name one of: %s.") % ", ".join(Purpose.values)]})
    if given not in allowed:
        raise NotPermitted(_("This client may name the purposes: %s.") % ", ".join(sorted(allowed)))
    return given


def _case(request: OfficerCall) -> UUID | None:
    """A case that the caller sees: nobody writes into the history of another's case."""
    text = request.headers.get("X-Case", "").strip()
    if not text:
        return None
    try:
        case = UUID(text)
    except ValueError as error:
        raise ValidationError({"X-Case": [_("Send the id of the case, a UUID.")]}) from error
    if not apps.get_model("cases.Case").objects.visible_to(request.user).filter(pk=case).exists():
        raise ValidationError({"X-Case": [_("There is no such case that you may see.")]})
    return case
