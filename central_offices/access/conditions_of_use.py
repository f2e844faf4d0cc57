"""Conditions of use that somebody sets on what he gives to others (H0 to H3)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def unsaid(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The gaps in `handling_codes` and `handling_note`, as field and sentence."""
    if (
        "H3" in (given.get("handling_codes") or [])
        and not (given.get("handling_note") or "").strip()
    ):
        return [("handling_note", _("Write the restrictions that H3 stands for."))]
    return []
