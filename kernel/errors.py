"""The expected no: shown to the person as a sentence, never paged to an operator."""

from typing import Any


class Refusal(Exception):
    """Something is not possible; str() is a sentence in the user's words that says what to do."""

    status = 409
    code = "refused"


class WrongState(Refusal):
    """The record is not in a state from which this step can be taken."""

    status = 409
    code = "wrong_state"


class NotReady(Refusal):
    """Something is still missing; `missing` lists (field, sentence) where it is known."""

    status = 422
    code = "not_ready"

    def __init__(self, sentence: str, missing: list[tuple[str, str]] | None = None):
        super().__init__(sentence)
        self.missing = missing or []


class NotPermitted(Refusal):
    """The officer sees the record but may not do this with it."""

    status = 403
    code = "not_permitted"


class ProofNeeded(Refusal):
    """The step asks once more who is there; the sentence says how to show it."""

    status = 403
    code = "proof_needed"


class Stale(Refusal):
    """Somebody else saved the record meanwhile; `theirs` is the record as it stands now."""

    status = 412
    code = "stale"

    def __init__(self, sentence: str, theirs: Any = None):
        super().__init__(sentence)
        self.theirs = theirs
