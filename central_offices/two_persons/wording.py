"""What a change of access says, as labels and values for people."""

from datetime import datetime
from typing import Any

from django.conf import settings
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


def rows_of(change: AccessChange) -> list[tuple[Any, Any]]:
    """Label and value of what was proposed; what was left open is left out."""
    found = []
    for name, label in LABELS.items():
        value = change.content.get(name)
        if value == "" and change.kind == AccessChange.Kind.ENTRY:
            found.append((label, "—"))
        elif value not in (None, "", []):
            found.append((label, _in_words(name, value)))
    return found


def _in_words(name: str, value: Any) -> Any:
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
    if name == "names":
        return " · ".join(f"{language}: {text}" for language, text in value.items())
    return ", ".join(value) if isinstance(value, list) else value
