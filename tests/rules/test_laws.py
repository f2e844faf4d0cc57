"""docs/laws.md has every law that is cited, and each number once."""

import re
from collections.abc import Iterator

from launch.house_rules import committed
from launch.places import ROOT

LAWS = ROOT / "docs" / "laws.md"
HEADING = re.compile(r"^### ([LETNF]\d+): \S", re.MULTILINE)
CITED = re.compile(r"docs/laws\.md`?\s+((?:[LETNF]\d+)(?:(?:, | and | to )[LETNF]\d+)*)")
NUMBER = re.compile(r"[LETNF]\d+")


def numbers() -> list[str]:
    return HEADING.findall(LAWS.read_text("utf-8"))


def citations() -> Iterator[tuple[str, str]]:
    """File and number of every citation in what is committed."""
    for path in committed():
        if path != LAWS and path.suffix in {".py", ".md", ".html", ".csv", ".toml", ".yml"}:
            for cited in CITED.findall(path.read_text("utf-8")):
                for number in NUMBER.findall(cited):
                    yield str(path.relative_to(ROOT)), number


def test_every_law_has_a_number_of_its_own_in_order():
    found = numbers()

    for letter in "LETNF":
        own = [number for number in found if number[0] == letter]
        assert own == [f"{letter}{place}" for place in range(1, len(own) + 1)]


def test_every_citation_names_a_law_that_there_is():
    known, cited = set(numbers()), list(citations())

    assert len(cited) >= 60
    assert [row for row in cited if row[1] not in known] == []


def test_a_law_that_names_another_names_one_that_there_is():
    within = re.findall(r"\(([LETNF]\d+)\)|\bSee ([LETNF]\d+)", LAWS.read_text("utf-8"))

    assert within and {one or other for one, other in within} <= set(numbers())
