"""Warnings about a person: the codes of `Subject.warnings` in words."""

from django.utils.translation import gettext_lazy as _

WARNINGS = [
    ("ARMED", _("Armed")),
    ("VIOLENT", _("Violent")),
    ("ESCAPE_RISK", _("May try to escape")),
    ("SUICIDE_RISK", _("Danger of suicide")),
    ("INFECTIOUS", _("Infectious")),
    ("MEDICAL_NEED", _("Needs medical care")),
    ("MINOR", _("Minor")),
    ("VULNERABLE", _("Vulnerable")),
    ("EXPLOSIVES", _("Handles explosives")),
]
