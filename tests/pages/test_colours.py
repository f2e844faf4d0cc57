"""Every pair of colours that carries text or a shape meets WCAG 2.2 AA, in light and dark."""

import re
from pathlib import Path

import pytest

from launch.places import ROOT

CSS = (ROOT / "static/css/iisa.css").read_text()
VALUE = r"(light-dark\(#\w+,\s*#\w+\)|#\w{3,6})"
GENERAL = CSS[: CSS.index("Notice colours")]
TOKENS = dict(re.findall(rf"--([\w-]+):\s*{VALUE}", GENERAL))
NOTICES = dict(re.findall(r"\.n-(\w+)\s*\{([^}]*)\}", CSS))
TEXT, SHAPE = 4.5, 3.0
INKS = ["text", "muted", "accent", "ok", "warn", "danger", "info"]
GROUNDS = ["surface", "bg", "raised", "hover", "accent-bg"]
STATES = ["ok", "warn", "danger", "info"]
PAIRS = [
    *[(ink, ground, TEXT) for ink in INKS for ground in GROUNDS],
    *[(state, f"{state}-bg", TEXT) for state in STATES],
    *[("text", f"{state}-bg", TEXT) for state in STATES],
    *[("accent", f"{state}-bg", TEXT) for state in ("warn", "danger", "info")],
    ("accent-on", "accent", TEXT),
    ("surface", "danger", TEXT),
    ("bar-text", "bar", TEXT),
    ("bar-muted", "bar", TEXT),
    ("focus-bar", "bar", SHAPE),
    *[("edge", ground, SHAPE) for ground in ("surface", "bg", "raised")],
    *[("focus", ground, SHAPE) for ground in ("surface", "bg", "raised", "accent-bg")],
    *[(f"h-{level}-on", f"h-{level}", TEXT) for level in ("official", "restricted")],
    ("h-confidential-on", "h-confidential", TEXT),
]


def in_mode(value: str, mode: str) -> str:
    pair = re.fullmatch(r"light-dark\((#\w+),\s*(#\w+)\)", value)
    return pair.group(1 + (mode == "dark")) if pair else value


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_strongest_contrast():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_shapes_can_be_told_from_their_ground(mode):
    weak = []
    for ink, ground, needed in PAIRS:
        found = contrast(in_mode(TOKENS[ink], mode), in_mode(TOKENS[ground], mode))
        if found < needed:
            weak.append(f"{ink} on {ground}: {found:.2f} < {needed}")
    assert weak == []


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("colour", NOTICES)
def test_a_notice_colour_can_be_read_and_seen(colour, mode):
    own = {k: in_mode(v, mode) for k, v in re.findall(rf"--([\w-]+):\s*{VALUE}", NOTICES[colour])}
    surface, raised = (in_mode(TOKENS[name], mode) for name in ("surface", "raised"))

    assert contrast(own["n-on"], own["n"]) >= TEXT
    assert contrast(own["n-ink"], surface) >= TEXT
    assert contrast(own["n-ink"], raised) >= TEXT
    if (colour, mode) != ("yellow", "light"):  # there the letter carries it: 1.7 on white
        assert contrast(own.get("n-ring", own["n"]), surface) >= SHAPE


def test_all_nine_notices_have_their_colour():
    from kernel.templatetags.iisa import MARKS

    assert set(NOTICES) == {name.lower() for name in MARKS}


def test_the_stylesheet_knows_no_left_and_right():
    """Arabic mirrors the page: only the two named variables may say left or right."""
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    found = [
        line.strip()
        for line in rules.splitlines()
        if re.search(r"(margin|padding|border|inset)-(left|right)|text-align: (left|right)", line)
        or re.search(r"[{;]\s*(left|right|float):\s*(left|right|\d)", line)
    ]
    assert found == []


def test_the_stylesheet_is_small_enough_for_a_page():
    assert len(Path(ROOT / "static/css/iisa.css").read_bytes()) < 45_000
