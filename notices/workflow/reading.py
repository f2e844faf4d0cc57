"""Reading of a notice: the owner reads its draft, everybody else the frozen copy."""

from cases.safeguards import typed_codes
from central_offices.models import Officer
from kernel.models import StoredFile
from notices.models import Notice
from notices.payload import freeze, of_draft
from notices.payload.shape import Payload


def owns(officer: Officer, notice: Notice) -> bool:
    """Whether the notice is the officer's own office's."""
    return bool(officer.office_id == notice.owner_office_id)


def reads_all(officer: Officer, notice: Notice) -> bool:
    """Whether the officer reads what only its office and the Secretariat's reviewers read."""
    return owns(officer, notice) or officer.reviews


def is_draft_for(officer: Officer, notice: Notice) -> bool:
    """Whether the officer reads the typed tables as they stand, and no frozen copy."""
    drafting = notice.status in Notice.EDITABLE or notice.current_version is None
    return owns(officer, notice) and drafting


def payload_for(officer: Officer, notice: Notice) -> Payload:
    """The payload as this officer may read it."""
    if is_draft_for(officer, notice):
        return of_draft.payload_of(notice)
    assert notice.current_version is not None
    frozen: Payload = notice.current_version.payload
    if owns(officer, notice):
        return frozen
    if officer.reviews:
        whole: Payload = typed_codes.without_codes(frozen)
        return whole
    return freeze.for_others(frozen)


def photo_for(officer: Officer, notice: Notice) -> StoredFile | None:
    """The photograph that goes with what the officer reads."""
    if is_draft_for(officer, notice):
        return of_draft.photo_of(notice)
    return notice.current_version.photo if notice.current_version else None
