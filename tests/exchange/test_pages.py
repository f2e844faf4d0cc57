"""The pages about requests, in a browser without JavaScript."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange.conversation import attaching
from exchange.models import Attachment, Contribution, Request
from tests.exchange.conftest import deliver_all, draft, recipient, sent

pytestmark = pytest.mark.django_db
WORDS = {
    "recipients": "Lisbon, Brasília",
    "conversation": "INDIVIDUAL",
    "urgency": "NORMAL",
    "title": "Owner of a boat",
    "ask": "Who owns the boat?",
    "legal_basis": "Agreement of 2019",
    "purpose": "INFORMATION",
    "classification": "1",
}


def hidden(page) -> dict[str, str]:
    """The hidden fields of a page's forms, as a browser sends them back."""
    tags = re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page.content.decode())
    pairs = [(re.search(r'name="([^"]+)"', t), re.search(r'value="([^"]*)"', t)) for t in tags]
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


def test_from_a_case_to_an_answer(amina, pierre, case_of_amina, signed_in):
    browser, desk = signed_in(amina), signed_in(pierre)
    address = f"/requests/new/INFO?case={case_of_amina.reference}"

    form = browser.get(address)
    saved = browser.post(address, hidden(form) | WORDS)
    check = browser.get(saved.url)
    assert "Portugal" in check.content.decode() and "Brazil" in check.content.decode()
    browser.post(saved.url, hidden(check))
    request = Request.objects.get()
    assert (request.status, request.case) == ("SENT", case_of_amina)

    deliver_all()
    board = desk.get("/duty").content.decode()
    assert request.reference in board and "Acknowledge" in board
    desk.post(f"/requests/{request}/offices/PRT/acknowledge", {"next": "/duty"})
    assert recipient(request, "PRT").status == "ACKNOWLEDGED"

    answer = f"/requests/{request}/offices/PRT/answer"
    words = {
        "text": "Maré Alta Lda.",
        "final": "1",
        "source_evaluation": "A",
        "information_evaluation": "2",
        "classification": "1",
        "files": SimpleUploadedFile("extract.txt", b"register extract"),
    }
    desk.post(answer, hidden(desk.get(answer)) | words)
    deliver_all()

    page = browser.get(f"/requests/{request}/").content.decode()
    assert "Maré Alta Lda." in page and "extract.txt" in page
    file = browser.get(f"/requests/attachments/{Attachment.objects.get().pk}")
    assert b"".join(file.streaming_content) == b"register extract"


def test_the_same_form_sent_twice_makes_one_draft(amina, signed_in):
    browser = signed_in(amina)
    given = hidden(browser.get("/requests/new/INFO")) | WORDS

    first, second = [browser.post("/requests/new/INFO", given) for _ in range(2)]

    assert first.url == second.url
    assert Request.objects.count() == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(amina, signed_in):
    browser = signed_in(amina)
    given = hidden(browser.get("/requests/new/INFO")) | WORDS
    wrong = given | {"recipients": "Lisbon, Atlantis", "ask": "", "title": "<b>Boat</b>"}

    page = browser.post("/requests/new/INFO", wrong).content.decode()

    assert "No office is called “Atlantis”" in page
    assert "Lisbon, Atlantis" in page and "&lt;b&gt;Boat&lt;/b&gt;" in page
    assert not Request.objects.exists()
    put_right = browser.post("/requests/new/INFO", given)
    assert put_right.status_code == 302


