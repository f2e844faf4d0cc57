"""Laws of every template: no inline style or script, known icons, nothing that fails to compile."""

import re

import pytest
from django.template import engines

from central_offices.models import HandlingCode, Role
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


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_inline_that_the_policy_would_block(name):
    """CSP: no style or event attribute, no style or script element with content, no htmx eval."""
    page = text(name)

    assert not re.search(r"<[^>%{]*\sstyle\s*=", page)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", page)
    assert not re.search(r"<[^>]*\shx-(on|vars)\b", page)
    assert not re.search(r"javascript:|<style", page)
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page)
    assert [tag for tag in scripts if "application/json" not in tag] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    assert engines["django"].get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_it_uses_only_icons_that_are_drawn(name):
    page = text(name)
    named = re.findall(r'{%\s*icon\s+"([\w-]+)"', page) + re.findall(r'href="#([\w-]+)"/>', page)

    assert set(named) <= set(ICONS)


def test_python_uses_only_icons_that_are_drawn():
    used = set()
    for path in ROOT.glob("*/views/my_work.py"):
        used |= set(re.findall(r'icon="([\w-]+)"|Item\(\s*"([\w-]+)"', path.read_text()))
    from agency.pages.menu import ENTRIES, PUBLIC

    named = {a or b for a, b in used} | {e.icon for _, group in ENTRIES for e in group}
    assert named | {e.icon for e in PUBLIC} <= set(ICONS)


def test_no_icon_is_drawn_twice():
    assert len(ICONS) == len(set(ICONS))


@pytest.mark.parametrize("name", PAGES)
def test_it_shows_no_placeholder_text_as_its_only_label(name):
    """Every search box and typed input that stands in a template by hand has a label or a name."""
    for tag in re.findall(r"<input(?![^>]*type=\"(?:hidden|checkbox|radio)\")[^>]*>", text(name)):
        if "allauth/" in name:
            continue
        labelled = "aria-label" in tag or "<label" in text(name)
        assert labelled, tag


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_decides_nothing_by_conditions_of_use_or_roles(name):
    """Whom H1 binds, who heads an office: a rule that a template repeats is a second rule."""
    tests = re.findall(r"{%\s*(?:el)?if\s(.*?)%}", TEMPLATES[name].read_text())

    named = "|".join([*HandlingCode.values, *Role.values])
    assert [test for test in tests if re.search(rf"""["']({named})["']""", test)] == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_marked_safe(name):
    assert not re.search(r"\|\s*safe\b|autoescape off", text(name))


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
