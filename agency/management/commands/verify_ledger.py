"""`verify_ledger`: does every chain hold, and does the log go on from everything published?

Names the first broken link of each chain that doesn't hold, and the first checkpoint that doesn't.
`--against` takes what somebody else has kept: nobody who owns the database can have changed that.
Ends with 1 where anything is wrong. A loss that was declared, and a checkpoint that nobody signed,
are told and count for nothing.
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
from ledger.witness import checkpoints, published

COMPACT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class Command(BaseCommand):
    help = "Check every chain, and the log against all that was published; ends with 1 on a fault."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--against", action="append", default=[], help="a file with checkpoints that were kept"
        )
        parser.add_argument("--keys", help="a file with a JWK Set, instead of the keys kept here")
        parser.add_argument("--prove", metavar="EVENT", help="print the proof that it is logged")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["prove"] is not None:
            return self._prove(options["prove"])
        kept = self._kept(options["against"], key_set(options["keys"]))
        checked, faults = chains.verify()
        standing = published.look(last=None, most=0)
        faults += self._of_log(standing.said, kept)
        for fault in faults:
            self.stderr.write(f"{fault.chain}, event {fault.seq}: {fault.sentence}.")
        wrong = standing.problems
        if late := chains.unsealed():
            wrong.append(f"{late} events have waited for their place for over a minute.")
        for sentence in [*wrong, *standing.remarks]:
            self.stderr.write(sentence)
        if count := len(wrong) + sum(not fault.declared for fault in faults):
            raise CommandError(f"The ledger does not hold: {count} faults.")
        self.stdout.write(f"The ledger holds: {checked} events in order.")
        if kept:
            self.stdout.write(f"It is the one of {len(kept)} checkpoints that were kept elsewhere.")
        return None

    def _kept(self, files: list[str], keys: Any) -> list[checkpoints.Said]:
        """The checkpoints in the files, each once."""
        found: dict[str, checkpoints.Said] = {}
        for path in map(Path, files):
            try:
                texts = COMPACT.findall(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise CommandError(f"{path} cannot be read: {error}.") from error
            said = [self._said(text, keys, path) for text in texts]
            found |= {one.jws: one for one in said if one}
            if not any(said):
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

    def _of_log(
        self, here: list[checkpoints.Said], kept: list[checkpoints.Said]
    ) -> list[chains.Fault]:
        said = list({one.jws: one for one in [*here, *kept]}.values())
        losses = [one for one in said if one.lost]
        there = [one for one in said if not published.declared(one, losses)]
        return log.runs() + log.among(there) + log.compare(log.to_compare(said))

    def _prove(self, event: str) -> None:
        try:
            pk = UUID(event)
        except ValueError as error:
            raise CommandError(f"“{event}” is no id of an event.") from error
        try:
            proof = proofs.of_event(pk)
        except proofs.NotProvable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(proof, indent=1))
