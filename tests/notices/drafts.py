"""Notices for tests: a person in a case, and a red notice at any point of its life."""

import io
from datetime import date, timedelta

from django.utils import timezone
from PIL import Image

from cases import photos
from cases.models import Case, CaseSubject, Identity, Nationality, Offence, Photo, Subject
from cases.search import name_keys
from kernel import acting
from kernel.who_reads import audiences
from notices.models import Notice, ReviewItem
from notices.workflow import circulating, drafting, releasing, reviewing
from policies.models import Portfolio

OFFENCE = "ARMED_ROBBERY"


def readers(by) -> list[int]:
    """Give the `seen_at` of what is in a restricted case of the officer's office."""
    return sorted(audiences.at_level([by.office_number], 1))


def person(by, *, name="IBRAHIM Ali", status="CHARGED", **fields) -> tuple[Case, Subject]:
    """A person of the officer's office, charged in a case of its own."""
    with acting.acting_as(by):
        case = Case.objects.create(
            reference=f"{by.office.code}-2026-{Case.objects.count() + 900000:06}",
            title="Armed robberies along the coast",
            owner_office=by.office,
            lead_officer=by,
            created_by=by,
            seen_by=[by.office_number],
        )
        case.portfolios.set([Portfolio.objects.get(pk="FRAUD")])
        fields = {"sex": "M", "height_cm": 182, "eyes": ["BRO"]} | fields
        subject = Subject.objects.create(
            owner_office=by.office, created_by=by, seen_at=readers(by), **fields
        )
        family, forename = name.split()[0], " ".join(name.split()[1:])
        Identity.objects.create(
            subject=subject,
            label="CONFIRMED",
            as_written=name,
            family_name=family,
            forename=forename,
            birth_earliest=date(1981, 4, 12),
            birth_latest=date(1981, 4, 12),
            birth_text="1981-04-12",
        )
        Nationality.objects.create(subject=subject, jurisdiction=by.office.jurisdiction)
        CaseSubject.objects.create(case=case, subject=subject, status_of_person=status, added_by=by)
        name_keys.write(subject)
    return case, subject


def charge(**changes) -> dict:
    """Armed robbery, up to ten years."""
    return {
        "offence": Offence.objects.filter(excluded_for_red="").order_by("code").first(),
        "title": "Armed robbery",
        "title_second": "Vol à main armée",
        "law": "Penal Code",
        "article": "s. 296",
        "max_penalty_months": 120,
    } | changes


WARRANT = {
    "warrant_reference": "44/2026",
    "warrant_issuer": "Chief Magistrate’s Court",
    "issuer_is_judicial": True,
    "warrant_issued_on": date(2026, 3, 2),
}


def red(by, *, charges=None, not_for=(), extract="NONE", case=None, **proceeding) -> Notice:
    """A complete draft of a red notice."""
    case, subject = case or person(by)
    notice = drafting.start(case, subject, colour="RED", by=by)
    drafting.judicial(
        notice,
        by=by,
        charges=charges if charges is not None else [charge()],
        **{
            "kind": "PROSECUTION",
            "jurisdiction": by.office.jurisdiction,
            **WARRANT,
            "limitation_date": timezone.now().date() + timedelta(days=4000),
            "extradition_will_be_sought": True,
            "coordinated_with_extradition_authority": True,
            "authority_is_competent": True,
        }
        | proceeding,
    )
    drafting.facts(
        notice,
        by=by,
        facts="Between January and June 2025 the person robbed nine banks with a gun.",
        facts_second="Entre janvier et juin 2025, la personne a attaqué neuf banques.",
        facts_place="Mombasa",
        facts_from="2025-01",
        facts_to="2025-06",
        international_interest="The proceeds were carried to three other countries.",
    )
    drafting.action(
        notice, by=by, action="Locate and arrest with a view to extradition.", caution="Armed."
    )
    drafting.restrictions(
        notice, by=by, classification=1, handling_codes=["H2"], not_for=list(not_for)
    )
    drafting.public_extract(notice, by=by, choice=extract)
    notice.refresh_from_db()
    return notice


def submitted(by, **changes) -> Notice:
    notice = red(by, **changes)
    drafting.submit(notice, by=by)
    return notice


def requested(by, head, **changes) -> Notice:
    notice = submitted(by, **changes)
    releasing.release(notice, by=head, sha256=notice.current_version.sha256)
    return notice


def claimed(by, head, reviewer, **changes) -> Notice:
    notice = requested(by, head, **changes)
    reviewing.claim(notice, by=reviewer)
    return notice


def answered(notice: Notice, reviewer, result=ReviewItem.Result.PASS, comment="Seen.") -> Notice:
    """Every item of the check-list answered alike."""
    items = reviewing.open_review(notice).items.all()
    reviewing.answer(notice, {item.pk: (result, comment) for item in items}, by=reviewer)
    return notice


def published(by, head, reviewer, second=None, **changes) -> Notice:
    notice = answered(claimed(by, head, reviewer, **changes), reviewer)
    if not reviewing.pass_on(notice, by=reviewer):
        reviewing.confirm(notice, by=second, sha256=notice.current_version.sha256)
    return notice


def withdrawn(notice: Notice, head) -> Notice:
    circulating.withdraw(notice, by=head, reason="The warrant was lifted.")
    return notice


def photo(subject, by) -> Photo:
    """A photograph of the person: a grey square will do."""
    drawn = io.BytesIO()
    Image.new("RGB", (300, 400), "grey").save(drawn, "JPEG")
    return photos.add(subject, io.BytesIO(drawn.getvalue()), "face.jpg", by=by)


def send_through(notice: Notice, author, head, reviewer) -> None:
    """From a complete draft to publication."""
    drafting.submit(notice, by=author)
    releasing.release(notice, by=head)
    reviewing.claim(notice, by=reviewer)
    answered(notice, reviewer)
    reviewing.pass_on(notice, by=reviewer)
