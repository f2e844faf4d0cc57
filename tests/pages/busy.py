"""A day's work in the test world, so that pages have something to show; some of it is long."""

import io
from datetime import time, timedelta

from django.utils import timezone

from cases import filing, sharing
from cases.models import Case
from central_offices.directory import entries
from central_offices.keys_and_clients import clients
from central_offices.models import CentralOffice
from central_offices.rosters import planning
from exchange.conversation import answering, referral, transfers
from exchange.conversation.contributions import ContributionDraft
from exchange.desk import shift_handover
from kernel.ids import new_id
from notices.models import Notice
from policies import documents, lifecycle, writing
from policies.models import Portfolio
from tests import persons, world
from tests.cases import factories
from tests.exchange.conftest import deliver_all, draft, recipient, sent
from tests.notices import drafts

LONG = "ΠΑΠΑΔΟΠΟΥΛΟΥ-КОНСТАНТИНОПОЛЬСКАЯ-WOLFESCHLEGELSTEINHAUSENBERGERDORFF"
PAPER = b"%PDF-1.7\n%%EOF\n"


def fill() -> Case:
    """Cases, requests, notices, key issues, a system's account; returns the fullest case."""
    _key_issues(*(world.officer(name) for name in ("adler", "benes")))
    amina, case = world.officer("amina"), _case()
    _requests(amina, case)
    _desk(amina)
    _notices(amina)
    persons.make_client(
        amina.office,
        by=world.officer("adler"),
        name="Nairobi case system",
        clearance=1,
        scopes=clients.SCOPES,
        purposes=["INFORMATION"],
        default_purpose="INFORMATION",
    )
    return case


def _case() -> Case:
    amina = world.officer("amina")
    case = factories.case(amina, title=f"Lantern Quay {'x' * 90}", people=[LONG, "أوكيلو دانيال"])
    drafts.photo(case.case_subjects.first().subject, amina)
    filing.add_note(case, f"See https://example.org/{'a' * 120}", by=amina)
    filing.add_document(case, io.BytesIO(PAPER), f"{'letter' * 15}.pdf", by=amina)
    sharing.share(case, CentralOffice.objects.get(code="PRT"), by=amina)
    return case


def _requests(amina, case: Case) -> None:
    pierre = world.officer("pierre")
    words = {"title": f"Owner of {'M' * 80}", "ask": LONG * 3, "conversation": "COMMON"}
    asked = sent(amina, "PRT", "BRA", case=case, **words)
    waiting = sent(pierre, "KEN")
    sent(pierre, "KEN", title="Another one")
    draft(amina, "PRT", case=case)
    deliver_all()
    answering.acknowledge(recipient(asked, "PRT"), by=pierre)
    answering.answer(
        recipient(asked, "PRT"), ContributionDraft(f"It belongs to {LONG}.", "A", "1"), by=pierre
    )
    answering.acknowledge(recipient(waiting, "KEN"), by=amina)
    _passed_on(amina, recipient(waiting, "KEN"), recipient(asked, "BRA"))
    deliver_all()


def _passed_on(amina, ours, theirs) -> None:
    """Work that is offered to a colleague, advice that is asked for, and a referral."""
    otieno, joana = world.officer("otieno"), world.officer("joana")
    answering.assign(ours, by=amina)
    transfers.offer(ours, by=amina, to=otieno, note=LONG)
    transfers.consult(ours, by=otieno, to=amina, note=LONG)
    instead = CentralOffice.objects.get(code="QMA")
    referral.refer(theirs, ContributionDraft(LONG, instead=instead), by=joana)


def _desk(amina) -> None:
    """Put an officer on duty for two days, an office out of reach, a note for the next shift."""
    head, office = world.officer("wanjiku"), amina.office
    tomorrow = timezone.now().date() + timedelta(days=1)
    now = (timezone.now() - timedelta(hours=1), timezone.now() + timedelta(hours=3))
    times = [now, *planning.same_hours(tomorrow, time(6), time(14), 2, office.time_zone)]
    planning.plan(office, by=head, officer=amina, times=times, phone="+254 20 555 0141")
    shift_handover.write(LONG * 4, by=head, classification=2)
    entries.pause(CentralOffice.objects.get(code="QMB"), by=world.officer("adler"), reason="x")
    sent(amina, "QMB", title="Waiting")


def _notices(amina) -> list[Notice]:
    head, reviewer = world.officer("wanjiku"), world.officer("sato")
    made = [
        drafts.red(amina),
        drafts.submitted(amina),
        drafts.claimed(amina, head, reviewer),
        drafts.published(amina, head, reviewer),
        drafts.published(world.officer("arun"), world.officer("anika"), reviewer),
    ]
    deliver_all()
    return made


def _key_issues(author, second) -> None:
    edition = _edition(2027, author)
    lifecycle.submit(edition, by=author)
    lifecycle.approve(edition, by=second, sha256=documents.digest(edition))
    lifecycle.publish(edition, by=second, year=2027)
    _edition(2028, author)


def _edition(year: int, author):
    edition = writing.begin(year, by=author, languages=["en"])
    writing.write_texts(
        edition, "en", by=author, version=edition.version, title="Key issues", foreword=LONG
    )
    text = {"title": f"Ports {new_id()}", "rationale": LONG * 2, "targets": "One\nTwo"}
    writing.write_issue(
        edition,
        None,
        by=author,
        version=edition.version,
        rank=1,
        portfolios=[Portfolio.objects.get(code="DRUGS")],
        texts={"en": text},
    )
    return edition
