"""Text as it is searched: the same letters for every way of typing them."""

import unicodedata


def searchable(*texts: str) -> str:
    """The texts joined: compatibility form, case folded, no accents in Latin letters."""
    joined = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    return "".join(char for char in joined if not unicodedata.combining(char))
