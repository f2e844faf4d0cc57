"""Steps outside any Lifecycle that ask who is there, by the verb of their Event (ASVS 7.5.3).

A step of a Lifecycle says so in its own row (`Step.proof`). Whatever records one of these verbs
asks, on whichever way it was reached.
"""

from kernel import acting

_verbs: set[str] = set()


def ask_for(*verbs: str) -> None:
    """Let these verbs ask; apps call it once, when they are ready."""
    _verbs.update(verbs)


def verbs() -> list[str]:
    """Every verb that asks, in order."""
    return sorted(_verbs)


def asks(verb: str) -> bool:
    """Whether this verb asks: a page shows the field beforehand."""
    return verb in _verbs


def demand_for(verb: str) -> None:
    """Raise ProofNeeded where a person's session does this and wasn't proven lately."""
    if verb in _verbs:
        acting.demand_proof()
