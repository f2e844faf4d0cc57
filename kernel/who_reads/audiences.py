"""Who reads a row, as numbers that the database compares (docs/decisions/0051-the-second-wall.md).

An audience is whoever reads together: an office today, a unit of one later, out of one space of
numbers (`CentralOffice.number`). A row of one level keeps `seen_by`, the audiences that see it, and
its level beside it. A row that is seen through several others, of levels of their own, keeps
`seen_at`: the numbers below, each an audience at a level.
"""

from collections.abc import Iterable

LEVELS_AN_AUDIENCE = 4  # room for the levels of Classification


def at_level(audiences: Iterable[int], level: int) -> set[int]:
    """Give the numbers of all that sees a row of this level: each audience at that level."""
    return {audience * LEVELS_AN_AUDIENCE + level for audience in audiences}


def up_to(audience: int, clearance: int) -> list[int]:
    """Give the numbers of a reader of the audience who is cleared up to this level."""
    return [audience * LEVELS_AN_AUDIENCE + level for level in range(clearance + 1)]
