"""Papers: printed by a worker from the frozen version, never handed out once the notice ended.

Whoever asks gets a copy of their own, with a number, a code and their name on it. The state is
checked in the transaction that stores the file and again at every download, both under the lock
of the notice's row, which the steps that end a notice hold too: so a paper made while its notice
is withdrawn is void.
"""

import io
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.safeguards import typed_codes
from central_offices.models import Officer
from kernel import acting, trail
from kernel.counters import next_number
from kernel.errors import WrongState
from kernel.files import download_names, stored_files
from kernel.ids import new_code
from kernel.jobs import running
from kernel.models import Job, StoredFile
from kernel.wording import within_sentence
from ledger import events
from ledger.delivery import wakeup
from notices.models import Notice, Paper
from notices.papers import content, model
from notices.papers.pdf import print_notice
from notices.payload import of_draft

KIND = "notice.paper"
PDF = {"application/pdf"}
OPEN = [Paper.Status.WAITING, Paper.Status.READY]


def ask(notice: Notice, *, by: Officer, language: str = "") -> Paper:
    """Have a copy printed for `by`; the one asked for before, if it still says all there is to say.

    Raises WrongState where the notice is not in force.
    """
    with acting.acting_as(by):
        row = _locked(notice)
        if not row.in_force:
            raise WrongState(_("This notice is not in force. No paper is printed of it."))
        language = language or row.second_language
        _give_up_failed(row, by)
        held = Paper.objects.filter(
            notice_version=row.current_version_id, language=language, asked_by=by, status__in=OPEN
        )
        if (found := held.first()) and found.owner_left_on == row.owner_office.left_on:
            return found
        void_these(held)  # of an office that left since: it lacks that
        return _start(row, by, language)


def for_owner(notice: Notice) -> Paper:
    """The first copy of a notice that is being published: for its author."""
    assert notice.author is not None
    return _start(notice, notice.author, notice.second_language)


def proof(notice: Notice, *, by: Officer) -> Paper:
    """Print a draft as it stands: marked as a proof, without a code."""
    with acting.acting_as(by):
        made = Paper(
            notice=notice,
            office=by.office,
            recipient=recipient(by),
            language=notice.second_language,
            proof=True,
            asked_by=by,
        )
        return _with_job(made, _("Proof of a notice"), by)


def void(notice: Notice) -> None:
    """Make every paper of the notice void, also those being made; the caller holds its lock."""
    void_these(Paper.objects.filter(notice=notice, proof=False))


def void_these(papers: QuerySet[Paper]) -> None:
    """Make those of them void that are not yet; the caller holds the notice's lock."""
    open_ones = papers.filter(status__in=OPEN)
    open_ones.update(status=Paper.Status.VOID, void_at=timezone.now())


def hand_out(made: Paper, *, by: Officer) -> StoredFile:
    """The file of a paper, if it still holds; the download is written down.

    Raises WrongState for a paper that is void or not ready.
    """
    notice = _locked(made.notice)
    current = Paper.objects.select_related("file").get(pk=made.pk)
    if current.status != Paper.Status.READY or current.file is None:
        raise WrongState(
            _("This paper is %(state)s. It is not handed out.")
            % {"state": within_sentence(current.get_status_display())}
        )
    if not current.proof and not notice.in_force:
        raise WrongState(_("This notice is not in force any more. The paper is not handed out."))
    if not current.proof and current.owner_left_on != notice.owner_office.left_on:
        raise WrongState(
            _("Its office leaves or has left since this was printed. Ask for a new copy.")
        )
    notice.circulations.filter(office=by.office_id, downloaded_at=None).update(
        downloaded_at=timezone.now()
    )
    events.record(
        "paper.download", by=by, subject=current, case_id=notice.case_id, data=_about(current)
    )
    return current.file


@running.kind(KIND)
def make(job: Job) -> None:
    """Print one paper: read, print outside any transaction, store if it still holds."""
    rows = Paper.objects.select_related("notice", "notice_version__photo", "asked_by__office")
    with acting.by_a_rule("which paper a job makes"):  # read before anybody acts
        made = rows.get(pk=job.arguments["paper"])
    by = made.asked_by
    with acting.acting_as(by):
        if made.status != Paper.Status.WAITING:
            job.result_url = _address(made)
            return
        sheet, photo = _content(made), _photo(made)
    ids = {"paper_id": str(made.pk), "notice_id": str(made.notice_id), "job_id": str(job.pk)}
    with trail.timed("Printing of a notice", **ids):
        printed = print_notice(sheet, photo=photo)
    with acting.acting_as(by):
        _store(made, printed, by)
    job.result_url, job.done, job.total = _address(made), 1, 1


