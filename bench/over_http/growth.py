"""Draws how the cost of some requests grows with the world, beside the peers: docs/growth.svg.

    python3 -m bench.over_http.growth

From the last figures of each size in var/bench/over_http.jsonl; the peers' are those of
docs/performance.md. Both axes are logarithmic: twice as high is ten times as much.
"""

import json
import math
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
FIGURES, DRAWING = ROOT / "var" / "bench" / "over_http.jsonl", ROOT / "docs" / "growth.svg"
CASES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
# What is drawn, by the beginning of the name of its row.
DRAWN = {
    "API list of 100, wide": "API list of 100",
    "page of 50, wide": "page of 50",
    "filter portfolio, state, level, wide": "three filters",
    "search a name, large": "search by name",
    "search words, large": "search by words",
    "one case, API": "one case, API",
}
PEERS = [  # name, cases, p50 in ms
    ("Open Zaak, list of 100", 1_000_000, 231),
    ("Open Zaak, one case", 1_000_000, 49),
    ("NetBox, page of 50", 100_000, 305),
    ("DFIR-IRIS, list of 100", 100_000, 2113),
]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 400, 76, 200, 20, 40
LEAST_MS, MOST_MS = 1, 10_000
MIN_APART = 14  # points between two names at the right edge
STYLE = """
svg { color-scheme: light dark }
text { font: 12px sans-serif; fill: #222 }
.grid { stroke: #ccc } .line { fill: none; stroke-width: 2 } .peer { fill: #888 }
.c0 { stroke: #1b5e9e; fill: #1b5e9e } .c1 { stroke: #a33b00; fill: #a33b00 }
.c2 { stroke: #5a3d99; fill: #5a3d99 } .c3 { stroke: #1c6b36; fill: #1c6b36 }
.c4 { stroke: #99305f; fill: #99305f } .c5 { stroke: #555; fill: #555 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .grid { stroke: #555 } }
"""


class Drawn(NamedTuple):
    """One line of the drawing: its name, and p50 in ms by number of cases."""

    name: str
    points: list[tuple[int, float]]


def main() -> int:
    """Write the drawing. 1 where no figures of two sizes are there."""
    found = list(lines(FIGURES.read_text().splitlines() if FIGURES.exists() else []))
    if not found:
        print("Measure two sizes first: make bench T=10k, make bench T=1m.")
        return 1
    DRAWING.write_text(drawing(found))
    print(f"Drawn: {DRAWING.relative_to(ROOT)}")
    return 0


def lines(figures: list[str]) -> Iterator[Drawn]:
    """The lines of what was measured in two sizes or more; of each the last figure."""
    last: dict[tuple[str, str], float] = {}
    for fact in map(json.loads, figures):
        if "p50" in fact:
            last[fact["name"], fact["world"]] = fact["p50"]
    for start, name in DRAWN.items():
        points = [
            (CASES[world], p50)
            for (row, world), p50 in last.items()
            if world in CASES and row.startswith(start)
        ]
        if len(points) > 1:
            yield Drawn(name, sorted(points))


def drawing(found: list[Drawn]) -> str:
    """The drawing as SVG, with the figures in words for whoever hears it."""
    parts = [f"<style>{STYLE}</style>", f"<title>{escape(_words(found))}</title>", *_grid()]
    ends = _apart({line.name: _y(line.points[-1][1]) for line in found})
    for number, line in enumerate(found):
        path = " ".join(f"{_x(cases)},{_y(ms)}" for cases, ms in line.points)
        parts.append(f'<polyline class="line c{number}" points="{path}" style="fill:none"/>')
        parts += [
            f'<circle class="c{number}" cx="{_x(cases)}" cy="{_y(ms)}" r="3"/>'
            for cases, ms in line.points
        ]
        words = escape(f"{line.name}, {line.points[-1][1]:g} ms")
        parts.append(f'<text x="{WIDTH - RIGHT + 12}" y="{ends[line.name] + 4}">{words}</text>')
    for name, cases, ms in PEERS:
        parts.append(f'<circle class="peer" cx="{_x(cases)}" cy="{_y(ms)}" r="4"/>')
        parts.append(
            f'<text x="{_x(cases) - 8}" y="{_y(ms) - 8}" text-anchor="end">{name}, {ms} ms</text>'
        )
    inside = "\n".join(parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return f"{head}\n{inside}\n</svg>\n"


def _grid() -> Iterator[str]:
    for power in range(int(math.log10(MOST_MS)) + 1):
        y = _y(10**power)
        yield f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{10**power} ms</text>'
    for cases in CASES.values():
        yield f'<text x="{_x(cases)}" y="{HEIGHT - 12}" text-anchor="middle">{cases:,} cases</text>'


def _words(found: list[Drawn]) -> str:
    told = "; ".join(
        f"{line.name}: " + ", ".join(f"{ms:g} ms at {cases:,} cases" for cases, ms in line.points)
        for line in found
    )
    return f"Median time of an answer by the number of cases. {told}"


def _apart(wanted: dict[str, float]) -> dict[str, float]:
    """Heights of names near those wanted, and so far from each other that they can be read."""
    placed: dict[str, float] = {}
    below = -math.inf
    for name, y in sorted(wanted.items(), key=lambda one: one[1]):
        below = placed[name] = max(y, below + MIN_APART)
    return placed


def _x(cases: int) -> float:
    least, most = math.log10(min(CASES.values())), math.log10(max(CASES.values()))
    share = (math.log10(cases) - least) / (most - least)
    return round(LEFT + 30 + share * (WIDTH - LEFT - RIGHT - 60), 1)


def _y(ms: float) -> float:
    share = math.log10(max(ms, LEAST_MS)) / math.log10(MOST_MS / LEAST_MS)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


if __name__ == "__main__":
    sys.exit(main())
