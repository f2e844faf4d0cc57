"""Handling codes and the 4×4 evaluation of notes and documents."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import filing, sharing
from cases.drafts import Marks
from cases.models import CaseEntry, CaseFile
from central_offices.models import CentralOffice
from kernel.errors import NotReady
from ledger.models import Event
from tests import systems
from tests.cases import browsing, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(amina):
    return factories.case(amina)


@pytest.fixture
def nairobi(db):
    client = systems.register(CentralOffice.objects.get(code="KEN"))
    return systems.calling(client, "cases")


def test_what_nobody_evaluated_says_so(case, amina):
    assert filing.add_note(case, "He called.", by=amina).evaluation == "X4"
    assert filing.add_document(case, browsing.picture(), "plan.png", by=amina).evaluation == "X4"


def test_h3_is_written_out(case, amina):
    with pytest.raises(NotReady, match="H3"):
        filing.add_note(case, "He called.", by=amina, marks=Marks(("H3",)))
    with pytest.raises(NotReady, match="H3"):
        filing.add_document(case, browsing.picture(), "a.png", by=amina, marks=Marks(("H3",)))
    marks = Marks(("H3",), "Not to the press", "A", "1")
    assert filing.add_note(case, "He called.", by=amina, marks=marks).handling_note


def test_the_forms_ask_for_both_and_the_pages_show_them(case, amina, signed_in):
    browser, page = signed_in(amina), f"/cases/{case.reference}/"
    marks = {"handling_codes": ["H1"], "source_evaluation": "B", "information_evaluation": "2"}
    once = browsing.token(browser.get(page))
    answer = browser.post(f"{page}note", {"once": once, "text": "He called."} | marks)
    assert answer.status_code == 302
    file = SimpleUploadedFile("letter.txt", b"A letter")
    assert browser.post(f"{page}documents/", {"file": file} | marks).status_code == 302

    for row in (CaseEntry.objects.get(), CaseFile.objects.get()):
        assert (row.evaluation, row.handling_codes) == ("B2", ["H1"])
    for address in (page, f"{page}documents/"):
        shown = browser.get(address).content.decode()
        assert "B2" in shown and "H1" in shown


def test_h3_without_words_keeps_what_was_typed(case, amina, signed_in):
    browser, page = signed_in(amina), f"/cases/{case.reference}/"
    words = {
        "once": browsing.token(browser.get(page)),
        "text": "He called.",
        "handling_codes": "H3",
    }
    answer = browser.post(f"{page}note", words).content.decode()
    assert "He called." in answer and "Write the restrictions" in answer
    assert not CaseEntry.objects.exists()


def test_over_the_api_notes_are_written_and_read_with_both(case, nairobi):
    address = f"/api/v1/cases/{case.pk}/notes/"
    words = {"text": "He called.", "handling_codes": ["H2"], "source_evaluation": "C"}
    assert nairobi.post(address, words).status_code == 200
    (row,) = nairobi.get(address).json()
    assert (row["evaluation"], row["handling_codes"], row["office"]) == ("C4", ["H2"], "KEN")
    assert nairobi.post(address, {"text": "x", "source_evaluation": "Z"}).status_code == 400


def test_over_the_api_documents_are_kept_listed_and_read(case, nairobi):
    address = f"/api/v1/cases/{case.pk}/documents/"
    file = SimpleUploadedFile("letter.txt", b"A letter")
    words = {"file": file, "handling_codes": ["H1", "H2"], "information_evaluation": "1"}
    made = nairobi.post(address, words, format="multipart")
    assert made.status_code == 201, made.content
    (row,) = nairobi.get(address).json()
    assert (row["evaluation"], row["handling_codes"]) == ("X1", ["H1", "H2"])
    assert b"".join(nairobi.get(row["href"]).streaming_content) == b"A letter"
    assert Event.objects.filter(verb="case.download").count() == 1


def test_who_does_not_see_the_case_finds_none_of_it(case, amina):
    kept = filing.add_document(case, browsing.picture(), "plan.png", by=amina)
    system = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")), "cases")
    for address in ("notes/", "documents/", f"documents/{kept.pk}/"):
        assert system.get(f"/api/v1/cases/{case.pk}/{address}").status_code == 404
    file = SimpleUploadedFile("letter.txt", b"A letter")
    reply = system.post(f"/api/v1/cases/{case.pk}/documents/", {"file": file}, format="multipart")
    assert reply.status_code == 404


def test_who_may_only_read_the_case_adds_nothing(case, amina, joana):
    sharing.share(case, joana.office, by=amina)
    system = systems.calling(systems.register(CentralOffice.objects.get(code="BRA")), "cases")
    assert system.get(f"/api/v1/cases/{case.pk}/notes/").json() == []
    assert system.post(f"/api/v1/cases/{case.pk}/notes/", {"text": "x"}).status_code == 403
    file = SimpleUploadedFile("letter.txt", b"A letter")
    reply = system.post(f"/api/v1/cases/{case.pk}/documents/", {"file": file}, format="multipart")
    assert reply.status_code == 403


def test_what_belongs_to_a_confidential_case_is_opened_with_a_reason(amina, over_api):
    case = factories.case(amina, classification=2)
    kept = filing.add_document(case, browsing.picture(), "plan.png", by=amina)
    for address in ("notes/", "documents/", f"documents/{kept.pk}/"):
        caller, address = over_api(amina), f"/api/v1/cases/{case.pk}/{address}"
        assert caller.get(address).json()["code"] == "reason_required"
        assert caller.get(address, HTTP_X_REASON="The hearing is tomorrow.").status_code == 200
