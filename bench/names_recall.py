"""Recall and precision of names, on the UN Security Council's consolidated list.

    python -m bench.names_recall UN_LIST.xml [NAMES.csv]

UN_LIST.xml is read in place and nothing of it is kept. NAMES.csv (a `full_name` column) adds
people who are on no list, to be found instead by mistake. Prints one JSON line per measurement.
"""

import csv
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from statistics import mean, quantiles
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse

from cases.names import KEY_VERSION, keys, normalised, pick_keys, query_keys, score

Pairs = list[tuple[str, int]]
BUDGETS = (4_000, 10_000)
LIMIT = 200
MOST_QUERIES = 340
THRESHOLDS = [n / 100 for n in range(60, 98)]


def say(measure: str, **figures: object) -> None:
    print(json.dumps({"measure": measure, "key_version": KEY_VERSION, **figures}))


def people(path: str) -> list[Element]:
    return list(parse(path).getroot().iter("INDIVIDUAL"))


def latin(person: Element) -> str:
    tags = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    return " ".join((person.findtext(tag) or "").strip() for tag in tags)


def aliases(person: Element) -> Iterator[str]:
    for alias in person.iter("INDIVIDUAL_ALIAS"):
        if alias.findtext("QUALITY") == "Good" and (text := alias.findtext("ALIAS_NAME")):
            yield text.strip()


def typo(name: str, chance: random.Random) -> str:
    """One letter of the longest word replaced, dropped or doubled."""
    words = name.lower().split()
    longest = max(range(len(words)), key=lambda place: len(words[place]))
    word, place = words[longest], chance.randrange(1, max(2, len(words[longest])))
    letter = chance.choice(
        ["", "abcdefghijklmnoprstuvyz"[chance.randrange(23)], word[place - 1] * 2]
    )
    words[longest] = word[:place] + letter + word[place + 1 :]
    return " ".join(words)


def longest_word(name: str) -> str:
    return max(name.replace("-", " ").split(), key=len)


def trigrams(text: str) -> frozenset[str]:
    """As pg_trgm cuts them."""
    words = (f"  {word} " for word in text.split())
    return frozenset(word[n : n + 3] for word in words for n in range(len(word) - 2))


