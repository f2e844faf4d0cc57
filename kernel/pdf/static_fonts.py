"""Cuts fixed weights out of the variable fonts that every document uses.

WeasyPrint would cut them anew for each PDF, which takes as long as all the rest of it.
"""

import fcntl
import os
from pathlib import Path

# File of the manimgx-fonts wheel → family name. The other scripts are rare enough.
HOT = {"NotoSans[wght].ttf": "Noto Sans", "NotoSansArabic[wght].ttf": "Noto Sans Arabic"}
WEIGHTS = {"Regular": 400, "Bold": 700}


def cut(source: Path, target: Path) -> None:
    """Write the missing fixed weights of the HOT fonts in `source` into `target`.

    Takes some ten seconds once; a second process waits for the first.
    """
    target.mkdir(parents=True, exist_ok=True)
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for file_name, family in HOT.items():
            for style in WEIGHTS:
                made = target / f"{family.replace(' ', '')}-{style}.ttf"
                if not made.exists():
                    _cut_one(source / file_name, made, family, style)


def _cut_one(source: Path, made: Path, family: str, style: str) -> None:
    # Here, since every process would load them at its start, and cutting is done once.
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(source, recalcTimestamp=False)
    still = instantiateVariableFont(font, {"wght": WEIGHTS[style]}, inplace=True)
    post_script = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 4: f"{family} {style}", 6: post_script}
    for number in (16, 17, 25):
        still["name"].removeNames(nameID=number)
    for number, text in names.items():
        still["name"].setName(text, number, 3, 1, 0x409)
        still["name"].setName(text, number, 1, 0, 0)
    bold = style == "Bold"
    still["head"].macStyle = 1 if bold else 0
    still["OS/2"].fsSelection = (still["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    draft = made.with_suffix(".part")
    still.save(draft)
    os.replace(draft, made)
