"""Every byte that comes in or is made: typed by content, hashed, sealed on disk.

Sealing: AES-256-GCM in chunks of 1 MiB under a key of the file's own, which is wrapped with
the key-encryption key FILE_KEY, one of a ring. A chunk's number and whether it is the last are
authenticated, so that chunks can be neither swapped nor cut off (docs/laws.md T5).
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from kernel import acting, key_ring
from kernel.acting import Officer
from kernel.errors import NotReady
from kernel.files import download_names, incoming, types, virus_scanner
from kernel.files.types import PACKED, begins_as, holds_archive, may_become
from kernel.ids import new_id
from kernel.models import StoredFile

CHUNK = 1024 * 1024
TAG = 16
USE = b"iisa stored files"
TAIL = 66_000  # an archive's index ends at most so far from the end


class Broken(Exception):
    """The bytes on disk are not those that were stored."""


def store(
    stream: IO[bytes],
    name: str,
    *,
    by: Officer | None,
    allowed: set[str],
    limit: int | None = None,
    made: bool = False,
) -> StoredFile:
    """Seal what `stream` yields and return its row; nothing is kept when it is refused.

    `allowed` are media types, decided by content and never by the name, which ends as the type's do
    or gets its true ending behind it. What came in passes the virus scanner, and is looked into for
    what runs when it is opened; what we `made` ourselves is not. Raises NotReady when the file is
    empty, too large, of another type, not clean or not still, or `by` gave too much within a day.
    """
    name = _clean(name)
    incoming.demand(name, by=by, made=made)
    chunks = _chunks(stream)
    first = next(chunks, b"")
    if not first:
        raise NotReady(_("The file %(name)s is empty. Choose another one.") % {"name": name})
    kind = begins_as(first, name)
    if not may_become(kind, allowed):
        raise NotReady(_wrong_type(name, allowed))
    stored = StoredFile(id=new_id(), original_name=name, media_type=kind)
    stored.created_by_id = by.pk if by else None
    data_key = AESGCM.generate_key(256)
    stored.wrapped_key, stored.key_id = _wrap(data_key, stored.id.bytes)
    with _target(stored) as sealed, closing(virus_scanner.Scan(name)) as scan:
        whole = chain([first], chunks)
        looked = incoming.Look(name, kind)
        shown = whole if made else looked.through(scan.through(whole))
        tail = _seal(shown, stored, data_key, sealed, limit)
        if not made:
            _note_type(stored, looked, tail, allowed)
        stored.scanned_at = scan.clean()
    acting.if_undone(lambda: path_of(stored).unlink(missing_ok=True))
    stored.save(force_insert=True)
    return stored


def _note_type(stored: StoredFile, looked: incoming.Look, tail: bytes, allowed: set[str]) -> None:
    """Note type and name of what was seen to its end. Raises NotReady for another, or what acts."""
    kind = looked.media_type()
    if kind not in allowed or (kind not in PACKED and holds_archive(tail)):
        raise NotReady(_wrong_type(looked.name, allowed))
    looked.demand_still(kind)
    stored.media_type = kind
    stored.original_name = types.named(stored.original_name, kind)


def read(stored: StoredFile) -> Iterator[bytes]:
    """Yield the content in chunks; raises Broken when a chunk was changed on disk."""
    cipher = AESGCM(_unwrap(stored))
    try:
        sealed = path_of(stored).open("rb")
    except FileNotFoundError as error:
        raise Broken(f"{stored.id} is not there.") from error
    with sealed:
        number = 0
        chunk = sealed.read(CHUNK + TAG)
        while chunk or number == 0:
            following = sealed.read(CHUNK + TAG)
            try:
                yield cipher.decrypt(_nonce(number), chunk, _mark(stored, number, not following))
            except InvalidTag as error:
                raise Broken(f"{stored.id}: chunk {number} is not what was stored.") from error
            chunk, number = following, number + 1


def as_response(stored: StoredFile, *, inline: bool = False) -> StreamingHttpResponse:
    """The file as an HTTP answer that a browser neither guesses about, runs, nor keeps.

    The caller has asked `visible_to` for the record that the file belongs to. Raises Broken.
    """
    chunks = read(stored)
    first = next(chunks)  # what is broken shall not begin as a good answer
    response = StreamingHttpResponse(_after(first, chunks), content_type=stored.media_type)
    response["Content-Length"] = str(stored.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Disposition"] = download_names.disposition(
        stored.original_name, inline=inline
    )
    return response


def _after(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """Both, as a generator: closing the answer closes the file."""
    yield first
    yield from rest


def path_of(stored: StoredFile) -> Path:
    name = stored.id.hex
    return Path(settings.AGENCY_DATA) / "files" / name[-2:] / name


@contextmanager
def _target(stored: StoredFile) -> Iterator[IO[bytes]]:
    """A file to write to, which takes its place when the body ends well, and vanishes otherwise."""
    target = path_of(stored)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as sealed:
            yield sealed
            sealed.flush()
            os.fsync(sealed.fileno())
        os.chmod(temporary, 0o440)
        os.rename(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _seal(
    chunks: Iterator[bytes], stored: StoredFile, key: bytes, sealed: IO[bytes], limit: int | None
) -> bytes:
    """Write the chunks sealed, note size and digest, and return how the content ends."""
    cipher, digest, tail, number = AESGCM(key), hashlib.sha256(), b"", 0
    limit = limit or settings.UPLOAD_LIMIT
    stored.size, chunk = 0, next(chunks)
    while chunk:
        stored.size += len(chunk)
        if stored.size > limit:
            raise NotReady(_too_large(stored.original_name, limit))
        following = next(chunks, b"")
        digest.update(chunk)
        tail = (tail + chunk)[-TAIL:]
        sealed.write(cipher.encrypt(_nonce(number), chunk, _mark(stored, number, not following)))
        chunk, number = following, number + 1
    stored.sha256 = digest.hexdigest()
    return tail


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream's bytes in chunks of exactly CHUNK bytes, the last one shorter."""
    while chunk := stream.read(CHUNK):
        while len(chunk) < CHUNK and (more := stream.read(CHUNK - len(chunk))):
            chunk += more
        yield chunk


