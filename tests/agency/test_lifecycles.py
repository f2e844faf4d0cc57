"""docs/lifecycles.md is what the tables say, and says of every step who may take it."""

import inspect
import re
from pathlib import Path

import pytest
from django.conf import settings

from agency import lifecycles
from launch.house_rules import APPS
from ledger.lifecycle import Lifecycle, Step

SENTENCE = re.compile(r"The officer (is|may|did|owns|manages|proposed|stands|reviews|works)\b.*\.")
TABLE = re.compile(r"^(\w+) = Lifecycle\(", re.MULTILINE)


def who_may(step: Step) -> str:
    """The page's words for a step's rule, without the name of its function."""
    return lifecycles.rule(step.allowed).partition(": ")[2]


def steps() -> list[tuple[str, Step]]:
    return [
        (f"{module}.{name}.{step_name}", step)
        for module, name, table in lifecycles.tables()
        for step_name, step in table.steps.items()
    ]


def test_the_page_of_lifecycles_is_current():
    written = (settings.BASE_DIR / "docs" / "lifecycles.md").read_text(encoding="utf-8")

    assert written == lifecycles.as_markdown(), "Run manage.py lifecycles."


@pytest.mark.parametrize(("name", "step"), steps())
def test_every_step_says_in_a_sentence_who_may_take_it(name, step):
    assert SENTENCE.fullmatch(who_may(step)), f"{inspect.getsource(step.allowed)}"


def test_a_rule_that_says_nothing_is_no_sentence():
    def silent(officer, obj):
        return True

    def half(officer, obj):
        """Somebody of the office"""

    assert not SENTENCE.fullmatch(who_may(Step(set(), None, silent)))
    assert not SENTENCE.fullmatch(who_may(Step(set(), None, half)))


def test_a_sentence_is_told_to_its_end_over_the_lines_of_its_docstring():
    def long(officer, obj):
        """The officer is cleared,
        and a person.

        What follows explains.
        """

    assert who_may(Step(set(), None, long)) == "The officer is cleared, and a person."


def test_the_page_knows_every_table_of_the_code():
    sources = [path for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    written = [name for path in sources for name in TABLE.findall(path.read_text("utf-8"))]

    listed = [name for _module, name, table in lifecycles.tables() if isinstance(table, Lifecycle)]

    assert sorted(listed) == sorted(written)
