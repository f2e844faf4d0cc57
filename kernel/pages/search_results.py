"""Results of the search box: the shape in which every app hands on what it found."""

from typing import NamedTuple

MAX_RESULTS_PER_PART = 8


class Result(NamedTuple):
    """One line: address, what it is about, reference, note, level (0 to 2), state and tone."""

    url: str
    title: str
    reference: str = ""
    note: str = ""
    classification: int = 0
    state: str = ""
    tone: str = ""


class Part(NamedTuple):
    """The results of one kind, the best first; at most MAX_RESULTS_PER_PART of them."""

    title: str
    icon: str
    results: list[Result]
