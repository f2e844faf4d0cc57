"""Red notices of the demo: one published to every office, one waiting for its head of office."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases import filing
from cases.drafts import (
    CaseDraft,
    DocumentDraft,
    IdentityDraft,
    NationalityDraft,
    PartDraft,
    PersonDraft,
)
from cases.models import Case, Offence
from central_offices.models import Officer
from notices.models import Notice, ReviewItem
from notices.workflow import drafting, releasing, reviewing
from policies.models import Portfolio


def make(people: dict[str, Officer]) -> None:
    """Arun of ALPHA drafts, Anika releases, Sato reviews and publishes; a second one waits."""
    arun, anika, sato = people["arun"], people["anika"], people["sato"]
    first = _draft(arun, "VALE Orin", "1981-04-12", "Copper roof: forged government bonds")
    drafting.submit(first, by=arun)
    version = first.current_version
    assert version, "Submitting freezes a version."
    releasing.release(first, by=anika, sha256=version.sha256)
    reviewing.claim(first, by=sato)
    items = reviewing.open_review(first).items.all()
    seen = {item.pk: (ReviewItem.Result.PASS.value, "Checked against the file.") for item in items}
    reviewing.answer(first, seen, by=sato)
    reviewing.pass_on(first, by=sato)
    second = _draft(
        arun, "TERN Mara", "1990-09-30", "Paper tide: invoices for ships that never sailed"
    )
    drafting.submit(second, by=arun)


WARRANT: dict[str, Any] = {
    "warrant_reference": "E1182/2026",
    "warrant_issuer": "Court of first instance, Alphaville",
    "issuer_is_judicial": True,
    "warrant_issued_on": date(2026, 3, 2),
}


def _draft(by: Officer, name: str, born: str, title: str) -> Notice:
    case = _case(by, name, born, title)
    link = case.case_subjects.get()
    notice = drafting.start(case, link.subject, colour="RED", by=by, second_language="fr")
    drafting.judicial(
        notice,
        by=by,
        charges=[_charge()],
        kind="PROSECUTION",
        jurisdiction=by.office.jurisdiction,
        **WARRANT,
        limitation_date=timezone.now().date() + timedelta(days=4000),
        extradition_will_be_sought=True,
        coordinated_with_extradition_authority=True,
        authority_is_competent=True,
    )
    drafting.facts(
        notice,
        by=by,
        facts="Between January 2024 and June 2025 the person sold forged bonds to nine buyers.",
        facts_second="Entre janvier 2024 et juin 2025, la personne a vendu de faux titres à neuf "
        "acheteurs.",
        facts_place="Alphaville",
        facts_from="2024-01",
        facts_to="2025-06",
        international_interest="The proceeds left through accounts in three other countries.",
    )
    drafting.action(
        notice,
        by=by,
        action="Locate and arrest with a view to extradition.",
        action_second="Localiser et arrêter en vue de l’extradition.",
        caution="Not known to be violent.",
        caution_second="N’est pas connu comme violent.",
    )
    drafting.restrictions(notice, by=by, classification=1, handling_codes=["H2"], not_for=[])
    drafting.public_extract(notice, by=by, choice="REQUESTED")
    notice.refresh_from_db()
    return notice


def _case(by: Officer, name: str, born: str, title: str) -> Case:
    country = by.office.jurisdiction
    assert country, "A national office acts for a country."
    family, forename = name.split()
    person = PersonDraft(
        identities=[
            IdentityDraft(name, "CONFIRMED", family_name=family, forename=forename, birth=born)
        ],
        nationalities=[NationalityDraft(country, "CONFIRMED")],
        documents=[DocumentDraft("PASSPORT", "QA" + born.replace("-", "")[2:], country)],
        sex="M" if forename == "Orin" else "F",
        facts={"height_cm": 178, "eyes": ["BRO"], "languages": ["en"]},
    )
    draft = CaseDraft(
        title=title,
        portfolios=list(Portfolio.objects.filter(code="FRAUD")),
        parts=[PartDraft("CHARGED", person)],
    )
    return filing.open_case(draft, by=by)


def _charge() -> dict[str, Any]:
    rows = Offence.objects.in_force().filter(portfolios="FRAUD", excluded_for_red="")
    return {
        "offence": rows.first(),
        "title": "Fraud",
        "title_second": "Escroquerie",
        "law": "Penal Code",
        "article": "s. 296",
        "max_penalty_months": 120,
    }
