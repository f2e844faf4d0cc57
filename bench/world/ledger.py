"""The ledger of two years: ten events a case, in chains that hold, and in the order of the log.

A chain goes on where it ended; the log takes the chains in turn, one run each in every window.
"""

import hashlib
import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from bench.world import rows
from bench.world.plan import EVENT, Office, Plan
from bench.world.rows import EPOCH, NULL, Lines, escaped, mixed
from bench.world.sizes import EVENTS_A_CASE
from bench.world.words import Vocabulary
from ledger.events import digest

COLUMNS = (
    "id, chain, seq, at, actor_id, verb, subject_type, subject_id, before, after, purpose, "
    "case_id, denied, data, detail_digest, request_id, prev_hash, hash"
)
DETAIL = "event_id, body, salt"
# What follows the opening of a case; turn about, so that neighbours differ.
READ = [
    ["view", "search", "view", "person", "view", "edit", "view", "list", "view"],
    ["view", "persons", "view", "view", "person", "activate", "view", "view", "download"],
]
VERBS = {
    "view": "case.view", "search": "case.search", "person": "subject.view",
    "edit": "case.edit", "list": "case.list", "persons": "subject.search",
    "activate": "case.activate", "download": "case.download",
}  # fmt: skip
ABOUT_THE_CASE = {"view", "edit", "activate", "download"}
SHOWN = {"search": 12, "persons": 12, "list": 50}


class Head(NamedTuple):
    """Where a chain ends."""

    seq: int
    hash: str


class Chain:
    """The events of one office, one window of time after the other."""

    def __init__(self, plan: Plan, place: int, head: Head, words: Vocabulary) -> None:
        self.plan, self.office, self.words = plan, plan.offices[place], words
        self.cases, self.place = plan.cases_of[place], place
        self.first, self.seq, self.hash = head.seq, head.seq, head.hash
        self.chance = random.Random(f"ledger/{place}")
        self.neighbours: list[str] = []

    @property
    def head(self) -> Head:
        return Head(self.seq, self.hash)

    def window(self, number: int) -> Lines:
        """The lines of a window; the windows are asked for in order."""
        events: list[str] = []
        details: list[str] = []
        for nth in range(*bounds(len(self.cases), self.plan.size.windows, number)):
            self._case(nth, events, details)
        return {
            f"ledger_event ({COLUMNS})": events,
            f"ledger_eventdetail ({DETAIL})": details,
        }

    def _case(self, nth: int, events: list[str], details: list[str]) -> None:
        """Add the events of one case of the office, up to its next one."""
        plan, case = self.plan, self.cases[nth]
        at = plan.at(case)
        last = nth + 1 == len(self.cases)
        step = ((plan.at(plan.size.cases) if last else plan.at(self.cases[nth + 1])) - at) // 10
        key = plan.case_id(case)
        self.neighbours = [key, *self.neighbours[:49]]
        self._event(at, case, "open", key, events, details, 0)
        for number, kind in enumerate(READ[nth % 2], start=1):
            self._event(at + number * step, case, kind, key, events, details, number)

    def _event(
        self, millis: int, case: int, kind: str, key: str, events: list[str],
        details: list[str], number: int,
    ) -> None:  # fmt: skip
        office, unique = self.office, EVENT | case * EVENTS_A_CASE + number
        event = rows.uuid7(millis, unique)
        micros = mixed(unique) % 1000
        at = (EPOCH + timedelta(milliseconds=millis, microseconds=micros)).isoformat(
            timespec="microseconds"
        )
        actor = office.officers[mixed(unique + 1) % len(office.officers)]
        about, before, after, data = self._said(kind, case, key)
        body, found = self._words(kind, event, unique)
        if body:
            details.append(body)
        self.seq += 1
        call = rows.uuid7(millis, unique ^ 1 << 48)
        purpose = "INFORMATION" if kind != "open" else ""
        in_case = key if kind in ABOUT_THE_CASE else ""
        verb = VERBS.get(kind, "case.open")
        text = (
            f"{self.hash}|{office.code}|{self.seq}|{event}|{at}|{actor}|{verb}|{about[0]}|{about[1]}"
            f"|{before}|{after}|{purpose}|{in_case}|false|{data}|{found}|{call}"
        )
        made = hashlib.sha256(text.encode()).hexdigest()
        events.append(
            f"{event}\t{office.code}\t{self.seq}\t{at}+00\t{actor}\t{verb}\t{about[0]}\t"
            f"{about[1] or NULL}\t{before}\t{after}\t{purpose}\t{in_case or NULL}\tf\t{data}\t"
            f"{found}\t{call}\t{self.hash}\t{made}\n"
        )
        self.hash = made

    def _said(self, kind: str, case: int, key: str) -> tuple[tuple[str, str], str, str, str]:
        """Type and key of the subject, state before and after, and data as jsonb writes them."""
        about = ("cases.case", key)
        if kind == "open":
            return about, "", "OPEN", '{"shares": 0, "persons": 1}'
        if kind == "activate":
            return about, "OPEN", "ACTIVE", "{}"
        if kind == "view":
            return about, "", "", '{"tab": "overview"}'
        if kind == "person":
            return ("cases.subject", self.plan.subject_id(case, 0)), "", "", "{}"
        if kind in SHOWN:
            listed = self.neighbours[: SHOWN[kind]]
            shown = ", ".join(f'"{one}"' for one in listed)
            view = '"view": "all", ' if kind != "persons" else ""
            return ("", ""), "", "", f'{{{view}"count": {len(listed)}, "shown": [{shown}]}}'
        return about, "", "", "{}"

    def _words(self, kind: str, event: str, unique: int) -> tuple[str, str]:
        """The line of what a person typed, and its digest."""
        if kind in ("search", "persons"):
            typed = " ".join(self.words.some(self.chance, 2))
            detail: dict[str, Any] = {"criteria": {"q": typed, "view": "all"}}
        elif kind == "edit":
            old, new = (" ".join(self.words.some(self.chance, 12)) for _ in range(2))
            detail = {"summary": [old, new]}
        else:
            return "", ""
        salt = f"{mixed(unique + 2):016x}{mixed(unique + 3):016x}"
        body = json.dumps(detail, ensure_ascii=False)
        return f"{event}\t{escaped(body)}\t{salt}\n", digest(detail, salt)


def bounds(cases: int, windows: int, number: int) -> tuple[int, int]:
    """The first case of a chain that falls into a window, and the first behind it."""
    return cases * number // windows, cases * (number + 1) // windows


def runs(plan: Plan, heads: list[Head], size: int) -> Iterator[str]:
    """Lines of the log: the runs of all chains, window by window, behind its `size` events."""
    written = [head.seq for head in heads]
    for number in range(plan.size.windows):
        for place, office in enumerate(plan.offices):
            first, last = bounds(len(plan.cases_of[place]), plan.size.windows, number)
            if count := (last - first) * EVENTS_A_CASE:
                yield f"{size}\t{office.code}\t{written[place] + 1}\t{written[place] + count}\n"
                written[place] += count
                size += count


def shared_out(plan: Plan, hands: int) -> list[list[int]]:
    """The chains for each of so many processes, about equally many events each."""
    found: list[list[int]] = [[] for _ in range(hands)]
    load = [0] * hands
    for place in sorted(range(len(plan.offices)), key=lambda place: -len(plan.cases_of[place])):
        lightest = load.index(min(load))
        found[lightest].append(place)
        load[lightest] += len(plan.cases_of[place])
    return found


__all__ = ["Chain", "Head", "Office", "bounds", "runs", "shared_out"]
