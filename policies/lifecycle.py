"""The life of an edition of the key issues. Edition.status changes here and nowhere else.

    draft ──submit──▶ submitted ──approve──▶ approved ──publish──▶ published
      ▲                   │                      │
      └────send_back──────┴──────reopen──────────┘        draft ──discard──▶ discarded

What is approved is the text as it stood: any edit afterwards needs a new approval, and what is
published is never changed again (a correction is an edition with the next number).
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from central_offices.models import Officer
from kernel.errors import NotReady
from ledger.delivery import wakeup
from ledger.lifecycle import Lifecycle, Step
from policies import documents
from policies.models import Edition, EditionDocument, Portfolio

DRAFT, SUBMITTED, APPROVED, PUBLISHED, DISCARDED = Edition.Status


def editor(officer: Officer, edition: Edition | None = None) -> bool:
    """The officer is a person who may contribute to every portfolio."""
    return officer.is_human and officer.may_all("contribute", Portfolio.objects.all())


def publisher(officer: Officer, edition: Edition) -> bool:
    """The officer is a person who may publish the key issues of every portfolio."""
    return officer.is_human and officer.may_all("publish_key_issue", Portfolio.objects.all())


def second_person(officer: Officer, edition: Edition) -> bool:
    """The officer may publish the key issues of every portfolio, and wrote none of these."""
    had_part = edition.wrote(officer) or officer.pk == edition.author_id
    return not had_part and publisher(officer, edition)


edition_steps = Lifecycle(
    submit=Step({DRAFT}, SUBMITTED, editor, gettext_lazy("submit for approval")),
    send_back=Step({SUBMITTED}, DRAFT, publisher, gettext_lazy("send back")),
    approve=Step(
        {SUBMITTED},
        APPROVED,
        second_person,
        gettext_lazy("approve"),
        "publish_key_issue",
        proof=True,
    ),
    reopen=Step({APPROVED}, DRAFT, editor, gettext_lazy("reopen")),
    publish=Step(
        {APPROVED},
        PUBLISHED,
        second_person,
        gettext_lazy("publish"),
        "publish_key_issue",
        publishes=True,
        proof=True,
    ),
    discard=Step({DRAFT}, DISCARDED, editor, gettext_lazy("discard")),
)


def submit(edition: Edition, *, by: Officer) -> None:
    """Ask for approval; refused with a list of what is missing in which language."""
    with edition_steps.take("submit", edition, by=by) as edition:
        _demand_complete(edition)


def send_back(edition: Edition, *, by: Officer, reason: str) -> None:
    if not reason.strip():
        raise NotReady(_("Say what has to change."), [("reason", _("Say what has to change."))])
    with edition_steps.take("send_back", edition, by=by, detail={"reason": reason}):
        pass


def approve(edition: Edition, *, by: Officer, sha256: str) -> None:
    """Approve the text whose digest was shown; somebody else than its author has to."""
    with edition_steps.take("approve", edition, by=by, sha256=sha256) as edition:
        if documents.digest(edition) != sha256:
            raise NotReady(_("The text changed after you read it. Read it again, then approve it."))
        edition.approved_by, edition.approved_sha256 = by, sha256
        edition.approved_at = timezone.now()


def reopen(edition: Edition, *, by: Officer) -> None:
    with edition_steps.take("reopen", edition, by=by) as edition:
        edition.approved_by, edition.approved_at, edition.approved_sha256 = None, None, ""


def publish(edition: Edition, *, by: Officer, year: int) -> None:
    """Publish for good in every promised language; `year` is typed by the officer as a check."""
    with edition_steps.take("publish", edition, by=by) as edition:
        if year != edition.year:
            sentence = _("Type the year of the edition, %(year)s, to publish it.")
            raise NotReady(
                sentence % {"year": edition.year}, [("year", sentence % {"year": edition.year})]
            )
        _demand_complete(edition)
        if documents.digest(edition) != edition.approved_sha256:
            raise NotReady(_("The text is not the one that was approved. Have it approved again."))
        edition.published_by, edition.published_at = by, timezone.now()
        made = EditionDocument.objects.bulk_create(documents.frozen(edition))
        documents.after_commit(lambda: wakeup.run_soon("policies.tasks.make_papers", "pdf"), made)


def discard(edition: Edition, *, by: Officer) -> None:
    with edition_steps.take("discard", edition, by=by):
        pass


def _demand_complete(edition: Edition) -> None:
    missing = documents.missing(edition)
    if missing:
        raise NotReady(
            _("The edition is not complete in every promised language."),
            [(place, sentence) for place, sentence in missing],
        )
