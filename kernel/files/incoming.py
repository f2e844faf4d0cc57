"""What is asked of every file that comes in: room for it, a still name, a still content."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.acting import Officer
from kernel.errors import NotReady
from kernel.files import active_content
from kernel.models import StoredFile

QUOTA_WINDOW = timedelta(hours=24)


def demand(name: str, *, by: Officer | None, made: bool) -> None:
    """Ask what can be asked before the first byte is kept; nothing of what we `made` ourselves."""
    if not made:
        demand_room(by, name)
        demand_still_name(name)


def demand_room(by: Officer | None, name: str) -> None:
    """Raises NotReady, before a byte is kept, for who has given UPLOAD_QUOTA within a day."""
    if by is None:
        return
    since = timezone.now() - QUOTA_WINDOW
    rows = StoredFile.objects.filter(created_by_id=by.pk, created_at__gt=since)
    if (rows.aggregate(given=Sum("size"))["given"] or 0) >= settings.UPLOAD_QUOTA:
        raise NotReady(
            _("%(name)s was not kept: you have sent %(limit)s MB within a day. Go on tomorrow.")
            % {"name": name, "limit": settings.UPLOAD_QUOTA // (1024 * 1024)}
        )


def demand_still_name(name: str) -> None:
    """Raises NotReady for a name that another system would start instead of showing."""
    if active_content.is_runnable(name):
        raise NotReady(
            _("%(name)s has the name of a program. Send the document itself under its own name.")
            % {"name": name}
        )


class Look:
    """One document on its way into its sealed file; of a PDF little stands in memory at a time."""

    def __init__(self, name: str, media_type: str) -> None:
        self.name = name
        self.pdf = active_content.Pdf() if media_type == active_content.PDF else None
        self.office = bytearray() if media_type.startswith(active_content.OFFICE) else None

    def through(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same chunks; the caller ends them where the file is too large. Raises NotReady."""
        for chunk in chunks:
            if self.pdf is not None:
                with self._readable():
                    self.pdf.see(chunk)
            if self.office is not None:
                self.office += chunk
            yield chunk

    def demand_still(self) -> None:
        """Raises NotReady for what runs or loads something, and for what cannot be looked into."""
        with self._readable():
            if self._is_active():
                raise NotReady(
                    _(
                        "%(name)s runs scripts, calls up other files or holds some. It was not "
                        "kept. Print it to a new PDF, or save it as a plain document, and send "
                        "that."
                    )
                    % {"name": self.name}
                )

    def _is_active(self) -> bool:
        if self.pdf is not None:
            self.pdf.end()
            return self.pdf.is_active
        return bool(self.office) and active_content.is_active_office(bytes(self.office or b""))

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except active_content.Unreadable:
            raise NotReady(
                _(
                    "%(name)s cannot be looked into and was not kept. Save it again, without a "
                    "password."
                )
                % {"name": self.name}
            ) from None
