"""Codes that mark records, and wordings by language."""

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Classification(models.IntegerChoices):
    """How closely a record is held, compared with an officer's clearance."""

    OFFICIAL = 0, _("Official use")
    RESTRICTED = 1, _("Restricted")
    CONFIDENTIAL = 2, _("Confidential")


class HandlingCode(models.TextChoices):
    """The owner's conditions of use (Europol handling codes): never decide who sees a record."""

    H0 = "H0", _("For preventing and combating crime only")
    H1 = "H1", _("Not in judicial proceedings without permission of the owner")
    H2 = "H2", _("Not to be passed on without permission of the owner")
    H3 = "H3", _("Other restrictions, as written")


class Purpose(models.TextChoices):
    """Why data are used (RPD art. 10(2))."""

    ARREST = "ARREST", _("Wanted person")
    LOCATE = "LOCATE", _("Locate a person or object")
    INFORMATION = "INFORMATION", _("Investigation or criminal history")
    WARN = "WARN", _("Warn of a person, event or method")
    IDENTIFY = "IDENTIFY", _("Identify a person or body")
    FORENSIC = "FORENSIC", _("Forensic analysis")
    SECURITY_CHECK = "SECURITY_CHECK", _("Security check")
    THREAT_ANALYSIS = "THREAT_ANALYSIS", _("Threat analysis")


def in_language(names: dict[str, str], language: str | None = None) -> str:
    """A wording by language: the one asked for, or the one of the reader, or English."""
    language = (language or translation.get_language() or "en").split("-")[0]
    return names.get(language) or names["en"]
