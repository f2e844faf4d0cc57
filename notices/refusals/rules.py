"""Numbers of the safeguards that are in force today (docs/laws.md L9)."""

from notices.models import SafeguardRule

# What holds where no row does, so that a gap in the rows opens nothing.
WITHOUT_A_ROW = {
    SafeguardRule.Code.FINGERPRINT_YEARS: 10,
    SafeguardRule.Code.OFFICES_WITHOUT_REVIEW: 5,
    SafeguardRule.Code.SAMPLED_PER_HUNDRED: 10,
    SafeguardRule.Code.COUNTED_DAYS: 90,
    SafeguardRule.Code.REVIEW_MINUTES: 1440,
    SafeguardRule.Code.FLASH_REVIEW_MINUTES: 60,
}


def number(code: SafeguardRule.Code) -> int:
    """The number in force today under this code."""
    rows = SafeguardRule.objects.in_force().filter(code=code).order_by("-valid_from")
    found = rows.values_list("number", flat=True).first()
    return WITHOUT_A_ROW[code] if found is None else found
