"""The copy of the warrant: kept with the judicial data of a draft, read by owner and reviewers."""

from __future__ import annotations  # Django's UploadedFile takes its type in annotations only

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from central_offices.models import Officer
from kernel import acting
from kernel.files import stored_files
from kernel.models import StoredFile
from notices.models import Notice
from notices.payload.shape import Payload
from notices.workflow import drafting

ALLOWED = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


def judicial(
    notice: Notice,
    *,
    by: Officer,
    version: int | None = None,
    warrant_file: UploadedFile[bytes] | None = None,
    **given: Any,
) -> None:
    """Save the judicial data; a new file takes the place of the copy kept so far."""
    if warrant_file is not None:
        name = warrant_file.name or "warrant"
        given["warrant_copy"] = stored_files.store(warrant_file, name, by=by, allowed=ALLOWED)
    drafting.judicial(notice, by=by, version=version, **given)


def copy_of(notice: Notice, payload: Payload) -> StoredFile | None:
    """The copy that the payload names by its digest; None where there is none."""
    with acting.by_a_rule("the warrant of a notice"):
        row = getattr(notice, "proceeding", None)
        kept = row.warrant_copy if row else None
    named = ((payload.get("proceeding") or {}).get("warrant") or {}).get("copy_sha256")
    return kept if kept is not None and kept.sha256 == named else None
