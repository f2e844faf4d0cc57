"""Sessions whose rows are worth nothing to a thief of the database.

The cookie holds the key; the row holds its digest, and the content sealed under FILE_KEY, since an
officer who sets up a second factor has its seed there (NIST SP 800-63B 5.1.1.2 and 7.1). Whoever
names a row by what stands in it (allauth's list of sessions) says the digest.
"""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from kernel import sealing

DIGEST_CHARACTERS = 40  # as many as the columns of Django and allauth hold
GRACE_SECONDS = 10  # for calls that were under way when the key changed
LIVING = """
SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"""


def digest(key: str) -> str:
    """The name of this key's session in the database."""
    return hashlib.sha256(key.encode()).hexdigest()[:DIGEST_CHARACTERS]


class SessionStore(db.SessionStore):
    """Django's sessions in the database, by digest and sealed."""

    @property
    def name(self) -> str | None:
        """The name of this session in the database; None while it has no row."""
        return digest(self.session_key) if self.session_key else None

    def load(self) -> dict[str, Any]:
        """The content; empty for a key that names no living session, which it then forgets."""
        row = self._row()
        content = opened(row) if row else None
        if content is None:
            self._session_key = None
        return content or {}

    def _row(self) -> Session | None:
        """The row of a session that lives; in plain SQL, since each request asks for it."""
        if (name := self.name) is None:
            return None
        with connection.cursor() as cursor:
            cursor.execute(LIVING, [name, timezone.now()])
            found = cursor.fetchone()
        return Session(name, *found) if found else None

    def exists(self, session_key: str) -> bool:
        """Whether there is a row of this name, or of this key."""
        return Session.objects.filter(session_key__in=[session_key, digest(session_key)]).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        name = digest(self._get_or_create_session_key())  # type: ignore[attr-defined]
        return Session(
            session_key=name, session_data=closed(name, data), expire_date=self.get_expiry_date()
        )

    def save(self, must_create: bool = False) -> None:
        """Write the content, unless the key was changed meanwhile: nothing prolongs the old one."""
        soon = timezone.now() + timedelta(seconds=GRACE_SECONDS)
        given_up = Session.objects.filter(session_key=self.name, expire_date__lte=soon)
        if must_create or not given_up.exists():
            super().save(must_create)

    def rotate(self) -> None:
        """Another key for the same content; the old one answers for a moment, as it was.

        A page's own call that was under way would otherwise come back as nobody's, and lead an
        officer on duty to the sign-in page. Of two calls at once, one changes the key.
        """
        with transaction.atomic():
            row = Session.objects.select_for_update().filter(session_key=self.name).first()
            soon = timezone.now() + timedelta(seconds=GRACE_SECONDS)
            if row is None or row.expire_date <= soon:
                return
            self.cycle_key()
            row.expire_date = soon
            row.save(force_insert=True)

    def delete(self, session_key: str | None = None) -> None:
        """End this session, or the one of this name or key."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key__in=[key, digest(key)]).delete()


def rotate_all() -> int:
    """Seal every session anew after FILE_KEY was changed; how many there were."""
    done = 0
    for name in list(Session.objects.values_list("session_key", flat=True)):
        with transaction.atomic():
            row = Session.objects.select_for_update().filter(session_key=name).first()
            if row is not None and (content := opened(row)) is not None:
                row.session_data = closed(name, content)
                row.save(update_fields=["session_data"])
                done += 1
    return done


def closed(name: str, content: dict[str, Any]) -> str:
    """The content of the session of this name, as its row keeps it."""
    sealed = sealing.seal(json.dumps(content).encode(), _place(name))
    return base64.b64encode(sealed).decode()


def opened(row: Session) -> dict[str, Any] | None:
    """The content of a row; None where it cannot be opened, which ends the session."""
    try:
        sealed = base64.b64decode(row.session_data.encode(), validate=True)
        content: dict[str, Any] = json.loads(sealing.unseal(sealed, _place(row.session_key)))
    except (sealing.NotOurs, ValueError):
        return None
    return content


def _place(name: str) -> str:
    return f"django_session.session_data.{name}"
