"""Codes that mark records, and wordings by language."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kernel.models import CheckedTogether


class Classification(models.IntegerChoices):
    """How closely a record is held, compared with an officer's clearance."""

    OFFICIAL = 0, _("Official use")
    RESTRICTED = 1, _("Restricted")
    CONFIDENTIAL = 2, _("Confidential")


class HandlingCode(models.TextChoices):
    """The owner's conditions of use (Europol handling codes): never decide who sees a record."""

    H0 = "H0", _("For preventing and combating crime only")
    H1 = "H1", _("Not in judicial proceedings without consent of the owner")
    H2 = "H2", _("Not to be passed on without consent of the owner")
    H3 = "H3", _("Other restrictions, as written")


# The owner is asked before the data are used in court (H1) or passed on (H2).
NEEDS_CONSENT = [HandlingCode.H1, HandlingCode.H2]


class SourceEvaluation(models.TextChoices):
    """How far the source can be relied on (Europol Regulation art. 29)."""

    A = "A", _("A: no doubt about the source")
    B = "B", _("B: source mostly reliable")
    C = "C", _("C: source mostly unreliable")
    X = "X", _("X: source cannot be assessed")


class InformationEvaluation(models.TextChoices):
    """How far the information can be relied on (Europol Regulation art. 29)."""

    ONE = "1", _("1: accuracy not in doubt")
    TWO = "2", _("2: known personally to the source")
    THREE = "3", _("3: not known personally, but corroborated")
    FOUR = "4", _("4: not known personally and not corroborated")


class Evaluated(CheckedTogether):
    """The marks of a contribution: its conditions of use, and the 4×4 evaluation."""

    source_evaluation = models.CharField(
        _("source"), max_length=1, choices=SourceEvaluation, blank=True
    )
    information_evaluation = models.CharField(
        _("information"), max_length=1, choices=InformationEvaluation, blank=True
    )
    handling_codes = ArrayField(
        models.CharField(max_length=2, choices=HandlingCode), default=list, blank=True
    )
    handling_note = models.TextField(_("other restrictions"), blank=True)

    class Meta:
        abstract = True

    @property
    def evaluation(self) -> str:
        """Both marks in one: A1 to X4; empty where nobody evaluated it."""
        return f"{self.source_evaluation}{self.information_evaluation}"

    @property
    def handling_labels(self) -> list[str]:
        return [str(HandlingCode(code).label) for code in self.handling_codes]

    @property
    def needs_consent(self) -> bool:
        """Whether anybody but its owner needs a consent, to use it in court or to pass it on."""
        return not set(NEEDS_CONSENT).isdisjoint(self.handling_codes)


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
