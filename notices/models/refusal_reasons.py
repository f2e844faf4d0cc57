"""Reasons for refusing or cancelling a notice: their codes (docs/laws.md N5).

There is none for protection: the country that acts would learn of it (docs/laws.md F12).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RefusalReason(TextChoices):
    """Why the General Secretariat does not publish."""

    ART2_HUMAN_RIGHTS = "ART2_HUMAN_RIGHTS", _("Human rights (article 2)")
    ART3_POLITICAL = "ART3_POLITICAL", _("Political character (article 3)")
    ART3_MILITARY = "ART3_MILITARY", _("Military character (article 3)")
    ART3_RELIGIOUS = "ART3_RELIGIOUS", _("Religious character (article 3)")
    ART3_RACIAL = "ART3_RACIAL", _("Racial character (article 3)")
    NOT_SERIOUS = "NOT_SERIOUS", _("Not a serious ordinary-law crime")
    NORMS_CONTROVERSIAL = "NORMS_CONTROVERSIAL", _("Norms on which countries differ")
    FAMILY_PRIVATE = "FAMILY_PRIVATE", _("Family or private matter")
    ADMINISTRATIVE_PRIVATE_DISPUTE = (
        "ADMINISTRATIVE_PRIVATE_DISPUTE",
        _("Administrative matter or private dispute"),
    )
    THRESHOLD = "THRESHOLD", _("Penalty below the threshold")
    IDENTIFIERS_INSUFFICIENT = "IDENTIFIERS_INSUFFICIENT", _("Person not sufficiently identified")
    JUDICIAL_DATA_INSUFFICIENT = "JUDICIAL_DATA_INSUFFICIENT", _("Judicial data insufficient")
    NO_VALID_WARRANT = "NO_VALID_WARRANT", _("No valid arrest warrant")
    NO_EXTRADITION_ASSURANCE = "NO_EXTRADITION_ASSURANCE", _("No assurance of extradition")
    NO_INTERNATIONAL_INTEREST = (
        "NO_INTERNATIONAL_INTEREST",
        _("No interest for international cooperation"),
    )
    DUPLICATE = "DUPLICATE", _("Already the subject of a notice")
    QUOTA = "QUOTA", _("Quota used up")
    OTHER = "OTHER", _("Other reason")


class CancelReason(TextChoices):
    """Why a published notice ends."""

    PURPOSE_ACHIEVED_ARREST = "PURPOSE_ACHIEVED_ARREST", _("Person arrested")
    PURPOSE_ACHIEVED_SURRENDER = "PURPOSE_ACHIEVED_SURRENDER", _("Person surrendered")
    PURPOSE_ACHIEVED_IDENTIFIED = "PURPOSE_ACHIEVED_IDENTIFIED", _("Person or body identified")
    PURPOSE_ACHIEVED_FOUND = "PURPOSE_ACHIEVED_FOUND", _("Person found")
    WITHDRAWN_BY_OWNER = "WITHDRAWN_BY_OWNER", _("Withdrawn by the office")
    WARRANT_REVOKED = "WARRANT_REVOKED", _("Warrant revoked")
    DECEASED = "DECEASED", _("Person has died")
    LIMITATION = "LIMITATION", _("Time-barred")
    NO_ACTION_AFTER_HIT = "NO_ACTION_AFTER_HIT", _("No action after the person was located")
    CONDITIONS_NOT_MET = "CONDITIONS_NOT_MET", _("Conditions no longer met")
    COMMISSION_DECISION = "COMMISSION_DECISION", _("Decision of the Commission")
    EXPIRED = "EXPIRED", _("Validity ended")
    DELISTED = "DELISTED", _("Removed from the United Nations list")
    MISTAKE = "MISTAKE", _("Published by mistake")


# A refusal on one of these needs a second reviewer (docs/laws.md F8).
NEEDS_SECOND_REVIEWER = frozenset(
    {
        RefusalReason.ART2_HUMAN_RIGHTS,
        RefusalReason.ART3_POLITICAL,
        RefusalReason.ART3_MILITARY,
        RefusalReason.ART3_RELIGIOUS,
        RefusalReason.ART3_RACIAL,
    }
)

# What the office can still add, or what says nothing of the person: it leaves no fingerprint.
NOT_ON_SUBSTANCE = frozenset(
    {
        RefusalReason.IDENTIFIERS_INSUFFICIENT,
        RefusalReason.JUDICIAL_DATA_INSUFFICIENT,
        RefusalReason.NO_VALID_WARRANT,
        RefusalReason.NO_EXTRADITION_ASSURANCE,
        RefusalReason.DUPLICATE,
        RefusalReason.QUOTA,
    }
)

# A notice that ends for one of these should not have been, or should not come again unseen.
ENDED_ON_SUBSTANCE = frozenset(
    {
        CancelReason.CONDITIONS_NOT_MET,
        CancelReason.COMMISSION_DECISION,
        CancelReason.NO_ACTION_AFTER_HIT,
    }
)

# What an offence excluded in the catalogue (cases.reference) proposes to the reviewer.
EXCLUSION_REFUSAL = {
    "NORMS_CONTROVERSIAL": RefusalReason.NORMS_CONTROVERSIAL,
    "FAMILY_PRIVATE": RefusalReason.FAMILY_PRIVATE,
    "ADMINISTRATIVE_PRIVATE_DISPUTE": RefusalReason.ADMINISTRATIVE_PRIVATE_DISPUTE,
    "POLITICAL": RefusalReason.ART3_POLITICAL,
    "MILITARY": RefusalReason.ART3_MILITARY,
    "RELIGIOUS": RefusalReason.ART3_RELIGIOUS,
}
