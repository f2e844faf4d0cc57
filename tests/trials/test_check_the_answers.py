"""The last look before something is kept shows all that will be kept."""

import html

import pytest

from cases.forms.case import FilingForm, ShareForm
from cases.forms.person import PartForm
from cases.models import CaseSubject, IdDocument, Nationality
from exchange.forms.requests import RequestForm
from exchange.requests.persons import summaries
from kernel import acting
from tests.cases import browsing
from tests.exchange.conftest import draft, type_
from tests.notices import drafts

pytestmark = pytest.mark.django_db
# By field of the form: what is sent, and what the page says of it.
CASE = {
    "title": ("Lantern Quay", "Lantern Quay"),
    "portfolios": (["FRAUD"], "Anti-fraud"),
    "tags": (["FOOD_SAFETY"], "Food safety"),
    "offences": ([], ""),
    "charge": ("Forged bills of lading", "Forged bills of lading"),
    "summary": ("Invoices for goods that never sailed.", "never sailed"),
    "classification": ("1", "Restricted"),
    "handling_codes": (["H2", "H3"], "Not to be passed on without consent of the owner"),
    "handling_note": ("Ask the prosecutor first", "Ask the prosecutor first"),
    "lead_officer": (None, "Amina"),
}
PERSON = {
    "as_written": ("Щербаков Дмитрий", "Щербаков Дмитрий"),
    "romanised": ("SHCHERBAKOV Dmitriy", "SHCHERBAKOV Dmitriy"),
    "status_of_person": ("SUSPECT", "Suspect"),
    "sex": ("F", "Female"),
    "birth": ("1400", "1400"),
    "birth_calendar": ("hijri", "Hijri"),
    "birth_place": ("Alexandrovsk", "Alexandrovsk"),
    "birth_country": ("PRT", "Portugal"),
    "nationality": ("BRA", "Brazil"),
    "document_kind": ("TAX_NUMBER", "Tax or national number"),
    "document_number": ("QX0012345", "QX0012345"),
}
SHARE = {"office": ("Lisbon", "Portugal"), "role": ("CONTRIBUTOR", "May contribute")}
HIDDEN = {"once", "existing", "version", "kept"}
# Fields of a request that its type may add, by the facts it demands.
REQUEST = {
    "recipients": "Portugal",
    "conversation": "Common",
    "urgency": "Urgent",
    "title": "Owner of a boat",
    "ask": "Who owns the boat?",
    "legal_basis": "Agreement of 2019",
    "necessity": "It sails tonight",
    "portfolios": "Anti-fraud",
    "tags": "Food safety",
    "purpose": "Information",
    "classification": "Restricted",
    "handling_codes": "Not to be passed on without consent of the owner",
    "handling_note": "Ask the prosecutor first",
    "reply_due": "2027",
    "source_evaluation": "A",
    "information_evaluation": "2",
    "subject_ids": "IBRAHIM Ali",
}


def test_a_case_is_checked_with_every_answer_that_will_be_kept(amina, signed_in):
    assert set(CASE) == set(FilingForm.base_fields) - HIDDEN
    assert set(PERSON) == set(PartForm.base_fields) - HIDDEN
    assert set(SHARE) == set(ShareForm.base_fields) - HIDDEN
    browser = signed_in(amina)
    form = {name: sent for name, (sent, _) in CASE.items() if sent}
    form |= {f"people-0-{name}": sent for name, (sent, _) in PERSON.items()}
    form |= {f"shares-0-{name}": sent for name, (sent, _) in SHARE.items()}
    page = browser.post("/cases/new", browsing.filled_in(browser, amina, **form) | {"check": "1"})

    shown = visible(page)
    assert "Create case" in shown
    for name, (_sent, words) in (CASE | PERSON | SHARE).items():
        assert words in shown, f"“{name}” is kept and not shown"


def visible(page) -> str:
    """The text of a page, without the hidden fields that carry the answers on."""
    text = page.content.decode().split("<main")[1]
    return html.unescape("".join(part.split(">", 1)[-1] for part in text.split("<input")))


def test_a_request_is_checked_with_every_answer_and_person(amina, signed_in):
    case, subject = drafts.person(amina)
    with acting.acting_as(amina):
        Nationality.objects.filter(subject=subject).update(status="CLAIMED")
        IdDocument.objects.create(
            subject=subject, kind="PASSPORT", number="QX0012345", issuer_id="PRT"
        )
        subject.identities.update(birth_place="Alexandrovsk", romanised="IBRAHIM Aly")
    made = draft(
        amina,
        "PRT",
        "BRA",
        case=case,
        subject_ids=[subject.pk],
        conversation="COMMON",
        urgency="URGENT",
        ask="Who owns the boat?",
        legal_basis="Agreement of 2019",
        necessity="It sails tonight",
        portfolios=["FRAUD"],
        tags=["FOOD_SAFETY"],
        purpose="INFORMATION",
        classification=1,
        handling_codes=["H2", "H3"],
        handling_note="Ask the prosecutor first",
        source_evaluation="A",
        information_evaluation="2",
    )
    type(made).objects.filter(pk=made.pk).update(reply_due="2027-03-02T10:00:00Z")
    fields = RequestForm(type=type_("INFO"), case=case, officer=amina).fields
    known = {name for name in fields if not name.startswith(("fact_", "files", "handling_"))}
    assert known - HIDDEN - {"attachments"} <= set(REQUEST), known - HIDDEN - set(REQUEST)

    shown = visible(signed_in(amina).get(f"/requests/{made}/check"))
    for name, words in REQUEST.items():
        assert words in shown, f"“{name}” is sent and not shown"
    told = summaries(case, [subject.pk])[0]
    for words in (
        "Charged",
        "Male",
        *("IBRAHIM Ali", "IBRAHIM Aly", "1981-04-12", "Alexandrovsk"),
        *told["nationalities"],
        *("QX0012345", "PRT"),
    ):
        assert words in shown, f"of the person “{words}” is sent and not shown"
    assert CaseSubject.objects.get().status_of_person == "CHARGED"
