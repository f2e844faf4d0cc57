"""docs/decisions/README.md lists every decision as the decision itself says."""

import re
from pathlib import Path

from launch.places import ROOT

FOLDER = ROOT / "docs" / "decisions"
HEAD = re.compile(
    r"# (?P<number>\d+)\. (?P<title>.+)\n\n"
    r"\*\*Date:\*\* (?P<date>\d{4}-\d\d-\d\d) · \*\*Status:\*\* (?P<status>[^\n]+)\n\n"
)
STATUS = re.compile(r"proposed|accepted|replaced by \d{4}")
ROW = re.compile(r"^\| \[(\d{4})\]\(([^)]+)\) \| (.+) \| (\S+) \| (.+) \|$", re.MULTILINE)


def decisions() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


def row(path: Path) -> tuple[str, ...]:
    """The index's row of a decision: number, file, title, date, status."""
    head = HEAD.match(path.read_text("utf-8"))
    assert head, f"{path.name} begins with its title, an empty line, its date and its status."
    number = f"{int(head['number']):04}"
    return number, path.name, head["title"], head["date"], head["status"]


def test_every_decision_begins_with_title_date_and_status():
    for path in decisions():
        number, name, _title, _date, status = row(path)
        assert name.startswith(f"{number}-"), name
        assert STATUS.fullmatch(status), f"{name}: {status}"


def test_the_index_lists_each_decision_once_in_order():
    listed = ROW.findall((FOLDER / "README.md").read_text("utf-8"))

    assert listed == [row(path) for path in decisions()]


def test_no_number_is_given_twice():
    numbers = [row(path)[0] for path in decisions()]

    assert len(numbers) == len(set(numbers))
