"""The fixed wordings of printed notices, in the six languages, from `notices/wordings/`."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")
SECOND_LANGUAGES = LANGUAGES[1:]
FOLDER = Path(__file__).parent.parent / "wordings"


def wording(key: str, language: str) -> str:
    """Return the wording of `key` ("label.born") in a language; KeyError for an unknown key."""
    return table(language)[key]


@cache
def table(language: str) -> dict[str, str]:
    """Return all wordings of a language by key; LookupError for a language without a file."""
    return {
        f"{part}.{name}": text
        for part, entries in _file(language).items()
        if isinstance(entries, dict)
        for name, text in entries.items()
    }


def unreviewed() -> tuple[str, ...]:
    """Return the languages whose wordings no native speaker has read yet."""
    return tuple(name for name in LANGUAGES if not _file(name)["reviewed"])


@cache
def _file(language: str) -> dict[str, dict[str, str] | bool]:
    if language not in LANGUAGES:
        raise LookupError(f"There are no document wordings in {language!r}.")
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
