"""Every wording is said in Arabic too, and none is lost when a template is laid out anew."""

import ast
import re

import polib
import pytest
from django.template import engines
from django.utils import translation

from launch import catalogues, house_rules
from launch.places import ROOT

ARABIC = ROOT / "locale/ar/LC_MESSAGES/django.po"
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.*")) if path.is_file()]
LAID_OUT = """{% load i18n %}
{% blocktranslate trimmed with n=3 total=9 %}
  {{ n }} of {{ total }}
  shown
{% endblocktranslate %}"""


@pytest.fixture(scope="module")
def arabic():
    return {(e.msgctxt or "", e.msgid, e.msgid_plural): e for e in polib.pofile(str(ARABIC))}


@pytest.fixture(scope="module")
def used():
    return catalogues.extracted()


def test_every_wording_that_is_used_is_said_in_arabic(arabic, used):
    said = {key for key, entry in arabic.items() if entry.translated()}

    assert sorted(used - said) == []
    assert len(used) > 2000


def test_the_catalogue_holds_nothing_that_is_not_used(arabic, used):
    assert sorted(arabic.keys() - used) == []


def test_arabic_names_the_same_values_as_english(arabic):
    """In a plural form the number itself may be a word."""
    odd = []
    for (_context, english, plural), entry in arabic.items():
        wanted = set(catalogues.PLACEHOLDER.findall(plural or english))
        for said in entry.msgstr_plural.values() if plural else [entry.msgstr]:
            named = set(catalogues.PLACEHOLDER.findall(said))
            if named - wanted or (named != wanted and not plural):
                odd.append((english, said))
    assert odd == []


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.name for path in TEMPLATES])
def test_a_sentence_may_be_laid_out_over_lines(path):
    """Without `trimmed` the line ends would belong to the wording, and its Arabic be lost."""
    opened = re.findall(r"{%\s*blocktrans\w*\s+(\w*)", path.read_text(encoding="utf-8"))

    assert set(opened) <= {"trimmed"}


def test_a_sentence_over_several_lines_is_found_as_one(tmp_path):
    (tmp_path / "page.html").write_text(LAID_OUT)

    said = set(catalogues.wordings_of_template(tmp_path / "page.html"))

    assert said == {("", "%(n)s of %(total)s shown", "")}


def test_a_sentence_over_several_lines_keeps_its_arabic(arabic):
    template = engines["django"].from_string(LAID_OUT)

    with translation.override("ar"):
        shown = template.render({}).strip()

    wording = arabic["", "%(n)s of %(total)s shown", ""].msgstr
    assert shown == wording % {"n": 3, "total": 9}


def test_bringing_a_catalogue_up_to_date_keeps_what_is_still_said():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="Gone", msgstr="ذهب"))
    catalogue.append(polib.POEntry(msgid="Kept", msgstr="بقي"))

    catalogues.bring_up_to_date(catalogue, {("", "Kept", ""), ("", "%(n)s new", "")})

    assert [(e.msgid, e.msgstr, e.flags) for e in catalogue] == [
        ("%(n)s new", "", ["python-format"]),
        ("Kept", "بقي", []),
    ]


def frozen(text: str) -> list[int]:
    """Lines of a module that put something into a lazy wording while it is imported.

    What comes of it is text in the language of the import, for every reader.
    """

    def at_import(node: ast.AST) -> list[ast.AST]:
        inner = [n for n in ast.iter_child_nodes(node) if not isinstance(n, FUNCTIONS)]
        return [node, *(found for child in inner for found in at_import(child))]

    def lazy(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and getattr(node.func, "id", "") in names

    tree = ast.parse(text)
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    wordings = [n.names for n in imports if n.module == "django.utils.translation"]
    names = {a.asname or a.name for each in wordings for a in each if a.name.endswith("_lazy")}
    return [
        node.lineno
        for node in at_import(tree)
        if (isinstance(node, ast.BinOp) and lazy(node.left))
        or (isinstance(node, ast.Attribute) and lazy(node.value))
        or (isinstance(node, ast.FormattedValue) and lazy(node.value))
    ]


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
LAZY = "from django.utils.translation import gettext_lazy as _\n"


@pytest.mark.parametrize(
    "line",
    ['A = _("%(n)s rows") % {"n": 1}', 'A = _("{} rows").format(1)', '''A = f"{_('rows')}"'''],
)
def test_a_wording_that_is_filled_while_its_module_is_imported_is_found(line):
    assert frozen(LAZY + line) == [2]
    assert frozen(LAZY + f"def f():\n    {line}") == []


def test_no_wording_is_filled_while_its_module_is_imported():
    paths = [path for path in house_rules.committed("*.py") if path.parts[-2] != "migrations"]
    found = {str(path): lines for path in paths if (lines := frozen(path.read_text()))}

    assert found == {}
    assert len(paths) > 300


def test_no_wording_stands_inside_another_text():
    """Python before 3.12 reads an f-string as one word: what is said in it is never translated."""
    hidden = []
    for path in house_rules.committed(*(f"{name}/*.py" for name in house_rules.PACKAGES)):
        for text in ast.walk(ast.parse(path.read_text())):
            if isinstance(text, ast.JoinedStr):
                calls = [node for node in ast.walk(text) if isinstance(node, ast.Call)]
                calls = [call for call in calls if call.args and _is_said(call.args[0])]
                names = {getattr(call.func, "id", "") for call in calls}
                if names & {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}:
                    hidden.append(f"{path.relative_to(ROOT)}:{text.lineno}")
    assert hidden == []


def _is_said(word: ast.expr) -> bool:
    """Whether it is a text that stands there, and not one that comes from elsewhere."""
    return isinstance(word, ast.Constant)
