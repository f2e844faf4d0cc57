"""`launch catalogues`: take the wordings of templates and code into locale/*/…/django.po.

Needs none of gettext's own programs, so that it works wherever the system does.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from launch.places import ROOT

# The places of what is said: English, or English and its plural; "c" marks the context.
ONE, MANY = (1,), (1, 2)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], ONE),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], MANY),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
NOT_OURS = {"tests", "var", "locale", "bench"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")
# Context (or ""), English, English plural (or "").
Wording = tuple[str, str, str]


def main(_: list[str]) -> int:
    """Add to every catalogue what is used and missing there; drop what nothing uses any more."""
    import polib

    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        catalogue = polib.pofile(str(path))
        bring_up_to_date(catalogue, extracted())
        catalogue.save(str(path))
        empty = len(catalogue.untranslated_entries())
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} wordings, {empty} of them empty")
    return 0


def bring_up_to_date(catalogue: Any, used: set[Wording]) -> None:
    """Change the catalogue so that it holds exactly what is used; wordings that stay are kept."""
    import polib

    there = {(e.msgctxt or "", e.msgid, e.msgid_plural): e for e in catalogue}
    for unused in there.keys() - used:
        catalogue.remove(there[unused])
    for context, english, plural in used - there.keys():
        flags = ["python-format"] if PLACEHOLDER.search(english + plural) else []
        names = {"msgctxt": context or None, "msgid_plural": plural}
        catalogue.append(polib.POEntry(msgid=english, flags=flags, **names))
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))


def extracted() -> set[Wording]:
    """Every wording that a template or a module marks as translatable, as gettext would ask it."""
    code = [p for p in ROOT.glob("*/**/*.py") if p.relative_to(ROOT).parts[0] not in NOT_OURS]
    found: set[Wording] = set()
    for path in code:
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts):
            found |= set(_said(path.read_bytes()))
    for path in (ROOT / "templates").rglob("*.*"):
        found |= set(wordings_of_template(path))
    return found


def wordings_of_template(template: Path) -> Iterator[Wording]:
    """Wordings of a template: Django writes it as calls of gettext; all else becomes X."""
    from django.utils.translation.template import templatize

    text = templatize(template.read_text(encoding="utf-8"), origin=template.name)
    yield from _said("\n".join(line.strip() for line in text.splitlines()).encode())


def _said(code: bytes) -> Iterator[Wording]:
    from babel.messages.extract import extract_python

    found: Any = extract_python(BytesIO(code), dict(KEYWORDS), [], {"encoding": "utf-8"})
    for _line, function, said, _comments in found:
        words = said if isinstance(said, tuple) else (said,)
        places, context = KEYWORDS[function], ""
        if isinstance(places[0], tuple):
            context, places = words[0], places[1:]
        texts = [words[place - 1] if place <= len(words) else None for place in places]
        if texts[0]:
            yield context, texts[0], texts[1] if len(texts) > 1 and texts[1] else ""
