"""Release of a frozen notice to the General Secretariat: by the head of the office, or for it.

Where nobody is left in the office who may release it and wrote nothing of it, the office asks the
Secretariat to release: by somebody who will not review it, for a reason that the reviewer reads.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from central_offices.models import CentralOffice, Officer
from kernel.errors import NotReady, Stale
from ledger.delivery import outbox
from notices.conditions import judging
from notices.lifecycle import notice_steps
from notices.models import Notice, NoticeVersion, frozen_version
from notices.workflow import protection, visibility


def release(
    notice: Notice, *, by: Officer, sha256: str | None = None, version: int | None = None
) -> None:
    """Ask the General Secretariat to publish.

    `sha256` is the digest of the version that the head read: releasing another one is refused as
    Stale. Raises NotReady with every condition that is not met (RPD art. 83, 84).
    """
    with notice_steps.take(
        "release", notice, by=by, version=version, sha256=_digest(notice)
    ) as row:
        frozen = _hand_over(row, by, sha256)
        outbox.post(
            "notice.requested",
            thread=row.pk,
            sender=by.office,
            to=[CentralOffice.objects.secretariat()],
            classification=row.classification,
            handling_codes=row.handling_codes,
            data={"notice": str(row.pk), "colour": row.colour, "sha256": frozen.sha256},
        )


def ask_for_release(
    notice: Notice, *, by: Officer, reason: str, version: int | None = None
) -> None:
    """Ask the Secretariat to release for the office, since nobody is left there who may.

    From now on the Secretariat sees the notice. Raises NotReady without a reason.
    """
    if not reason.strip():
        raise NotReady(_("Say why nobody of your office can release it."))
    with notice_steps.take(
        "ask_for_release", notice, by=by, version=version, detail={"reason": reason}
    ) as row:
        row.release_asked_because = reason.strip()
        row.updated_at = timezone.now()
        row.seen_by = visibility.offices_of(row)


def release_for_office(
    notice: Notice,
    *,
    by: Officer,
    reason: str,
    sha256: str | None = None,
    version: int | None = None,
) -> None:
    """Release for an office that asked for it. Whoever does never reviews it; raises as `release`.

    `reason` is what the reviewer reads beside the office's own.
    """
    if not reason.strip():
        raise NotReady(_("Say why you release it for the office."))
    digest, detail = _digest(notice), {"reason": reason}
    with notice_steps.take(
        "release_for_office", notice, by=by, version=version, sha256=digest, detail=detail
    ) as row:
        row.release_asked_because += f"\n\n{by.office}: {reason.strip()}"
        _hand_over(row, by, sha256)


def _hand_over(row: Notice, by: Officer, sha256: str | None) -> NoticeVersion:
    """Give the locked notice to the reviewers, if every condition for it is met."""
    frozen = frozen_version(row)
    if sha256 is not None and frozen.sha256 != sha256:
        raise Stale(_("The draft was changed after you read it. Read it again."), theirs=row)
    now = timezone.now()
    row.requested_at = row.updated_at = now
    blocked = [one for one in judging.for_release(row, frozen.payload, now.date()) if one.blocks]
    if blocked:
        raise NotReady(
            _("This notice cannot be released: %(reasons)s")
            % {"reasons": " ".join(f"{b.rule.article}: {b.finding.reason}" for b in blocked)},
            [(b.rule.code, f"{b.rule.article}: {b.finding.reason}") for b in blocked],
        )
    protection.demand(row, by=by)
    protection.submitted(row)
    row.released_by = by
    row.seen_by = visibility.offices_of(row)
    return frozen


def _digest(notice: Notice) -> str:
    return notice.current_version.sha256 if notice.current_version else ""