class Index:
    """The record side in memory, as the database holds it: key to names, and trigrams to rank."""

    def __init__(self, names: list[str]):
        self.names = names
        self.trigrams = [trigrams(normalised(name)) for name in names]
        self.by_key: dict[int, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            for number in keys(name):
                self.by_key[number].append(place)
        self.frequencies = {k: len(v) for k, v in self.by_key.items() if len(v) > 50}

    def find(self, query: str, budget: int, partial: bool) -> list[int]:
        found: set[int] = set()
        for number in pick_keys(query_keys(query, partial=partial), self.frequencies, budget):
            found.update(self.by_key.get(number, ()))
        asked = trigrams(normalised(query))
        near = {p: len(asked & self.trigrams[p]) / len(asked | self.trigrams[p]) for p in found}
        nearest = sorted(found, key=lambda place: (-near[place], place))[:LIMIT]
        alike = {p: score(query, self.names[p], partial=partial) for p in nearest}
        return sorted(nearest, key=lambda place: (-alike[place], -near[place], place))


def retrieval(kind: str, index: Index, pairs: Pairs, *, partial: bool) -> None:
    asked = random.Random(5).sample(pairs, min(MOST_QUERIES, len(pairs)))
    for budget in BUDGETS:
        ranks, sizes = [], []
        for query, answer in asked:
            found = index.find(query, budget, partial)
            sizes.append(len(found))
            ranks.append(found.index(answer) + 1 if answer in found else 0)
        say(
            "retrieval", kind=kind, partial=partial, budget=budget, names=len(index.names),
            queries=len(asked), in_candidates=share(rank > 0 for rank in ranks),
            at_1=share(rank == 1 for rank in ranks), at_20=share(0 < rank <= 20 for rank in ranks),
            mean_candidates=round(mean(sizes)),
        )  # fmt: skip


def share(truths: Iterator[bool]) -> float:
    return round(mean(map(float, truths)), 3)


def shared_keys(kind: str, index: Index, pairs: Pairs) -> None:
    """Pairs that have a key in common at all, whatever it costs."""
    for partial in (False, True):
        hit = share(bool(query_keys(q, partial=partial) & keys(index.names[a])) for q, a in pairs)
        say("key recall", kind=kind, partial=partial, pairs=len(pairs), recall=hit)


def telling_apart(kind: str, names: list[str], pairs: Pairs) -> None:
    """Precision, recall and best F1 against the nearest other name of each query.

    The threshold is fitted on every second pair and reported on the others.
    """
    scored = []
    pairs = random.Random(5).sample(pairs, min(MOST_QUERIES, len(pairs)))
    for query, answer in pairs:
        nearest = max(score(query, name) for place, name in enumerate(names) if place != answer)
        scored.append((score(query, names[answer]), nearest))
    fitted, held_out = scored[::2], scored[1::2]
    best = max(THRESHOLDS, key=lambda threshold: figures(fitted, threshold)[2])
    precision, recall, f1 = figures(held_out, best)
    say("telling apart", kind=kind, pairs=2 * len(held_out), threshold=best,
        precision=precision, recall=recall, f1=f1)  # fmt: skip


def figures(scored: list[tuple[float, float]], threshold: float) -> tuple[float, float, float]:
    right = sum(own >= threshold for own, _ in scored)
    wrong = sum(other >= threshold for _, other in scored)
    precision, recall = right / max(1, right + wrong), right / max(1, len(scored))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return round(precision, 3), round(recall, 3), round(f1, 3)


def speed(names: list[str]) -> None:
    started = time.perf_counter()
    counts = [len(keys(name)) for name in names]
    seconds = time.perf_counter() - started
    cuts = quantiles(counts, n=100)
    say("keys", names=len(names), per_second=round(len(names) / seconds),
        mean=round(mean(counts), 1), p50=cuts[49], p99=cuts[98], most=max(counts))  # fmt: skip
    chance = random.Random(7)
    pairs = [(chance.choice(names), chance.choice(names)) for _ in range(5000)]
    started = time.perf_counter()
    for query, candidate in pairs:
        score(query, candidate)
    say("score", pairs=5000, per_second=round(5000 / (time.perf_counter() - started)))


def main(path: str, others_path: str | None = None) -> None:
    listed = people(path)
    names = [latin(person) for person in listed]
    others: list[str] = []
    if others_path:
        with open(others_path, encoding="utf-8", newline="") as rows:
            others = [row["full_name"] for row in csv.DictReader(rows)]
    speed(others or names)
    index, chance = Index(names + others), random.Random(11)
    originals = [
        (" ".join(text.split()), place)
        for place, person in enumerate(listed)
        if (text := person.findtext("NAME_ORIGINAL_SCRIPT")) and text.strip()
    ]
    good = [(alias, place) for place, person in enumerate(listed) for alias in aliases(person)]
    kinds = {
        "original script": originals,
        "good alias": good,
        "one typo": [(typo(name, chance), place) for place, name in enumerate(names)],
        "longest word, original script": [(longest_word(q), a) for q, a in originals],
        "longest word with a typo": [
            (typo(longest_word(name), chance), place) for place, name in enumerate(names)
        ],
    }
    for kind, pairs in kinds.items():
        shared_keys(kind, index, pairs)
    for kind, pairs in kinds.items():
        retrieval(kind, index, pairs, partial=not kind.startswith(("orig", "good")))
    for kind in ("original script", "good alias"):
        telling_apart(kind, names, kinds[kind])


if __name__ == "__main__":
    main(*sys.argv[1:])
