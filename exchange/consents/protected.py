"""Own protected persons in what is said about a request: what may go to whom.

Whoever speaks is asked for its own records only (`cases/safeguards/refugee_guard.py`), at every
message of a conversation and at every consent to pass one on.
"""

from collections.abc import Iterable

from cases.safeguards import refugee_guard
from central_offices.models import CentralOffice
from exchange import named_persons
from exchange.consents import contributed
from exchange.models import Contribution, Request
from kernel.errors import NotReady
from notices.refusals.fingerprints import number_keys


def demand_may_be_told(
    request: Request, kind: str, words: str, to: Iterable[CentralOffice]
) -> None:
    """Raise NotReady where the office that acts must not say this to one of these offices.

    About a person whom it protects from one of them it says nothing but that it refuses, and it
    names such a person nowhere. It is asked for its own records only.
    """
    to = list(to)
    found = refugee_guard.told_in_words(words, to, "text")
    if kind != Contribution.Kind.REFUSAL:
        kept = kept_from(request, to)
        found += [("text", refugee_guard.only_refused(office)) for office in kept]
    if found:
        raise NotReady(" ".join(sentence for _field, sentence in found), found)


def kept_from(request: Request, to: Iterable[CentralOffice]) -> list[CentralOffice]:
    """Those of the offices from whom a person of the request is kept by the office that acts."""
    people = named_persons.everybody(request)
    return refugee_guard.kept_from(
        contributed.all_words(request),
        {key for person in people for number in person.documents for key in number_keys(number)},
        [named for person in people for named in person.names],
        to,
    )
