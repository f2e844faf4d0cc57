"""Names that downloaded files are given: what they are, in letters that every system takes."""

import re

from anyascii import anyascii
from django.utils.http import content_disposition_header

LONGEST_NAME = 120


def of(*parts: object, ending: str) -> str:
    """Return a name of those `parts` that aren't empty: kind, reference, language."""
    said = (re.sub(r"[^\w.]+", "-", str(part)).strip("-.") for part in parts if part)
    return f"{'-'.join(filter(None, said))}.{ending}"


def disposition(name: str, *, inline: bool = False) -> str:
    """Return the header that names a download: as it is, and in ASCII for what reads no more.

    The order is that of RFC 6266, section 4.3: who knows `filename*` prefers it.
    """
    whole = content_disposition_header(not inline, name) or "attachment"
    if "filename*=" not in whole:
        return whole
    kind, extended = whole.split("; ", 1)
    plain = re.sub(r'[^\w.()+ -]|["\\]', "_", anyascii(name), flags=re.ASCII)
    stem, dot, ending = plain.rpartition(".")
    shortened = f"{stem[:LONGEST_NAME]}{dot}{ending}" if stem else plain[:LONGEST_NAME]
    return f'{kind}; filename="{shortened}"; {extended}'
