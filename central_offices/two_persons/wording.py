"""What a change of access says, as labels and values for people."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from central_offices.models import AccessChange, CentralOffice, Classification, Purpose, Role

LABELS = {
    "from": _("Leaves the office"),
    "email": _("E-mail address"),
    "name": _("Name"),
    "clearance": _("Clearance"),
    "language": _("Language"),
    "role": _("Role"),
    "valid_from": _("From"),
    "valid_to": _("Until"),
    "scopes": _("May use"),
    "purposes": _("Purposes that it may name"),
    "default_purpose": _("Usual purpose"),
    "ip_allow": _("Addresses from which it may call"),
    "kid": _("Key"),
    "not_after": _("Until"),
    "contact_point": _("Contact point"),
    "emergency_phone": _("Phone, day and night"),
    "red_notice_effect": _("A red notice there"),
    "replaces": _("Replaces the revoked key"),
    "code": _("Code"),
    "alpha2": _("Two letters of ISO 3166-1"),
    "country": _("The state that follows"),
    "names": _("Names"),
    "city": _("City"),
    "time_zone": _("Time zone"),
    "languages": _("Languages"),
    "day": _("From this day on"),
    "instead": _("Offices to ask instead"),
}


UNTIL_NOW = _("Until now")
OF_PERSON = (AccessChange.Kind.CLEARANCE, AccessChange.Kind.LOWER)
OF_ENTRY = (AccessChange.Kind.ENTRY, AccessChange.Kind.RENAME)


def rows_of(change: AccessChange) -> list[tuple[Any, Any]]:
    """Label and value of what was proposed; what was left open is left out.

    While nothing is settled, what it replaces stands below each value.
    """
    return list(_rows_of(change))


def _rows_of(change: AccessChange) -> Iterator[tuple[Any, Any]]:
    for name, label in LABELS.items():
        value = change.content.get(name)
        if value in (None, []) or value == "" and change.kind != AccessChange.Kind.ENTRY:
            continue
        if name == "names":
            yield from _names(change, value)
            continue
        yield label, _in_words(name, value)
        replaced = _replaced(change, name)
        if replaced is not None:
            yield UNTIL_NOW, _in_words(name, replaced)


def _names(change: AccessChange, names: dict[str, str]) -> Iterator[tuple[Any, Any]]:
    languages = dict(settings.LANGUAGES)
    replaced = _replaced(change, "names") or {}
    for code, text in sorted(names.items()):
        yield f"{LABELS['name']} ({languages.get(code, code)})", text
        if code in replaced:
            yield UNTIL_NOW, replaced[code]


def _replaced(change: AccessChange, name: str) -> Any:
    """The value that would go, as long as the change is open; None where it replaces nothing."""
    if change.status not in AccessChange.OPEN:
        return None
    if change.kind in OF_PERSON and change.person:
        return getattr(change.person, name, None)
    return getattr(change.office, name, None) if change.kind in OF_ENTRY else None


def _in_words(name: str, value: Any) -> Any:
    if value == "":
        return "—"
    if name == "clearance":
        return Classification(value).label
    if name == "red_notice_effect":
        return CentralOffice.RedNoticeEffect(value).label
    if name == "role":
        return Role(value).label
    if name == "language":
        return dict(settings.LANGUAGES).get(value, value)
    if name in ("valid_from", "valid_to", "not_after"):
        return f"{datetime.fromisoformat(value):%Y-%m-%d %H:%M} UTC"
    if name == "purposes":
        return ", ".join(str(Purpose(code).label) for code in value)
    if name == "default_purpose":
        return Purpose(value).label
    if name == "day":
        return date_format(date.fromisoformat(value), "j M Y")
    return ", ".join(value) if isinstance(value, list) else value
