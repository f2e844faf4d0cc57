"""Photographs of persons: the original stays sealed, a clean rendition of it is shown."""

import io
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from agency.kernel import files, wall
from agency.kernel.errors import NotPermitted, NotReady
from agency.kernel.file_types import PHOTOS, photo_bytes
from cases import persons
from cases.models import Photo, Subject
from ledger import events

if TYPE_CHECKING:
    from central_offices.models import Officer

JPEG = {"image/jpeg"}
LIMIT = 10 * 1024 * 1024


def add(
    subject: Subject,
    stream: IO[bytes],
    name: str,
    *,
    by: "Officer",
    taken: str = "",
    source: str = "",
) -> Photo:
    """Keep a photograph of the person.

    Raises NotPermitted, or NotReady when the file is empty, too large or not a whole picture.
    """
    with wall.acting_as(by):
        if not persons.keeps(by, subject):
            raise NotPermitted(_("Only the office that keeps this record adds photographs to it."))
        original = files.store(stream, name, by=by, allowed=PHOTOS, limit=LIMIT)
        try:
            clean = photo_bytes(b"".join(files.read(original)))
        except ValueError as error:
            raise NotReady(
                _("%(name)s is not a whole picture. Choose another one.") % {"name": name}
            ) from error
        shown = files.store(io.BytesIO(clean), "photograph.jpg", by=by, allowed=JPEG, made=True)
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
