"""Laws of every template: no inline style or script, known icons, nothing that fails to compile."""

import re

import pytest
from django.template import engines

from central_offices.models import HandlingCode, Role
from kernel.templatetags import iisa
from launch import house_rules
from launch.places import ROOT

FOLDERS = [ROOT / "templates", *ROOT.glob("*/templates")]
TEMPLATES = {
    str(path.relative_to(folder)): path
    for folder in FOLDERS
    for path in sorted(folder.rglob("*"))
    if path.is_file()
}
PAGES = {name: path for name, path in TEMPLATES.items() if not name.startswith("pdf/")}
SPRITE = (ROOT / "templates/parts/sprite.html").read_text()
ICONS = re.findall(r'<symbol id="([\w-]+)"', SPRITE)


def text(name: str) -> str:
    return PAGES[name].read_text()


INLINE = [
    r"<[^>%{]*\sstyle\s*=[^>]*",
    r"<[^>]*\son[a-z]+\s*=[^>]*",
    r"<[^>]*\shx-(?:on|vars)\b[^>]*",
    r"javascript:|<style",
]


def test_nothing_is_inline_that_the_policy_would_block():
    """CSP: no style or event attribute, no style or script element with content, no htmx eval."""
    found = [f"{name}: {one}" for name in PAGES for how in INLINE for one in _all(how, name)]
    scripts = [(name, tag) for name in PAGES for tag in _all(r"<script(?![^>]*\bsrc=)[^>]*>", name)]
    found += [f"{name}: {tag}" for name, tag in scripts if "application/json" not in tag]

    assert found == []


def _all(how: str, name: str) -> list[str]:
    return re.findall(how, text(name))


def test_every_template_compiles():
    broken = {}
    for name in TEMPLATES:
        try:
            engines["django"].get_template(name)
        except Exception as error:
            broken[name] = repr(error)
    assert broken == {}


def test_a_page_uses_only_icons_that_are_drawn():
    named = {
        (name, icon)
        for name in PAGES
        for how in (r'{%\s*icon\s+"([\w-]+)"', r'href="#([\w-]+)"/>')
        for icon in _all(how, name)
    }

    assert len(named) > 50
    assert {(name, icon) for name, icon in named if icon not in ICONS} == set()


def test_python_uses_only_icons_that_are_drawn():
    used = set()
    for path in ROOT.glob("*/views/my_work.py"):
        used |= set(re.findall(r'icon="([\w-]+)"|Item\(\s*"([\w-]+)"', path.read_text()))
    from agency.pages.menu import ENTRIES, PUBLIC

    named = {a or b for a, b in used} | {e.icon for _, group in ENTRIES for e in group}
    assert named | {e.icon for e in PUBLIC} <= set(ICONS)


def test_a_drawing_has_a_size_where_no_styles_arrive():
    bare = [
        f"{name}: {drawing}"
        for name in PAGES
        for drawing in re.findall(r"(<svg\b[^>]*>)\s*<use", text(name))
        if " width=" not in drawing
    ]
    assert bare == []
    assert ' width="20" height="20"' in iisa.icon("alert")


def test_no_icon_is_drawn_twice():
    assert len(ICONS) == len(set(ICONS))


def test_no_page_shows_placeholder_text_as_its_only_label():
    """Every search box and typed input that stands in a template by hand has a label or a name."""
    typed = r"<input(?![^>]*type=\"(?:hidden|checkbox|radio)\")[^>]*>"
    inputs = [(name, tag) for name in PAGES for tag in _all(typed, name) if "allauth/" not in name]

    assert inputs
    assert [
        row for row in inputs if "aria-label" not in row[1] and "<label" not in text(row[0])
    ] == []


def test_nothing_is_marked_safe():
    marked = {name: _all(r"\|\s*safe\b|autoescape off", name) for name in PAGES}

    assert {name: found for name, found in marked.items() if found} == {}


def test_no_template_decides_by_conditions_of_use_or_roles():
    """A rule that a template repeats (whom H1 binds, who heads an office) is a second rule."""
    named = "|".join([*HandlingCode.values, *Role.values])
    tests = [
        (name, test)
        for name, path in TEMPLATES.items()
        for test in re.findall(r"{%\s*(?:el)?if\s(.*?)%}", path.read_text())
    ]

    assert tests
    assert [row for row in tests if re.search(rf"""["']({named})["']""", row[1])] == []


@pytest.mark.parametrize(
    "line, several",
    [
        ("<p>{% translate 'One' %}</p>", True),
        ('{% if a %}<b class="x">{{ a }}{% endif %}', True),
        ("{% translate 'A sentence that stays whole, however long it may be.' %}", False),
        ("A sentence of {{ n }} words.", False),
        ("""<a href="{% if a %}{% url 'x' %}{% else %}{% url 'y' %}{% endif %}">""", False),
        ("""      content='{"swap": false, "x": "<b>"}'>""", False),
    ],
)
def test_only_a_line_of_several_tags_can_be_broken(line, several):
    assert house_rules.holds_several_tags(line) is several
