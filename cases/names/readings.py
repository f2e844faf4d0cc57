"""Readings beside a name in Chinese characters: in kana or Latin letters, behind it in brackets.

Japanese names can be read only so; what is not given is not guessed.
"""

import re

from cases.names.scripts import script_of

IN_BRACKETS = re.compile(r"^\s*([^()（）]+?)\s*[(（]\s*([^()（）]+?)\s*[)）]\s*$")
CHARACTERS = frozenset({"Hani", "Jpan", "Kore"})


def all_spellings(as_written: str, *others: str) -> list[str]:
    """Every form in which a name is searched, each once; a reading in brackets stands apart."""
    found: dict[str, None] = {}
    for text in (as_written, *others):
        match = IN_BRACKETS.match(text)
        parts = match.groups() if match and _is_read_so(*match.groups()) else (text,)
        found |= dict.fromkeys(filter(None, parts))
    return list(found)


def _is_read_so(characters: str, read: str) -> bool:
    return script_of(characters) in CHARACTERS and script_of(read) not in {*CHARACTERS, "Zyyy"}


def reading(as_written: str, family_name: str, forename: str) -> str:
    """The parts of a name as its reading, where they are in other letters than the whole name."""
    parts = " ".join(filter(None, (family_name.strip(), forename.strip())))
    return parts if _is_read_so(as_written, parts) else ""
