"""What is asked of every file that comes in: room for it, a still name, a still content."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.acting import Officer
from kernel.errors import NotReady
from kernel.files import active_content, containers, types
from kernel.files.unreadable import Unreadable
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
    """One file on its way into its sealed place, looked at to its end.

    Of a text and a picture little stands in memory at a time; a PDF, and what holds other files, is
    known whole only.
    """

    def __init__(self, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        # Hands out what it holds without a copy.
        self.whole = io.BytesIO() if kind in containers.WHOLE | {types.PDF} else None
        is_text = kind in (types.TEXT, types.XML)
        self.text = codecs.getincrementaldecoder("utf-8")() if is_text else None
        self._end, self._turned = b"", False

    def through(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same chunks; the caller ends them where the file is too large. Raises NotReady."""
        for chunk in chunks:
            with self._readable():
                self._see(chunk)
            yield chunk

    def _see(self, chunk: bytes) -> None:
        if self.whole is not None:
            self.whole.write(chunk)
        if self.kind not in containers.WHOLE and types.has_archive_sign(self._end + chunk):
            self._turned = True
        self._end = chunk[-types.ARCHIVE_SIGN_BYTES :]
        if self.text is not None:
            self._read(chunk)

    def _read(self, chunk: bytes, *, final: bool = False) -> None:
        try:
            if self.text is not None and "\0" in self.text.decode(chunk, final):
                self._turned = True
        except UnicodeDecodeError:
            self._turned, self.text = True, None

    def media_type(self) -> str:
        """The type of the file, known to its end; UNKNOWN where it is two. Raises NotReady."""
        self._read(b"", final=True)
        if self._turned:
            return types.UNKNOWN
        with self._readable():
            return containers.media_type(self.kind, self._held())

    def demand_still(self, kind: str) -> None:
        """Raises NotReady for what runs or loads something, and for what cannot be looked into."""
        with self._readable():
            if containers.acts(kind, self._held()):
                raise NotReady(
                    _(
                        "%(name)s runs scripts, calls up other files or holds some. It was not "
                        "kept. Print it to a new PDF, or save it as a plain document, and send "
                        "that."
                    )
                    % {"name": self.name}
                )

    def _held(self) -> bytes:
        return self.whole.getvalue() if self.whole else b""

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except Unreadable:
            raise NotReady(
                _(
                    "%(name)s cannot be looked into and was not kept. Save it again, without a "
                    "password."
                )
                % {"name": self.name}
            ) from None