def test_an_uploaded_file_survives_an_error_elsewhere(pierre, amina, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    browser, answer = signed_in(pierre), f"/requests/{request}/offices/PRT/answer"
    words = {"text": "Yes.", "final": "1", "classification": "1"}
    upload = {"files": SimpleUploadedFile("extract.txt", b"register extract")}

    page = browser.post(answer, hidden(browser.get(answer)) | words | upload)
    assert "extract.txt" in page.content.decode() and not Contribution.objects.exists()

    kept = hidden(page) | words | {"source_evaluation": "A", "information_evaluation": "1"}
    assert browser.post(answer, kept).status_code == 302
    assert Contribution.objects.get().attachments.get().file.original_name == "extract.txt"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("extract.exe", b"MZ\x90\x00", "has the name of a program"),
        ("renamed.pdf", b"MZ\x90\x00", "is not of a type"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_a_sentence(
    amina, signed_in, name, content, sentence
):
    browser = signed_in(amina)
    given = hidden(browser.get("/requests/new/INFO")) | WORDS

    page = browser.post(
        "/requests/new/INFO", given | {"files": SimpleUploadedFile(name, content)}
    ).content.decode()

    assert sentence in page
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_with_a_sentence(amina, signed_in, settings):
    settings.UPLOAD_LIMIT = 1024
    browser = signed_in(amina)
    given = hidden(browser.get("/requests/new/INFO")) | WORDS
    large = SimpleUploadedFile("large.txt", b"a" * 2048)

    page = browser.post("/requests/new/INFO", given | {"files": large}).content.decode()

    assert "is larger than" in page
    assert not Attachment.objects.exists()


def test_whoever_saves_second_is_told_and_sees_both_versions(amina, otieno, signed_in):
    request = draft(amina, "PRT")
    address = f"/requests/{request}/edit"
    first, second = signed_in(amina), signed_in(otieno)
    mine, theirs = hidden(first.get(address)), hidden(second.get(address))
    first.post(address, mine | WORDS | {"ask": "The words of the first."})

    page = second.post(address, theirs | WORDS | {"ask": "The words of the second."})

    shown = page.content.decode()
    assert "The words of the first." in shown and "The words of the second." in shown
    assert second.post(address, hidden(page) | WORDS | {"ask": "Both."}).status_code == 302
    request.refresh_from_db()
    assert request.ask == "Both."


def test_an_incomplete_request_is_not_sent_and_says_what_is_missing(amina, signed_in):
    request = draft(amina, "PRT", legal_basis="", urgency="URGENT")
    browser = signed_in(amina)

    page = browser.get(f"/requests/{request}/check")
    said = page.content.decode()
    assert "“Information” needs: Legal basis." in said and "Say why it is urgent" in said

    browser.post(f"/requests/{request}/check", hidden(page))
    request.refresh_from_db()
    assert request.status == "DRAFT"


def test_a_second_person_approves_what_was_read(amina, wanjiku, otieno, case_of_amina, signed_in):
    request = draft(amina, "PRT", type="ASSET_RETURN", facts=FACTS, case=case_of_amina)
    browser = signed_in(amina)
    browser.post(f"/requests/{request}/check", hidden(browser.get(f"/requests/{request}/check")))
    request.refresh_from_db()
    assert request.status == "PENDING_APPROVAL"
    assert str(request) not in signed_in(otieno).get("/approvals").content.decode()

    head = signed_in(wanjiku)
    assert str(request) in head.get("/approvals").content.decode()
    page = head.get(f"/requests/{request}/approve")
    head.post(f"/requests/{request}/approve", hidden(page))

    request.refresh_from_db()
    assert (request.status, request.approved_by) == ("SENT", wanjiku)


FACTS = {"ACCOUNT": "PT50 0002", "AMOUNT": "EUR 20,000", "WARRANT": "44/2026"}


def test_the_list_filters_by_everything_in_its_address(amina, pierre, signed_in):
    canoe = sent(amina, "PRT", title="A canoe")
    car = sent(amina, "BRA", title="A car", urgency="FLASH", necessity="A life is at risk.")
    browser = signed_in(amina)
    browser.post("/cases/purpose", {"purpose": "INFORMATION", "next": "/"})

    def shown(query) -> set[str]:
        page = browser.get(f"/requests/?tab=from_us&{query}").content.decode()
        return {row.title for row in (canoe, car) if row.reference in page}

    assert shown("") == {"A canoe", "A car"}
    assert shown("q=canoe") == {"A canoe"}
    assert shown("q=" + car.reference) == {"A car"}
    assert shown("urgency=FLASH") == {"A car"}
    assert shown("office=PRT") == {"A canoe"}
    assert shown("type=LOCATE") == set()
    assert shown("state=QUEUED") == {"A canoe", "A car"}
    assert shown("state=ANSWERED") == set()
    (chip,) = browser.get("/requests/?tab=from_us&q=canoe&page=x").context["chips"]
    assert chip["url"] == "?tab=from_us", "what is no longer narrowed begins with its first page"


def test_the_pages_of_the_list_follow_each_other(amina, signed_in, monkeypatch):
    monkeypatch.setattr("kernel.pages.keyset.ROWS_A_PAGE", 2)
    titles = [sent(amina, "PRT", title=f"Number {n}").title for n in range(5)]
    browser, seen, address = signed_in(amina), [], "/requests/?tab=from_us"

    while address:
        page = browser.get(address).content.decode()
        seen.append([title for title in reversed(titles) if title in page])
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = "/requests/" + found[1].replace("&amp;", "&") if found else ""

    assert seen == [["Number 4", "Number 3"], ["Number 2", "Number 1"], ["Number 0"]]
    back = re.search(r'rel="prev" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert "Number 2" in browser.get("/requests/" + back).content.decode()


def test_a_long_list_costs_no_more_queries_than_a_short_one(
    amina, pierre, signed_in, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(officer, address) -> int:
        browser = signed_in(officer)
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert browser.get(address).status_code == 200
        return len(counted)

    pages = [(amina, "/requests/?tab=from_us"), (pierre, "/requests/"), (pierre, "/duty")]
    sent(amina, "PRT", "BRA")
    deliver_all()
    few = [queries(*page) for page in pages]
    for _ in range(12):
        sent(amina, "PRT", "BRA")
    deliver_all()

    assert [queries(*page) for page in pages] == few


def test_an_internal_note_is_never_seen_by_the_other_side(amina, pierre, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    browser = signed_in(pierre)
    page = browser.get(f"/requests/{request}/")
    browser.post(f"/requests/{request}/notes", hidden(page) | {"text": "Ask Rui first."})

    assert "Ask Rui first." in browser.get(f"/requests/{request}/").content.decode()
    assert "Ask Rui first." not in signed_in(amina).get(f"/requests/{request}/").content.decode()


def test_nobody_else_learns_whether_a_request_exists(amina, arun, signed_in):
    request = sent(amina, "PRT")
    deliver_all()
    browser = signed_in(arun)

    for path in ("", "edit", "check", "approve", "recall", "offices/PRT/answer"):
        there = browser.get(f"/requests/{request}/{path}")
        missing = browser.get(f"/requests/R-KEN-2026-999999/{path}")
        assert there.status_code == missing.status_code == 404
    assert str(request) not in browser.get("/requests/").content.decode()


def test_the_file_of_a_confidential_request_is_opened_with_a_reason(amina, signed_in):
    file = attaching.upload(io.BytesIO(b"register extract"), "extract.txt", by=amina)
    request = sent(amina, "PRT", classification=2, attachments=[file])
    browser, url = signed_in(amina), f"/requests/attachments/{file.pk}"

    asked = browser.get(url)
    assert "This record is confidential" in asked.content.decode()
    form = {"reason": "For the hearing", "asked": asked.context["asked"], "next": "/requests/"}
    browser.post(f"/cases/reason/{request.pk}", form)

    assert b"".join(browser.get(url).streaming_content) == b"register extract"
