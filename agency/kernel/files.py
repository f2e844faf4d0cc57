"""Every byte that comes in or is made: typed by content, hashed, sealed on disk.

Sealing: AES-256-GCM in chunks of 1 MiB under a key of the file's own, which is wrapped with
the key-encryption key FILE_KEY. A chunk's number and whether it is the last are
authenticated, so that chunks can be neither swapped nor cut off (security-api.md §8).
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from agency.kernel.errors import NotReady
from agency.kernel.file_types import media_type_of
from agency.kernel.ids import new_id
from agency.kernel.models import StoredFile

if TYPE_CHECKING:
    from central_offices.models import Officer

CHUNK = 1024 * 1024
TAG = 16


class Broken(Exception):
    """What lies on disk is not what was stored."""


def store(
    stream: IO[bytes],
    name: str,
    *,
    by: "Officer | None",
    allowed: set[str],
    limit: int | None = None,
) -> StoredFile:
    """Seal what `stream` yields and return its row; nothing is kept when it is refused.

    `allowed` are media types, decided by content and never by the name. Raises NotReady with
    a sentence when the file is empty, too large, or of another type.
    """
    limit = limit or settings.UPLOAD_LIMIT
    first = stream.read(CHUNK)
    if not first:
        raise NotReady(_("The file %(name)s is empty. Choose another one.") % {"name": name})
    media_type = media_type_of(first, name)
    if media_type not in allowed:
        raise NotReady(
            _("%(name)s is not of a type that can be kept here. Choose one of: %(types)s.")
            % {"name": name, "types": ", ".join(sorted(t.rsplit("/")[-1] for t in allowed))}
        )
    stored = StoredFile(
        id=new_id(), original_name=_clean(name), media_type=media_type, created_by=by
    )
    data_key = AESGCM.generate_key(256)
    stored.wrapped_key, stored.key_id = _wrap(data_key, stored.id.bytes)
    stored.sha256, stored.size = _seal(stream, first, stored, data_key, limit)
    stored.save(force_insert=True)
    return stored


def read(stored: StoredFile) -> Iterator[bytes]:
    """Yield the content in chunks; raises Broken when a chunk was changed on disk."""
    cipher = AESGCM(_unwrap(stored))
    with path_of(stored).open("rb") as sealed:
        number = 0
        chunk = sealed.read(CHUNK + TAG)
        while chunk:
            following = sealed.read(CHUNK + TAG)
            try:
                yield cipher.decrypt(_nonce(number), chunk, _mark(stored, number, not following))
            except InvalidTag as error:
                raise Broken(f"{stored.id}: chunk {number} is not what was stored.") from error
            chunk, number = following, number + 1


def as_response(stored: StoredFile, *, inline: bool = False) -> StreamingHttpResponse:
    """The file as an HTTP answer that a browser neither guesses about, runs, nor keeps.

    The caller has asked `visible_to` for the record that the file belongs to.
    """
    response = StreamingHttpResponse(read(stored), content_type=stored.media_type)
    response["Content-Length"] = str(stored.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Disposition"] = _disposition(stored, inline)
    return response


def path_of(stored: StoredFile) -> Path:
    name = stored.id.hex
    return Path(settings.AGENCY_DATA) / "files" / name[-2:] / name


def _seal(
    stream: IO[bytes], first: bytes, stored: StoredFile, key: bytes, limit: int
) -> tuple[str, int]:
    cipher, digest, size, number = AESGCM(key), hashlib.sha256(), 0, 0
    target = path_of(stored)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as sealed:
            chunk = first
            while chunk:
                chunk, following = _full(chunk, stream)
                size += len(chunk)
                if size > limit:
                    raise NotReady(_too_large(stored.original_name, limit))
                digest.update(chunk)
                mark = _mark(stored, number, not following)
                sealed.write(cipher.encrypt(_nonce(number), chunk, mark))
                chunk, number = following, number + 1
            sealed.flush()
            os.fsync(sealed.fileno())
        os.chmod(temporary, 0o440)
        os.rename(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def _full(chunk: bytes, stream: IO[bytes]) -> tuple[bytes, bytes]:
    """A chunk of exactly CHUNK bytes where there is more, and what follows it."""
    while len(chunk) < CHUNK and (more := stream.read(CHUNK - len(chunk))):
        chunk += more
    return chunk, stream.read(CHUNK)


def _too_large(name: str, limit: int) -> str:
    return _("%(name)s is larger than %(limit)s MB. Send a smaller file or split it.") % {
        "name": name,
        "limit": limit // (1024 * 1024),
    }


def _clean(name: str) -> str:
    printable = "".join(c for c in name if c.isprintable() and c not in "/\\")
    return printable.strip(". ")[-255:] or "file"


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _mark(stored: StoredFile, number: int, last: bool) -> bytes:
    return stored.id.bytes + number.to_bytes(8, "big") + bytes([last])


def _key_encryption_key() -> tuple[bytes, str]:
    secret = settings.FILE_KEY.encode()
    key = HKDF(SHA256(), 32, salt=None, info=b"iisa stored files").derive(secret)
    return key, hashlib.sha256(key).hexdigest()[:16]


def _wrap(data_key: bytes, context: bytes) -> tuple[bytes, str]:
    key, key_id = _key_encryption_key()
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, data_key, context), key_id


def _unwrap(stored: StoredFile) -> bytes:
    key, key_id = _key_encryption_key()
    wrapped = bytes(stored.wrapped_key)
    if key_id != stored.key_id:
        raise Broken(f"{stored.id} was sealed with another FILE_KEY ({stored.key_id}).")
    return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], stored.id.bytes)


def _disposition(stored: StoredFile, inline: bool) -> str:
    return content_disposition_header(not inline, stored.original_name) or "attachment"


def discard(stored: StoredFile) -> None:
    """Remove a file that nothing refers to: its row now, its bytes after the commit."""
    path = path_of(stored)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)
