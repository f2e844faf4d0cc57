"""Charts as SVG from the server: a line of shares over time. The table beside it holds the same."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 320, 150, 8, 12, 48, 22


class Point(NamedTuple):
    """One place on the line; without a share the line breaks."""

    label: str
    share: int | None
    x: float = 0.0
    y: float = 0.0


class Line(NamedTuple):
    """The drawing of templates/parts/chart.html: paths, points, and lines of the grid."""

    points: list[Point]
    paths: list[str]
    grid: list[tuple[float, int]]
    first: str
    last: str


def line(shares: Sequence[tuple[str, int | None]]) -> Line | None:
    """Shares from 0 to 100 from left to right; None where there are fewer than two to join."""
    if sum(share is not None for _label, share in shares) < 2:
        return None
    step = (WIDTH - LEFT - RIGHT) / (len(shares) - 1)
    points = [
        Point(label, share, round(LEFT + place * step, 1), _height(share or 0))
        for place, (label, share) in enumerate(shares)
    ]
    return Line(
        points=[point for point in points if point.share is not None],
        paths=[_path(run) for run in _runs(points) if len(run) > 1],
        grid=[(_height(share), share) for share in (0, 50, 100)],
        first=points[0].label,
        last=points[-1].label,
    )


def _height(share: int) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (100 - share) / 100, 1)


def _runs(points: list[Point]) -> list[list[Point]]:
    """Stretches without a break."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.share is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return runs


def _path(run: list[Point]) -> str:
    return "M" + " L".join(f"{point.x} {point.y}" for point in run)
