"""The life of an edition of the UN list: nobody loads alone what everybody then reads.

    checked ──propose──▶ proposed ──confirm──▶ confirmed ──load──▶ loaded
       └──withdraw──┐       ├──withdraw──▶ withdrawn   ├──lapse──▶ lapsed
                    ▼       └──decline──▶ declined     └──withdraw──▶ withdrawn

A worker read the file before an edition is there. Who uploaded it proposes; another person, who
has the digest from the source, confirms file and difference; a worker loads it in that one's name.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from kernel import acting
from kernel.errors import NotPermitted, NotReady, WrongState
from kernel.models import StoredFile
from kernel.values.text import pasted
from ledger import events
from ledger.lifecycle import Lifecycle, Step
from notices.models import UnListChange, UnListEdition
from notices.queries import keeps_un_list
from notices.un_list import dates, difference, groups, guards, identity
from notices.un_list.difference import Difference, Line, OpenList
from notices.un_list.reading import UnListSummary

CHECKED, PROPOSED, CONFIRMED, LOADED, DECLINED, WITHDRAWN, LAPSED = UnListEdition.Status
MIN_TYPED_CHARACTERS = 8  # of the digest: one in four thousand million files has the same


def uploader(officer: Officer, edition: UnListEdition) -> bool:
    """The officer is who uploaded the edition, and still keeps the UN list."""
    return officer.pk == edition.uploaded_by_id and keeps_un_list(officer)


def second_person(officer: Officer, edition: UnListEdition) -> bool:
    """The officer is a person who keeps the UN list, and had no part in this edition."""
    had_part = edition.wrote(officer) or officer.pk == edition.uploaded_by_id
    return not had_part and keeps_un_list(officer)


def confirmer(officer: Officer, edition: UnListEdition) -> bool:
    """The officer is who confirmed the edition, and still keeps the UN list."""
    return officer.pk == edition.decided_by_id and second_person(officer, edition)


def right_to_confirm(officer: Officer, edition: UnListEdition) -> str:
    """The right by which the second person confirms."""
    return "administer" if officer.administers else "review_notice"


un_edition_steps = Lifecycle(
    propose=Step({CHECKED}, PROPOSED, uploader, gettext_lazy("propose")),
    confirm=Step(
        {PROPOSED},
        CONFIRMED,
        second_person,
        gettext_lazy("confirm"),
        right_to_confirm,
        proof=True,
    ),
    decline=Step({PROPOSED}, DECLINED, second_person, gettext_lazy("decline")),
    withdraw=Step(UnListEdition.OPEN, WITHDRAWN, uploader, gettext_lazy("withdraw")),
    load=Step({CONFIRMED}, LOADED, confirmer, gettext_lazy("load")),
    lapse=Step({CONFIRMED}, LAPSED, confirmer, gettext_lazy("let lapse")),
)


def types_digest(officer: Officer, edition: UnListEdition) -> bool:
    """Whether the officer would confirm it, by a digest that only the own copy shows.

    Who is too new to confirm today is not shown it either.
    """
    waits = edition.status in (CHECKED, PROPOSED)
    return waits and second_person(officer, edition)


def demand_keeper(officer: Officer) -> None:
    """Raise NotPermitted unless the officer may bring or confirm an edition."""
    if not keeps_un_list(officer):
        raise NotPermitted(
            _("Only administrators and reviewers of the Secretariat, as persons, import lists.")
        )


class Said(NamedTuple):
    """The uploader's words on a file, and the refusals that are to be passed over."""

    source: str
    obtained_at: datetime
    delist_anyway: bool = False
    older_anyway: bool = False
    expected: Sequence[str] = ()


def bring(
    open_list: OpenList,
    stored: StoredFile,
    said: Said,
    *,
    by: Officer,
    describe: Callable[[UnListSummary], list[str]] = lambda summary: [],
) -> UnListEdition:
    """Keep what the file would change, to be proposed; nothing of the list is touched.

    `describe` says in words what is worth knowing of the file. Raises NotPermitted; ListRefused
    for a broken file, dates that can't be or can't be read, an older edition, too much that is
    missing, or a reference that somebody else has; WrongState while the same file stands open.
    """
    demand_keeper(by)
    summary = difference.check(open_list)
    dates.refuse(summary, said.obtained_at, older_anyway=said.older_anyway)
    if not said.older_anyway:
        dates.refuse_older(summary.generated_at, newest())
    with acting.acting_as(by):
        refuse_twice(stored.sha256)
        found = difference.between(open_list)
        identity.refuse_others(found.changes, found.ended, said.expected)
        groups.refuse_missing(found.changes, said.expected)
        if not said.delist_anyway:
            guards.refuse_many(found.changes)
        edition = UnListEdition(
            file=stored,
            sha256=stored.sha256,
            generated_at=dates.made_at(summary.generated_at),
            counts=found.counts,
            findings=[*identity.notes(found.changes), *describe(summary)],
            difference_sha256=found.sha256,
            uploaded_by=by,
            **{**said._asdict(), "expected": sorted(said.expected)},
        )
        _keep(edition, found, by)
    return edition


