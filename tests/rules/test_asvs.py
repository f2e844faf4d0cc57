"""docs/asvs.md: every requirement of levels 1 and 2 once, nothing named that is not there."""

import re
from collections import Counter
from typing import NamedTuple

from launch.places import ROOT
from tests.rules.test_architecture import PATH, defines

DOCUMENT = ROOT / "docs" / "asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+) \| (.*) \| (.+) \|$", re.MULTILINE)
COUNT = re.compile(
    r"^\| (met with a test|met by reading|\*\*open\*\*|does not apply) \|(.+)\|$", re.MULTILINE
)
SPAN = re.compile(r"`([^`\n]+)`")
# Requirements of levels 1 and 2 in each chapter of ASVS 5.0.0, V1 to V16.
LEVEL_1 = [8, 4, 8, 2, 4, 13, 6, 4, 4, 5, 3, 3, 1, 2, 3, 0]
LEVEL_2 = [19, 7, 11, 8, 5, 22, 12, 3, 3, 24, 11, 6, 12, 7, 10, 16]


class Row(NamedTuple):
    number: str
    level: int
    asks: str
    where: str
    shown: str

    @property
    def kind(self) -> str:
        """The count at the top, one of four, that it belongs to."""
        for word in ("**open**", "does not apply", "by reading"):
            if self.shown.lower().startswith(word):
                return "met by reading" if word == "by reading" else word
        return "met with a test"


def rows() -> list[Row]:
    found = ROW.findall(DOCUMENT.read_text("utf-8"))
    return [Row(number, int(level), *rest) for number, level, *rest in found]


def named(text: str) -> list[tuple[str, str]]:
    """Every path in backticks with the name after its colon, or none."""
    spans = (span.partition(":") for span in SPAN.findall(text))
    return [(path, name) for path, _colon, name in spans if PATH.fullmatch(path)]


def is_there(path: str, name: str) -> bool:
    if not (ROOT / path).exists():
        return False
    if not name:
        return True
    return path.endswith(".py") and defines(ROOT / path, name)


def test_every_requirement_stands_there_once_and_in_order():
    found = rows()
    numbers = [tuple(map(int, row.number.split("."))) for row in found]

    assert numbers == sorted(set(numbers))
    for level, expected in ((1, LEVEL_1), (2, LEVEL_2)):
        chapters = Counter(int(row.number.split(".")[0]) for row in found if row.level == level)
        assert [chapters[n] for n in range(1, 17)] == expected
    assert len(DOCUMENT.read_text("utf-8").split("\n| ")) - len(found) < 60  # no row is misread


def test_what_it_names_exists():
    text = DOCUMENT.read_text("utf-8")
    found = named(text)

    assert len(found) > 200
    assert [f"{path}:{name}" for path, name in found if not is_there(path, name)] == []


def test_what_is_met_with_a_test_names_one():
    for row in rows():
        tests = [path for path, _name in named(row.shown) if path.startswith("tests/")]
        assert bool(tests) or row.kind != "met with a test", row.number
        assert row.kind != "met by reading" or row.where, row.number


def test_the_counts_at_the_top_are_right():
    counted = Counter((row.kind, row.level) for row in rows())
    told = {
        kind: [int(cell) for cell in cells.split("|")]
        for kind, cells in COUNT.findall(DOCUMENT.read_text("utf-8"))
    }

    assert told == {
        kind: [counted[kind, 1], counted[kind, 2], counted[kind, 1] + counted[kind, 2]]
        for kind in ("met with a test", "met by reading", "**open**", "does not apply")
    }


def test_a_test_that_is_not_there_would_be_found():
    assert not is_there("tests/rules/test_asvs.py", "test_of_nothing")
    assert not is_there("tests/rules/test_of_nothing.py", "")
    assert is_there("tests/rules/test_asvs.py", "test_what_it_names_exists")
