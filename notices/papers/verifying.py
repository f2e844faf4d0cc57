"""Check of a printed notice by the code on it: its state and colour, never the person."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from kernel import acting
from kernel.acting import Officer
from kernel.values.text import pasted
from ledger import daily_counts, events
from notices.models import Notice, Paper

SHAPE = re.compile(r"[0-9A-HJKMNP-TV-Z]{12}")
# Letters that people read into the code although its alphabet hasn't got them.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


class State(NamedTuple):
    """The answer of the page: a tone for the colour, a word, and what to do."""

    code: str
    tone: str
    word: object
    words: object


VALID = State("VALID", "ok", _("Valid"), _("This notice is in force and this is its text."))
OWNER_LEFT = State(
    "VALID",
    "warn",
    _("Valid"),
    _(
        "This notice is in force and this is its text. The office that asked for it has left the "
        "agency: ask the General Secretariat before you act."
    ),
)
CHANGED = State(
    "CHANGED",
    "warn",
    _("Changed"),
    _("The notice was changed after this copy was printed. Ask your central office for a new one."),
)
SUSPENDED = State("SUSPENDED", "bad", _("Suspended"), _("Do not act on this notice for now."))
WITHDRAWN = State("WITHDRAWN", "bad", _("Withdrawn"), _("Do not act on this notice."))
EXPIRED = State("EXPIRED", "bad", _("Expired"), _("Do not act on this notice."))


class Found(NamedTuple):
    """The state of a copy, and its notice's colour and reference."""

    state: State
    colour: str
    reference: str
    sha256: str


def normalised(typed: str) -> str:
    """The code as it is printed; empty when it can't be one."""
    bare = re.sub(r"[\s-]", "", pasted(typed)).upper().translate(MISREAD)
    if not SHAPE.fullmatch(bare):
        return ""
    return "-".join(bare[start : start + 4] for start in (0, 4, 8))


def check(typed: str, *, by: Officer | None = None) -> Found | None:
    """The paper of a code and its state now; None for a code that was never printed.

    That an officer asked is an event; strangers' questions are counted by day, since anybody may
    ask any number of them.
    """
    code = normalised(typed)
    rows = Paper.objects.select_related("notice__owner_office", "notice_version").filter(
        proof=False
    )
    with acting.by_a_rule("whether a printed copy holds"):
        paper = rows.filter(code=code).first() if code else None
    _note(paper, by)
    if paper is None or paper.notice_version is None:
        return None
    return Found(_state(paper), paper.notice.colour, str(paper.notice), paper.notice_version.sha256)


def _note(paper: Paper | None, by: Officer | None) -> None:
    with acting.acting_as(by or acting.PUBLIC):
        if by is None:
            daily_counts.count("paper.verify found" if paper else "paper.verify unknown")
            return
        events.record(
            "paper.verify",
            by=by,
            subject=paper,
            denied=paper is None,
            data={"found": paper is not None},
        )


def _state(paper: Paper) -> State:
    notice = paper.notice
    if notice.status == Notice.Status.SUSPENDED:
        return SUSPENDED
    if notice.status == Notice.Status.EXPIRED:
        return EXPIRED
    if notice.status != Notice.Status.PUBLISHED:
        return WITHDRAWN
    if not notice.in_force:
        return EXPIRED
    if paper.notice_version_id != notice.current_version_id:
        return CHANGED
    # A copy that a suspension made void holds again with its notice: it says the same.
    return OWNER_LEFT if notice.owner_office.has_left else VALID