def _wrong_type(name: str, allowed: set[str]) -> str:
    words = ", ".join(sorted(types.ENDINGS[kind][0] for kind in allowed))
    return _("%(name)s is not of a type that can be kept here. Choose one of: %(types)s.") % {
        "name": name,
        "types": words,
    }


def _too_large(name: str, limit: int) -> str:
    return _("%(name)s is larger than %(limit)s MB. Send a smaller file or split it.") % {
        "name": name,
        "limit": limit // (1024 * 1024),
    }


def _clean(name: str) -> str:
    printable = "".join(c for c in name if c.isprintable() and c not in "/\\")
    return printable.strip(". ")[-types.MOST_NAME_CHARACTERS :] or "file"


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _mark(stored: StoredFile, number: int, last: bool) -> bytes:
    return stored.id.bytes + number.to_bytes(8, "big") + bytes([last])


def _wrap(data_key: bytes, context: bytes) -> tuple[bytes, str]:
    first = key_ring.keys(USE)[0]
    nonce = os.urandom(12)
    return nonce + AESGCM(first.secret).encrypt(nonce, data_key, context), first.id


def _unwrap(stored: StoredFile) -> bytes:
    wrapped = bytes(stored.wrapped_key)
    key = next((key for key in key_ring.keys(USE) if key.id == stored.key_id), None)
    if key is None:
        raise Broken(f"{stored.id} was sealed with another FILE_KEY ({stored.key_id}).")
    try:
        return AESGCM(key.secret).decrypt(wrapped[:12], wrapped[12:], stored.id.bytes)
    except InvalidTag as error:
        raise Broken(f"{stored.id}: its key is not the one it was sealed with.") from error


def under_another_key() -> QuerySet[StoredFile]:
    """The files whose keys are wrapped with another key than the first of the ring."""
    return StoredFile.objects.exclude(key_id=key_ring.keys(USE)[0].id)


def wrap_again(stored: StoredFile) -> None:
    """Wrap the file's own key with the first key of the ring; its bytes stay. Raises Broken."""
    stored.wrapped_key, stored.key_id = _wrap(_unwrap(stored), stored.id.bytes)
    stored.save(update_fields=["wrapped_key", "key_id"])


def discard(stored: StoredFile) -> None:
    """Remove a file that nothing refers to: its row now, its bytes after the commit."""
    path = path_of(stored)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)
