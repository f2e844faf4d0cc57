"""Freezing of a notice: what was submitted, as canonical JSON with its SHA-256.

Other offices, papers, messages and the public extract are made from the frozen copy only.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max

from cases import names
from cases.safeguards import typed_codes
from central_offices.models import Officer
from kernel.models import StoredFile
from kernel.values.text import capitals
from ledger.events import canonical
from notices.models import Notice, NoticeVersion
from notices.payload import days
from notices.payload.shape import Identity, Payload, Subject

Named = tuple[str, tuple[date | None, date | None]]


def sha256(payload: Any) -> str:
    """The digest of a payload in canonical JSON: the same before and after the database."""
    return hashlib.sha256(canonical(payload).encode()).hexdigest()


def is_intact(version: NoticeVersion) -> bool:
    """Whether a version still says what its digest says."""
    return sha256(version.payload) == version.sha256


def freeze(
    notice: Notice,
    payload: Payload,
    *,
    by: Officer,
    photo: StoredFile | None = None,
    reason: str = "",
) -> NoticeVersion:
    """Keep `payload` as the next version of the notice, and make it the current one.

    The notice is locked by the caller's step, so that numbers neither repeat nor skip.
    """
    last = notice.versions.aggregate(last=Max("n"))["last"] or 0
    version = NoticeVersion(
        notice=notice,
        n=last + 1,
        payload=payload,
        sha256=sha256(payload),
        photo=photo,
        made_by=by,
        reason=reason,
    )
    version.save(force_insert=True)
    notice.current_version = version
    notice.title = title_of(payload)
    notice.sort_key = notice.title.casefold()[:200]
    return version


def for_others(payload: Payload) -> Payload:
    """The copy as other offices get it: without what is the owner's own business.

    Whom the owner left out, the number of its case and the key of its record are not told; nor is
    a code for a refugee, which copies from before protected status had tables of its own may hold.
    """
    hidden = {"not_for", "case", "extract_fields"}
    told: Any = {name: value for name, value in payload.items() if name not in hidden}
    if subject := told.get("subject"):
        told["subject"] = {name: value for name, value in subject.items() if name != "id"}
        photos = subject.get("photos", [])
        told["subject"]["photos"] = [
            {name: value for name, value in photo.items() if name != "file"} for photo in photos
        ]
    copy: Payload = typed_codes.without_codes(told)
    return copy


def title_of(payload: Payload) -> str:
    """The name that lists show: FAMILY, forename, else the name as it is written in Latin."""
    for identity in (payload.get("subject") or Subject()).get("identities", []):
        family, forename = identity.get("family_name", ""), identity.get("forename", "")
        if family and forename:
            return f"{capitals(family)}, {forename}"[:300]
        return (identity.get("romanised") or identity.get("as_written", ""))[:300]
    return ""


def names_of(payload: Payload) -> list[Named]:
    """Every name in the copy with the interval of birth that goes with it, for the name keys."""
    found: dict[Named, None] = {}
    for identity in (payload.get("subject") or Subject()).get("identities", []):
        for born in _births(identity.get("born"), identity.get("also_born", [])):
            for name in _spellings(identity):
                found[name, born] = None
    return list(found)


def _spellings(identity: Identity) -> list[str]:
    written = identity.get("as_written") or ""
    parts = identity.get("family_name") or "", identity.get("forename") or ""
    read = names.reading(written, *parts)
    return names.all_spellings(written, identity.get("romanised") or "", read)


def numbers_of(payload: Payload) -> list[str]:
    """The number of every document in the copy, for the keys under which it is found."""
    documents = (payload.get("subject") or Subject()).get("documents", [])
    return [str(row["number"]) for row in documents if row.get("number")]


def _births(born: Any, others: Iterable[Any]) -> list[tuple[date | None, date | None]]:
    return [days.bounds(value) for value in (born, *others)]
