"""Editions of the UN list for tests: the small invented one, and what may become of it."""

import io
import re
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from kernel.files import stored_files
from notices.un_list import editions, importing
from notices.un_list.editions import Said
from tests import world

SMALL = (Path(__file__).parent / "data" / "un_list_small.xml").read_text(encoding="utf-8")
LATER = "2021-04-01T23:00:00Z"
TARIQ, OLGA, PAK, LANTERN, REEDS = "QDi.901", "CDi.902", "KPi.903", "SOe.901", "TAe.902"


def edition(*, without=(), at=LATER, **replaced):
    """The small list, made at a later day, without some references and with words replaced."""
    text = re.sub(r"dateGenerated='[^']*'", f"dateGenerated='{at}'", SMALL)
    for reference in without:
        text = without_record(text, reference)
    for old, new in replaced.get("words", {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def without_record(text, reference):
    kind = "INDIVIDUAL" if "i." in reference else "ENTITY"
    records = re.findall(rf"<{kind}>.*?</{kind}>", text, re.S)
    return text.replace(next(row for row in records if reference in row), "")


def opened(text):
    """The function that `importing.load` asks for: the bytes from their beginning, each time."""
    return lambda: nullcontext(io.BytesIO(text.encode()))


def said(**overrides):
    """Adler's words about a file that he uploads."""
    return Said("https://un.test/list.xml", datetime(2026, 11, 1, 9, tzinfo=UTC), **overrides)


def off(text):
    """The regimes of the small list that this text has no record of any more."""
    return sorted({one[:2] for one in (TARIQ, OLGA, PAK, LANTERN, REEDS) if one not in text})


def brought(text=None, *, by=None, **overrides):
    """An edition that Adler, or `by`, uploaded, and a worker has read.

    Each record of the small list is a regime of its own: who delists one says so, unless
    `expected` is given.
    """
    overrides.setdefault("expected", off(text or edition()))
    by, text = by or world.officer("adler"), text or edition()
    stream = io.BytesIO(text.encode())
    stored = stored_files.store(stream, "list.xml", by=by, allowed={"application/xml"}, made=True)
    return editions.bring(opened(text), stored, said(**overrides), by=by)


def proposed(text=None, *, by=None, **overrides):
    """An edition that waits for a second person."""
    row = brought(text, by=by, **overrides)
    editions.propose(row, by=row.uploaded_by)
    return row


def confirmed(text=None, *, second=None, **overrides):
    """An edition that Sato, or `second`, has confirmed."""
    row = proposed(text, **overrides)
    editions.confirm(
        row, by=second or world.officer("sato"), digest=row.sha256[:8], expected=row.expected
    )
    return row


def load(text=None, *, second=None, tell=lambda done, total: None, **overrides):
    """Bring, propose, confirm and load an edition; what came of it."""
    row = confirmed(text, second=second, **overrides)
    return importing.load(opened(text or edition()), row, by=row.decided_by, tell=tell)
