"""Checkpoints of the ledger as an office keeps them: each new one is compared with those before.

The collection is a file of the office's own. It holds the keys that signed as well, as they were
first seen: a hub that shows other keys later convinces nobody.
"""

import json
from pathlib import Path
from typing import Any

import requests

from conformance.caller import TIMEOUT_S
from ledger.signatures import jws
from ledger.witness import checkpoints, merkle
from ledger.witness.checkpoints import Said


class NotTheSame(Exception):
    """The hub's ledger is not the one that was seen before; str() says what shows it."""


class Collection:
    """Checkpoints of the hub at `base`, kept in a file: lines of keys and of checkpoints."""

    def __init__(self, path: Path, base: str):
        self.path, self.base = path, base.rstrip("/")
        lines = path.read_text().splitlines() if path.exists() else []
        self.keys = {row["kid"]: row for row in map(json.loads, filter(_is_key, lines))}
        texts = [line for line in lines if line and not _is_key(line)]
        self.kept = [checkpoints.read(text, self.keys) for text in texts]

    def take(self, text: str | None) -> bool:
        """Keep a checkpoint that is new, once it is found to go on from those kept before.

        Whether it was new. Raises NotTheSame.
        """
        if not text or any(one.jws == text for one in self.kept):
            return False
        said = self._read(text)
        for one in self.kept:
            self._compare(one, said)
        below = max((one for one in self.kept if one.size <= said.size), key=_size, default=None)
        above = min((one for one in self.kept if one.size > said.size), key=_size, default=None)
        if below:
            self._demand_path(below, said)
        if above:
            self._demand_path(said, above)
        self._write(text)
        self.kept.append(said)
        return True

    def take_all(self) -> int:
        """Compare every checkpoint that the hub shows with those kept, and keep what is new.

        How many were new. Raises NotTheSame, also where one that was kept is shown no more.
        """
        shown, taken, after, more = set[str](), 0, 0, True
        while more:
            page = self._get("/public/ledger/checkpoints", after=after)
            for row in page["checkpoints"]:
                if row["number"] <= after:
                    raise NotTheSame(f"The hub shows number {row['number']} after {after}.")
                after = row["number"]
                taken += self.take(row["checkpoint"])
                shown.add(row["checkpoint"])
            more = page["more"] and page["checkpoints"]
        for one in self.kept:
            if one.jws not in shown:
                raise NotTheSame(f"The hub does not show {one.words} any more.")
        return taken

    def _read(self, text: str) -> Said:
        try:
            kid = jws.header_of(text, typ=jws.CHECKPOINT)["kid"]
            if kid not in self.keys:
                self._learn(kid)
            return checkpoints.read(text, self.keys)
        except jws.Forged as forged:
            raise NotTheSame(f"A checkpoint proves nothing: {forged}") from forged

    def _compare(self, one: Said, said: Said) -> None:
        """Raise NotTheSame where two checkpoints contradict each other."""
        same_size = one.size == said.size and one.root != said.root
        same_number = one.number == said.number
        first, second = sorted([one, said], key=lambda each: each.number)
        not_next = first.number + 1 == second.number and first.root != second.previous
        if same_size or same_number or not_next or first.size > second.size:
            lost = f" It says that {said.lost} is lost." if said.lost else ""
            raise NotTheSame(f"{_capital(said.words)} contradicts {one.words}.{lost}")

    def _demand_path(self, first: Said, second: Said) -> None:
        """Raise NotTheSame unless the hub shows that the longer log begins with the shorter."""
        query = {"first": first.size, "second": second.size}
        answer = self._get("/public/ledger/consistency", **query)
        path = [bytes.fromhex(step) for step in answer["path"]]
        roots = [bytes.fromhex(one.root) for one in (first, second)]
        if not merkle.is_consistent(first.size, roots[0], second.size, roots[1], path):
            raise NotTheSame(f"{_capital(second.words)} does not begin with {first.words}.")

    def _learn(self, kid: str) -> None:
        """Keep a key of the Secretariat that was not seen before; a known one never changes."""
        for row in self._get("/api/v1/jwks/")["keys"]:
            if row["kid"] == kid:
                self.keys[kid] = row
                self._write(json.dumps(row))

    def _get(self, path: str, **query: Any) -> Any:
        answer = requests.get(self.base + path, params=query, timeout=TIMEOUT_S)
        if answer.status_code == 404:
            raise NotTheSame(f"The hub does not know {path} {query} any more.")
        answer.raise_for_status()
        return answer.json()

    def _write(self, line: str) -> None:
        with open(self.path, "a", encoding="ascii") as file:
            file.write(f"{line}\n")


def _size(said: Said) -> int:
    return said.size


def _is_key(line: str) -> bool:
    return line.startswith("{")


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
