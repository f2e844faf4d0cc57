"""The drawing of how costs grow holds the last figure of each size, and says it in words."""

import json
from xml.etree import ElementTree

from bench.over_http import growth


def figure(name: str, world: str, p50: float) -> str:
    return json.dumps({"name": name, "world": world, "p50": p50})


def test_a_line_has_the_last_figure_of_each_size_and_one_size_alone_is_no_line():
    figures = [
        figure("one case, API", "10k", 99.0),
        figure("one case, API", "10k", 20.0),
        figure("one case, API", "1m", 30.0),
        figure("page of 50, wide (95%)", "1m", 70.0),
        figure("nothing (/livez)", "10k", 2.0),
        json.dumps({"name": "memory", "world": "1m", "value": 3}),
    ]

    (line,) = growth.lines(figures)

    assert line == ("one case, API", [(10_000, 20.0), (1_000_000, 30.0)])


def test_the_drawing_is_sound_and_tells_its_figures_to_whoever_hears_it():
    found = [growth.Drawn(name, [(10_000, 5.0), (1_000_000, 50.0)]) for name in ("a < b", "list")]

    svg = ElementTree.fromstring(growth.drawing(found))

    words = "".join(svg.itertext())
    assert "a < b: 5 ms at 10,000 cases, 50 ms at 1,000,000 cases" in words
    assert all(name in words for name, _cases, _ms in growth.PEERS)
    places = [float(one.get("y")) for one in svg.iter() if one.text and one.text.endswith("50 ms")]
    assert len(places) == 2 and abs(places[0] - places[1]) >= growth.MIN_APART
