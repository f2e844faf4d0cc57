"""`verify_ledger`: does every chain hold, and is the log the one whose checkpoints were given out?

Names the first broken link of each chain that doesn't hold, and the first checkpoint that doesn't.
`--against` takes what somebody else has kept: nobody who owns the database can have changed that.
"""

import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from agency.management.commands.verify_message import key_set
from ledger.signatures import jws
from ledger.verification import chains, log, proofs
from ledger.witness import checkpoints, kept_file

COMPACT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class Command(BaseCommand):
    help = "Check every chain and the log; exits with an error at the first broken link of each."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--against", action="append", default=[], help="a file with checkpoints that were kept"
        )
        parser.add_argument("--keys", help="a file with a JWK Set, instead of the keys kept here")
        parser.add_argument("--prove", metavar="EVENT", help="print the proof that it is logged")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prove"]:
            return self._prove(options["prove"])
        checked, faults = chains.verify()
        known = key_set(options["keys"])
        kept = self._kept(options["against"], known)
        faults += self._of_log(kept)
        for fault in faults:
            self.stderr.write(f"{fault.chain}, event {fault.seq}: {fault.sentence}.")
        if late := chains.unsealed():
            self.stderr.write(f"{late} events have waited for their place for over a minute.")
        for number in log.not_ours():
            self.stderr.write(
                f"Checkpoint {number} was not signed by the Secretariat: it counts for nothing, "
                "and nobody is shown it. Somebody wrote it into the database."
            )
        problems = kept_file.problems()
        for sentence in problems:
            self.stderr.write(sentence)
        if faults or problems:
            count = len(faults) + len(problems)
            raise CommandError(f"The ledger does not hold: {count} faults.")
        self.stdout.write(f"The ledger holds: {checked} events in order.")
        if kept:
            self.stdout.write(f"It is the one of {len(kept)} checkpoints that were kept elsewhere.")
        return None

    def _kept(self, files: list[str], keys: Any) -> list[checkpoints.Said]:
        """The checkpoints in the files, and in the one beside the database."""
        paths = [Path(name) for name in files]
        if kept_file.path().exists():
            paths.append(kept_file.path())
        found: dict[str, checkpoints.Said] = {}
        for path in paths:
            try:
                texts = COMPACT.findall(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"{path} cannot be read: {error}.") from error
            said = [self._said(text, keys, path) for text in texts]
            found |= {one.jws: one for one in said if one}
            if str(path) in files and not any(said):
                raise CommandError(f"There is no checkpoint in {path}.")
        return list(found.values())

    def _said(self, text: str, keys: Any, path: Path) -> checkpoints.Said | None:
        try:
            jws.header_of(text, typ=jws.CHECKPOINT)
        except jws.Forged:
            return None  # other signatures stand in an answer of the mailbox too
        try:
            return checkpoints.read(text, keys)
        except jws.Forged as forged:
            raise CommandError(f"A checkpoint in {path} proves nothing: {forged}") from forged

    def _of_log(self, kept: list[checkpoints.Said]) -> list[chains.Fault]:
        lost = log.declared_lost(kept)
        faults = [
            chains.Fault(log.LOG, one.size, f"{one.words} is lost, as was declared on {at}")
            for one in kept
            if (at := lost.get(one.jws))
        ]
        there = [one for one in kept if one.jws not in lost]
        known = [log.Known(one.size, one.root, one.words) for one in there]
        return faults + log.runs() + log.among(there) + log.compare([*known, *log.kept_here()])

    def _prove(self, event: str) -> None:
        try:
            proof = proofs.of_event(UUID(event))
        except (ValueError, proofs.NotProvable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(proof, indent=1))
