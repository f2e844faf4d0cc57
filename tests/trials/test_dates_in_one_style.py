"""Days and moments are written in one style on every page: 12 Apr 1981, never April 12, 1981."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

from django import forms

from kernel.forms.answers import answers
from notices.payload import statement_fields

ROOT = Path(__file__).parents[2]
APPS = ("agency", "cases", "central_offices", "exchange", "kernel", "ledger", "notices", "policies")
OF_DJANGO = re.compile(r"^(SHORT_)?(DATE|DATETIME|TIME|YEAR_MONTH|MONTH_DAY)_FORMAT$")
FILTER = re.compile(r"""\|(date|time)\b(?!:"(?![A-Z_]+_FORMAT"))(?!:'(?![A-Z_]+_FORMAT'))""")


def unstyled(path: Path) -> list[str]:
    """Calls of date_format without a style, or with one of Django's by its name."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and "date_format" in ast.unparse(node.func):
            style = ast.unparse(node.args[1]).strip("'") if len(node.args) > 1 else None
            if style is None or OF_DJANGO.match(style):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_no_code_and_no_template_leaves_the_style_to_django():
    sources = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    found = [one for path in sources for one in unstyled(path)]
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if FILTER.search(path.read_text(encoding="utf-8")):
            found.append(str(path.relative_to(ROOT)))

    assert found == []
    assert FILTER.search("{{ row.day|date }}") and FILTER.search('{{ row.day|date:"DATE_FORMAT" }}')
    assert not FILTER.search('{{ row.day|date:"j M Y" }}')


def test_what_an_office_states_and_what_a_form_keeps_are_written_in_it():
    class Said(forms.Form):
        day = forms.DateField()
        at = forms.DateTimeField()

    form = Said({"day": date(1981, 4, 12), "at": datetime(1981, 4, 12, 9, 5, tzinfo=UTC)})
    assert form.is_valid()
    assert [one.words for one in answers(form)] == ["12 Apr 1981", "12 Apr 1981 09:05"]
    whole = {"earliest": "1979-08-01", "latest": "1979-08-31", "written": "1979-08"}
    assert statement_fields._day("1981-04-12") == "12 Apr 1981"
    day = {"earliest": "1981-04-12", "latest": "1981-04-12", "written": "1981-04-12"}
    assert statement_fields._partial(day) == "12 Apr 1981"
    assert statement_fields._partial(whole) == "Aug 1979"
    assert statement_fields._partial(
        whole | {"earliest": "1979-01-01", "latest": "1979-12-31"}
    ) == ("1979")
