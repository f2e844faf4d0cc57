"""Editions of the UN list for tests: the small invented one, and what may become of it."""

import io
import re
from contextlib import nullcontext
from pathlib import Path

SMALL = (Path(__file__).parent / "data" / "un_list_small.xml").read_text(encoding="utf-8")
LATER = "2031-04-01T23:00:00Z"
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
    """What `un_import.load` asks for: the bytes from their beginning, each time."""
    return lambda: nullcontext(io.BytesIO(text.encode()))