def recipient(officer: Officer) -> str:
    """The name and office that a paper is made out to."""
    return f"{officer.name}, {officer.office.names['en']}"[:120]


def name_of(paper: Paper) -> str:
    """The name of a paper's file: what it is, its reference, copy and languages."""
    notice = paper.notice
    known = notice.reference or notice.un_reference or paper.pk
    copy = None if paper.proof else f"copy-{paper.copy or 0}"
    kind = "proof-of" if paper.proof else ""
    colour = f"{notice.colour.lower()}-notice"
    return download_names.of(kind, colour, known, copy, f"en-{paper.language}", ending="pdf")


def _start(notice: Notice, by: Officer, language: str) -> Paper:
    made = Paper(
        notice=notice,
        notice_version=notice.current_version,
        office=by.office,
        recipient=recipient(by),
        language=language,
        code=new_code(),
        copy=next_number(f"paper/{notice.pk}"),
        owner_left_on=notice.owner_office.left_on,
        asked_by=by,
    )
    return _with_job(made, _("Paper of notice %(notice)s") % {"notice": notice}, by)


def _with_job(made: Paper, title: str, by: Officer) -> Paper:
    made.job = running.start(
        KIND, title=title, by=by, total=1, wake=wakeup.run_soon, paper=str(made.pk)
    )
    made.save(force_insert=True)
    events.record("paper.ask", by=by, subject=made, data=_about(made), step=True)
    return made


def _give_up_failed(notice: Notice, by: Officer) -> None:
    failed = Paper.objects.filter(notice=notice, asked_by=by, status=Paper.Status.WAITING)
    failed.filter(job__status__in=[Job.Status.FAILED, Job.Status.STOPPED]).update(
        status=Paper.Status.FAILED
    )


def _locked(notice: Notice) -> Notice:
    rows = Notice.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("current_version", "owner_office").get(pk=notice.pk)


@acting.by_a_rule("whether a paper still holds")
def _store(made: Paper, printed: bytes, by: Officer) -> None:
    notice = _locked(made.notice)
    current = Paper.objects.select_for_update().get(pk=made.pk)
    if current.status != Paper.Status.WAITING:
        return
    holds = current.proof or (
        notice.in_force and notice.current_version_id == current.notice_version_id
    )
    if not holds:
        current.status, current.void_at = Paper.Status.VOID, timezone.now()
    else:
        current.file = stored_files.store(
            io.BytesIO(printed), name_of(current), by=by, allowed=PDF, made=True
        )
        current.status, current.made_at = Paper.Status.READY, timezone.now()
    current.save()
    events.record("paper.make", by=by, subject=current, after=current.status, data=_about(current))
    trail.note_at_commit("Paper stored.", paper_id=str(current.pk), after=current.status)


def _content(made: Paper) -> model.Paper:
    version = made.notice_version
    if version is None:
        draft = of_draft.payload_of(made.notice)  # tables hold no code of a status
        return content.sheet(made.notice, draft, second_language=made.language, control=None)
    control = model.Control(
        code=made.code or "",
        verify_at=f"{settings.PUBLIC_URL}/verify/",
        text_sha256=version.sha256,
        control_number=made.notice.control_number,
        version=version.n,
        copy=str(made.copy),
        recipient=made.recipient,
        made_at=timezone.now().strftime("%d %b %Y %H:%M UTC"),
    )
    told = typed_codes.without_codes(version.payload)
    return content.sheet(made.notice, told, second_language=made.language, control=control)


def _photo(made: Paper) -> bytes | None:
    if made.notice_version is not None:
        stored = made.notice_version.photo
    else:
        stored = of_draft.photo_of(made.notice)
    return b"".join(stored_files.read(stored)) if stored else None


def _about(made: Paper) -> dict[str, Any]:
    return {"notice": str(made.notice_id), "copy": made.copy, "proof": made.proof}


def _address(made: Paper) -> str:
    return reverse("notices:paper", args=[made.pk])
