"""Whole numbers that arrive as text outside any form's field, such as the value of a button."""

LARGEST = 2**63 - 1  # that a column of PostgreSQL can be asked for


def typed_number(text: str) -> int | None:
    """The number written in ASCII digits; None for anything else, and for what no column holds."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= LARGEST else None
