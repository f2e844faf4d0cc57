"""Text as it is searched and compared: what people type without accents finds what has them."""

import unicodedata


def searchable(*texts: str) -> str:
    """The texts in compatibility form, case folded, without accents on Latin letters."""
    joined = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    return "".join(char for char in joined if not unicodedata.combining(char))
