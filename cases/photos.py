"""Photographs of persons: the original stays sealed, a clean rendition of it is shown."""

import io
from typing import IO

from django.utils.translation import gettext as _

from cases import persons
from cases.models import Photo, Subject
from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady
from kernel.files import stored_files
from kernel.files.types import PHOTOS, photo_bytes
from kernel.models import StoredFile
from ledger import events

JPEG = {"image/jpeg"}
MAX_PHOTO_BYTES = 10 * 1024 * 1024


def add(
    subject: Subject,
    stream: IO[bytes],
    name: str,
    *,
    by: Officer,
    taken: str = "",
    source: str = "",
) -> Photo:
    """Keep a photograph of the person.

    Raises NotPermitted, or NotReady when the file is empty, too large or not a whole picture.
    """
    with acting.acting_as(by):
        if not persons.keeps(by, subject):
            raise NotPermitted(_("Only the office that keeps this record adds photographs to it."))
        persons.note_writer(subject, by)
        original = stored_files.store(stream, name, by=by, allowed=PHOTOS, limit=MAX_PHOTO_BYTES)
        clean = io.BytesIO(_clean(original, name))
        shown = stored_files.store(clean, "photograph.jpg", by=by, allowed=JPEG, made=True)
        photo = Photo._base_manager.create(
            subject=subject,
            original=original,
            shown=shown,
            taken=taken.strip(),
            source=source.strip(),
            added_by=by,
        )
        events.record(
            "subject.add_photo",
            by=by,
            subject=subject,
            data={"photo": str(photo.pk), "sha256": original.sha256},
            step=True,
        )
    return photo


def _clean(original: StoredFile, name: str) -> bytes:
    """The picture drawn anew, without what a camera writes beside it; NotReady if it is broken."""
    try:
        return photo_bytes(b"".join(stored_files.read(original)), name)
    except ValueError as error:
        told = _("%(name)s is not a whole picture. Choose another one.") % {"name": name}
        raise NotReady(told) from error