def _keep(edition: UnListEdition, found: Difference, by: Officer) -> None:
    edition.note_writers([by.pk])
    edition.full_clean()
    edition.save(force_insert=True)
    rows = [UnListChange(edition=edition, **line._asdict()) for line in found.lines]
    UnListChange.objects.bulk_create(rows, batch_size=500)
    overridden = {
        "delist_anyway": edition.delist_anyway,
        "older_anyway": edition.older_anyway,
        "expected": edition.expected,
    }
    events.record(
        "unlistedition.check",
        by=by,
        subject=edition,
        after=edition.status,
        data={
            **_named(edition),
            **edition.counts,
            **overridden,
            "obtained_at": edition.obtained_at.isoformat(),
        },
        detail={"source": edition.source},
        step=True,
    )


def refuse_twice(sha256: str) -> None:
    """The same file stands open already: confirm that one. Raises WrongState."""
    if UnListEdition.objects.filter(sha256=sha256, status__in=UnListEdition.OPEN).exists():
        raise WrongState(
            _(
                "This file was brought already, and nobody has decided on it yet. Confirm or "
                "decline that edition: %(digest)s."
            )
            % {"digest": sha256[:12]}
        )


def propose(edition: UnListEdition, *, by: Officer) -> None:
    """Ask for a second person."""
    with un_edition_steps.take("propose", edition, by=by, **_named(edition)) as locked:
        locked.proposed_at = timezone.now()


def confirm(
    edition: UnListEdition, *, by: Officer, digest: str, expected: Sequence[str] = ()
) -> None:
    """Confirm file and difference; `digest` are the first characters that `by` typed.

    `expected` are the groups and references that the uploader named, said once more. Raises
    NotReady where the characters are too few or not those of the file, or where a group isn't
    said; WrongState where another edition was loaded since this one was read.
    """
    with un_edition_steps.take("confirm", edition, by=by, **_named(edition)) as locked:
        _demand_digest(locked, digest)
        _demand_expected(locked, expected)
        locked.expected_confirmed = sorted(expected)
        _demand_as_read(locked)
        locked.decided_by, locked.decided_at = by, timezone.now()


def decline(edition: UnListEdition, *, by: Officer, reason: str) -> None:
    """End it; whoever uploaded it reads the reason. Raises NotReady without one."""
    if not reason.strip():
        raise NotReady(_("Say why."), [("reason", _("Say why."))])
    given = {"reason": reason.strip()}
    with un_edition_steps.take(
        "decline", edition, by=by, detail=given, **_named(edition)
    ) as locked:
        locked.decided_by, locked.decided_at = by, timezone.now()
        locked.reason = reason.strip()


def withdraw(edition: UnListEdition, *, by: Officer) -> None:
    """Take it back before it is loaded."""
    with un_edition_steps.take("withdraw", edition, by=by, **_named(edition)):
        pass


def lapse(edition: UnListEdition, *, by: Officer) -> None:
    """End what was confirmed and would no longer change what was confirmed."""
    with un_edition_steps.take("lapse", edition, by=by, **_named(edition)):
        pass


def demand_confirmed(edition: UnListEdition, found: Difference) -> None:
    """Raise DifferenceChanged unless this is the difference that was confirmed."""
    if found.sha256 != edition.difference_sha256:
        raise guards.DifferenceChanged(
            _(
                "What is loaded isn't what it was when this edition was read, so that it would "
                "change other records than those that were confirmed. Nothing was changed. "
                "Upload the file again."
            )
        )


@acting.by_a_rule("which edition of the UN list is loaded")
def newest() -> str:
    """When the newest edition that was loaded was made, as ISO 8601; empty when none says so.

    By its own date and not by when it was loaded; one dated after its loading says nothing.
    """
    loaded = UnListEdition.objects.filter(status=LOADED).exclude(generated_at=None)
    rows = loaded.values_list("generated_at", "loaded_at")
    made = [made for made, at in rows if made and at and dates.can_have_been_made(made, at)]
    return max(made).isoformat() if made else ""


def _demand_digest(edition: UnListEdition, typed: str) -> None:
    given = "".join(pasted(typed).split()).lower()
    if len(given) < MIN_TYPED_CHARACTERS:
        said = _("Type at least %(n)d characters of the digest.") % {"n": MIN_TYPED_CHARACTERS}
        raise NotReady(said, [("digest", said)])
    if not edition.sha256.startswith(given):
        said = _(
            "The digest of this file begins otherwise. It isn't the file that you obtained: "
            "decline it, unless you mistyped."
        )
        raise NotReady(said, [("digest", said)])


def _demand_expected(edition: UnListEdition, expected: Sequence[str]) -> None:
    if sorted(expected) != edition.expected:
        said = _("Confirm each of these as well, or decline: %(codes)s.") % {
            "codes": ", ".join(edition.expected) or "—"
        }
        raise NotReady(said, [("expected", said)])


def _demand_as_read(edition: UnListEdition) -> None:
    since = UnListEdition.objects.filter(status=LOADED, loaded_at__gt=edition.created_at)
    if since.exists():
        raise WrongState(
            _("Another edition was loaded after this one was read. Upload the file again.")
        )
    rows = edition.changes.values_list(*Line._fields)
    if difference.digest(Line(*row) for row in rows) != edition.difference_sha256:
        raise WrongState(
            _("The list of changes isn't the one that was read. Upload the file again.")
        )


def _named(edition: UnListEdition) -> dict[str, Any]:
    return {"sha256": edition.sha256, "difference": edition.difference_sha256}
